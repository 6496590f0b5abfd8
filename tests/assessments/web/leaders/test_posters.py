"""The open link as its leaders see it: the code, the poster, and taking it back."""

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from assessments.domain.waves import waves
from assessments.models import Community, Instrument, Wave
from tests.assessments.web.browsing import html_of, text_of

PATH = "/communities/leaky-taps-guild/waves/1/"


@pytest.fixture
def open_to_all(community: Community, tiny: Instrument) -> Wave:
    """A wave without a roster."""
    return waves.open_wave(community, instrument=tiny, now=timezone.now(), has_roster=False)


def address(leading: Client) -> str:
    """Give the path of the open link that the page of the wave shows."""
    page = html_of(leading.get(PATH))
    return "/o/" + page.split("http://127.0.0.1:8000/o/")[1].split("<")[0]


def test_open_link_is_shown_and_lets_in(leading: Client, open_to_all: Wave) -> None:
    assert "There is none yet" in text_of(leading.get(PATH))

    assert leading.post(f"{PATH}link/")["Location"] == PATH

    path = address(leading)
    assert Client().get(path).status_code == 200
    stored = Wave.objects.values().get()
    assert not any(path.split("/")[2] in str(value) for value in stored.values())


def test_open_link_is_not_shown_once_the_secret_has_changed(
    leading: Client, open_to_all: Wave
) -> None:
    leading.post(f"{PATH}link/")
    path = address(leading)
    member = Client()

    with override_settings(SECRET_KEY="another " * 8):
        assert member.get(path).status_code == 200
        again = Client()
        again.force_login(open_to_all.community.leaders.get())
        assert "cannot be shown again" in text_of(again.get(PATH))
        assert again.get(f"{PATH}poster/").status_code == 404


def test_open_link_lets_in_as_many_as_its_leader_says(leading: Client, open_to_all: Wave) -> None:
    leading.post(f"{PATH}link/", {"cap": "1"})
    path = address(leading)

    assert [Client().post(path).status_code for _ in range(2)] == [302, 409]


@pytest.mark.parametrize("cap", ["0", "-1", "10001", "many", "9" * 40])
def test_open_link_refuses_a_number_out_of_bounds(
    leading: Client, open_to_all: Wave, cap: str
) -> None:
    refused = leading.post(f"{PATH}link/", {"cap": cap})

    assert refused.status_code == 422
    assert 'id="id_cap_error"' in html_of(refused)
    assert Wave.objects.get().open_key_hash is None


def test_revoked_link_lets_nobody_in_and_those_who_are_in_go_on(
    leading: Client, open_to_all: Wave
) -> None:
    leading.post(f"{PATH}link/")
    path = address(leading)
    inside = Client()
    inside.post(path)

    leading.post(f"{PATH}link/revoke/")

    assert Client().get(path).status_code == 404
    assert inside.get(f"/w/{open_to_all.pk}/").status_code == 200
    assert leading.get(f"{PATH}link/code.svg").status_code == 404


def test_code_is_a_picture_that_runs_nothing(leading: Client, open_to_all: Wave) -> None:
    leading.post(f"{PATH}link/")

    drawn = leading.get(f"{PATH}link/code.svg")

    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<?xml") or drawn.content.startswith(b"<svg")
    assert b"<script" not in drawn.content
    assert b"style=" not in drawn.content


def test_poster_says_who_asks_why_how_long_and_until_when(
    leading: Client, open_to_all: Wave
) -> None:
    leading.post(f"{PATH}link/")

    page = text_of(leading.get(f"{PATH}poster/"))

    assert "Leaky Taps Guild" in page
    assert "Taps that do not leak." in page
    assert "1 minute on your phone" in page
    assert address(leading).rstrip("/") in page
    assert "(UTC)" in page
