"""What leaders see and do, and what nobody else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.waves import waves
from assessments.models import Account, Community, Instrument, Mail, Wave
from tests.assessments import making
from tests.assessments.web.browsing import html_of, text_of, title_of

PATH = "/communities/leaky-taps-guild/"
LEADER_PATHS = (
    PATH,
    f"{PATH}edit/",
    f"{PATH}members/",
    f"{PATH}members/add/",
    f"{PATH}waves/",
    f"{PATH}waves/1/",
    f"{PATH}waves/1/again/",
    f"{PATH}waves/1/close/",
    f"{PATH}waves/1/link/",
    f"{PATH}compare/",
    f"{PATH}plane/",
    f"{PATH}interactions/",
)


def in_a_week() -> str:
    return f"{timezone.now() + timedelta(days=7):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("path", LEADER_PATHS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_a_community_are_its_leaders_only(
    path: str, method: str, wave: Wave, leading: Client, other_leader: Account
) -> None:
    stranger = Client()
    stranger.force_login(other_leader)
    missing = path.replace("leaky-taps-guild", "no-such-guild")

    seen = getattr(leading, method)(path)
    assert seen.status_code in {200, 302, 405, 422}
    forbidden, nothing = getattr(stranger, method)(path), getattr(stranger, method)(missing)
    assert forbidden.status_code == nothing.status_code == 404
    assert text_of(forbidden) == text_of(nothing)
    turned_away = getattr(Client(), method)(path)
    assert turned_away["Location"] == f"/sign-in/?next={path}"


@pytest.mark.parametrize("path", ["/communities/", "/new-community/"])
def test_lists_ask_to_sign_in(path: str, db: None) -> None:
    assert Client().get(path)["Location"] == f"/sign-in/?next={path}"


def test_list_shows_ones_own_communities_only(
    leading: Client, community: Community, other_leader: Account
) -> None:
    page = text_of(leading.get("/communities/"))

    assert "Leaky Taps Guild" in page
    assert "Elsewhere" not in page


def test_founding_makes_one_the_leader(account: Account) -> None:
    client = Client()
    client.force_login(account)
    stated = {
        "name": "The Tasting Table",
        "purpose": "Wine",
        "connections": "97300000",
        "connections_source": "Followers",
        "posts": "12",
        "conversations": "",
        "new_connections": "0",
        "language": "de",
        "time_zone": "Europe/Berlin",
    }

    founded = client.post("/new-community/", stated)

    assert founded["Location"] == "/communities/the-tasting-table/members/add/"
    page = text_of(client.get("/communities/the-tasting-table/"))
    assert "97,300,000 (Followers)" in page
    assert Community.objects.get().leaders.get() == account


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("connections", "-1"),
        ("connections", "9" * 30),
        ("connections", "9" * 5000),
        ("posts", "9" * 12),
        ("time_zone", "Moon/Tranquility"),
        ("language", "tlh"),
        ("purpose", "x" * 1001),
        ("purpose", "\0"),
    ],
)
def test_founding_says_beside_the_field_what_is_wrong(
    leading: Client, field: str, value: str
) -> None:
    stated = {"name": "Fine", "purpose": "Kept", "language": "en", "time_zone": "UTC"}

    refused = leading.post("/new-community/", {**stated, field: value})

    page = html_of(refused)
    assert refused.status_code == 422
    assert title_of(refused).startswith("Error:")
    assert f'id="id_{field}_error"' in page
    assert ("Kept" in page) or field == "purpose"
    assert Community.objects.count() == 1


def test_pasted_list_is_shown_before_anybody_is_added(
    leading: Client, community: Community
) -> None:
    pasted = "Ann <ann@example.org>\nANN@example.org\nben@example.org;Ben;helper;1_to_3_years"

    shown = leading.post(f"{PATH}members/add/", {"addresses": pasted})
    assert "2 members were understood" in text_of(shown)
    assert "1 line repeated an address" in text_of(shown)
    assert "helper" in text_of(shown)
    assert not community.members.exists()

    leading.post(f"{PATH}members/add/", {"addresses": pasted, "confirmed": "1"})
    assert community.members.count() == 2
    assert "2 members are new on the roster" in text_of(leading.get(PATH))


def test_pasted_list_with_faults_adds_nobody_and_is_kept(
    leading: Client, community: Community
) -> None:
    pasted = "ann@example.org\n<script>alert(1)</script>\nben@example.org;Ben;captain"

    refused = leading.post(f"{PATH}members/add/", {"addresses": pasted, "confirmed": "1"})

    assert refused.status_code == 422
    assert "line 2:" in text_of(refused)
    assert "line 3: “captain” is none of" in text_of(refused)
    assert "<script>" not in html_of(refused)
    assert "ben@example.org;Ben;captain" in text_of(refused)
    assert not community.members.exists()


def test_wave_is_opened_for_the_roster(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    making.make_members(community, 2)

    asked = {"instrument": str(tiny.pk), "closes_at": in_a_week(), "asks": "roster"}
    leading.post(f"{PATH}waves/", asked)

    assert Wave.objects.get().invited == 2
    assert Mail.objects.count() == 2
    assert "Wave 1 is open" in text_of(leading.get(PATH))


def test_closing_time_is_read_in_the_communitys_zone(
    leading: Client, community: Community, tiny: Instrument
) -> None:
    Community.objects.update(time_zone="Asia/Kathmandu")
    day = f"{timezone.now() + timedelta(days=7):%Y-%m-%d}"

    asked = {"instrument": str(tiny.pk), "closes_at": f"{day}T17:45", "asks": "open"}
    leading.post(f"{PATH}waves/", asked)

    assert f"{Wave.objects.get().closes_at:%Y-%m-%d %H:%M}" == f"{day} 12:00"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "There is nobody to ask"),
        ({"closes_at": "2020-01-01T12:00"}, "has passed already"),
        ({"closes_at": "2999-01-01T12:00"}, "within the next 90 days"),
        ({"closes_at": "9999-12-31T23:59"}, "within the next 90 days"),
        ({"closes_at": "soon"}, "valid date"),
        ({"instrument": "tiny"}, "is not a valid"),
        ({"instrument": ""}, "required"),
        ({"asks": "everybody"}, "not one of the available choices"),
    ],
)
def test_wave_that_cannot_open_says_why(
    leading: Client, tiny: Instrument, changed: dict[str, str], said: str
) -> None:
    asked = {"instrument": str(tiny.pk), "closes_at": in_a_week(), "asks": "roster", **changed}

    refused = leading.post(f"{PATH}waves/", asked)

    assert refused.status_code == 422
    assert said in text_of(refused)
    assert not Wave.objects.exists()


def test_second_open_wave_is_refused(leading: Client, wave: Wave, tiny: Instrument) -> None:
    asked = {"instrument": str(tiny.pk), "closes_at": in_a_week(), "asks": "open"}

    refused = leading.post(f"{PATH}waves/", asked)

    assert refused.status_code == 422
    assert "Another wave of this community is open" in text_of(refused)


def test_closing_asks_first_and_seals(leading: Client, wave: Wave) -> None:
    assert "This cannot be undone" in text_of(leading.get(f"{PATH}waves/1/close/"))
    assert Wave.objects.get().state == Wave.State.OPEN

    leading.post(f"{PATH}waves/1/close/")
    assert Wave.objects.get().state == Wave.State.SEALED
    assert "/c/leaky-taps-guild/1/" in html_of(leading.get(PATH))

    leading.post(f"{PATH}waves/1/close/")
    assert "This wave is not open" in text_of(leading.get(PATH))


def test_wave_of_a_roster_has_no_open_link(leading: Client, wave: Wave) -> None:
    refused = leading.post(f"{PATH}waves/1/link/")

    assert refused.status_code == 422
    assert Wave.objects.get().open_key_hash is None
    assert leading.get(f"{PATH}waves/1/link/code.svg").status_code == 404


def test_answers_change_nothing_that_a_leader_sees(
    leading: Client, open_wave: Callable[..., Wave]
) -> None:
    wave = open_wave(n=3)
    paths = (
        "/communities/",
        PATH,
        f"{PATH}members/",
        f"{PATH}members/{wave.community.members.order_by('email')[0].pk}/",
        f"{PATH}waves/1/",
        f"{PATH}waves/1/close/",
        f"{PATH}compare/",
    )
    before = [text_of(leading.get(path)) for path in paths]

    making.answer_all(wave, sheets=2)

    assert [text_of(leading.get(path)) for path in paths] == before


@pytest.mark.parametrize(
    ("thirds", "words"), [(0, "less than a third"), (1, "a third or more"), (3, "all of those")]
)
def test_participation_is_shown_in_thirds(
    leading: Client, wave: Wave, thirds: int, words: str
) -> None:
    Wave.objects.update(participation_thirds=thirds)

    assert words in text_of(leading.get(PATH))


def test_page_of_a_community_takes_the_same_queries_for_more_waves(
    leading: Client,
    open_wave: Callable[..., Wave],
    django_assert_num_queries: Callable[..., object],
) -> None:
    for _ in range(3):
        making.answer_all(open_wave(n=3), sheets=1)
        waves.close_wave(Wave.objects.get(state="open").pk, now=timezone.now())

    # Session, account, community; roster, waves, indices; instruments (first, bands, choices).
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        leading.get(PATH)
