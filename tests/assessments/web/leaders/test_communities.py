"""Editing what a community states, and sharing it on the plane."""

from collections.abc import Callable

from django.test import Client

from assessments.models import Community, Wave
from tests.assessments.web.browsing import text_of

PATH = "/communities/leaky-taps-guild/"


def test_community_is_shared_and_taken_off(
    leading: Client, assessed_wave: Callable[..., Wave]
) -> None:
    assessed_wave(n=5)
    assert "Share it" in text_of(leading.get(f"{PATH}plane/"))

    told = leading.post(f"{PATH}plane/", {"shared": "1"}, follow=True)
    assert Community.objects.get().shared
    assert "The community is on the plane." in text_of(told)
    assert "This community is on the plane." in text_of(leading.get(f"{PATH}plane/"))

    leading.post(f"{PATH}plane/", {"shared": "0"})
    assert not Community.objects.get().shared


def test_community_without_connections_has_no_place_there(
    leading: Client, community: Community
) -> None:
    Community.objects.update(connections=None)
    page = text_of(leading.get(f"{PATH}plane/"))
    assert "state the number of connections first" in page
    assert "Share it" not in page

    leading.post(f"{PATH}plane/", {"shared": "1"})

    assert not Community.objects.get().shared


def test_community_that_shares_is_told_what_it_lacks(leading: Client, community: Community) -> None:
    told = leading.post(f"{PATH}plane/", {"shared": "1"}, follow=True)
    for page in (told, leading.get(f"{PATH}plane/")):
        assert "as soon as a wave of it shows an overall score" in text_of(page)
        assert "is on the plane" not in text_of(page)

    Community.objects.update(connections=None)

    assert "State the number of connections first" in text_of(leading.get(f"{PATH}plane/"))


def test_what_is_stated_is_edited(leading: Client, community: Community) -> None:
    stated = {"name": "Tight Taps Guild", "language": "de", "time_zone": "Europe/Berlin"}

    leading.post(f"{PATH}edit/", {**stated, "purpose": "Tight taps.", "connections": "7"})

    community.refresh_from_db()
    assert (community.name, community.connections, community.posts) == ("Tight Taps Guild", 7, None)
    assert community.slug == "leaky-taps-guild"  # links in mails go on working


def test_edit_with_a_fault_keeps_what_was_typed_and_stored(
    leading: Client, community: Community
) -> None:
    refused = leading.post(f"{PATH}edit/", {"name": "", "purpose": "Kept", "language": "en"})

    assert refused.status_code == 422
    assert "Kept" in text_of(refused)
    assert "Leaky Taps Guild" in text_of(refused)
    community.refresh_from_db()
    assert community.purpose == "Taps that do not leak."
