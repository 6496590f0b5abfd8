"""The open link of a wave."""

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.communities import invitations
from assessments.domain.waves import waves
from assessments.domain.waves.sealing import seal_wave
from assessments.models import AnswerSheet, Community, Instrument, Invitation, Wave
from assessments.web import limits
from tests.assessments.web.browsing import WHOLE, text_of


@pytest.fixture
def open_to_all(community: Community, tiny: Instrument) -> Wave:
    """A wave without a roster."""
    return waves.open_wave(community, instrument=tiny, now=timezone.now(), has_roster=False)


@pytest.fixture
def path(open_to_all: Wave) -> str:
    """The path of its open link."""
    return "/o/" + invitations.renew_open_link(open_to_all).split("/o/")[1]


def test_open_link_leads_through_the_survey(open_to_all: Wave, path: str) -> None:
    client = Client()
    assert "Leaky Taps Guild" in text_of(client.get(path))
    assert not Invitation.objects.exists()  # looking is not entering

    entered = client.post(path)
    assert entered["Location"] == f"/w/{open_to_all.pk}/"
    client.post(f"/w/{open_to_all.pk}/part/1/", {**WHOLE[1], "go": "send"})

    assert AnswerSheet.objects.filter(wave=open_to_all).count() == 1
    assert "Thank you" in text_of(client.get(f"/w/{open_to_all.pk}/thanks/"))


def test_open_link_lets_one_browser_in_once(path: str) -> None:
    client = Client()
    client.post(path)

    assert client.get(path).status_code == 302
    assert client.post(path).status_code == 302
    assert Invitation.objects.count() == 1

    Client().post(path)
    assert Invitation.objects.count() == 2


def test_open_link_stays_out_of_reach_of_programs(path: str) -> None:
    Client().post(path, {"website": "https://example.org"})

    assert not Invitation.objects.exists()


def test_open_link_lets_in_so_many_from_one_address(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ENTRIES", 3)

    assert [Client().post(path).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_open_link_lets_in_so_many_in_all(open_to_all: Wave) -> None:
    path = "/o/" + invitations.renew_open_link(open_to_all, cap=1).split("/o/")[1]
    assert Client().post(path).status_code == 302

    refused = Client().post(path)

    assert refused.status_code == 409
    assert "as many people as it may" in text_of(refused)


def test_new_open_link_stops_the_one_before(open_to_all: Wave, path: str) -> None:
    assert Client().get(path).status_code == 200
    invitations.renew_open_link(open_to_all)

    assert Client().get(path).status_code == 404


def test_open_link_of_a_sealed_wave_says_that_it_is_closed(open_to_all: Wave, path: str) -> None:
    seal_wave(open_to_all.pk, now=timezone.now())

    assert Client().get(path).status_code == 410


def test_unknown_open_links_are_limited(db: None) -> None:
    statuses = [Client().get(f"/o/guess{n}/").status_code for n in range(11)]

    assert statuses == [404] * 10 + [429]
