"""The result pages: what is shown is the release, to leaders and members alike."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from assessments.domain.instruments.instruments import load_instrument
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import (
    Banded,
    Reason,
    Released,
    Shown,
    Suppressed,
    Verdict,
)
from assessments.domain.releases.releasing import release
from assessments.models import Account, Community, Instrument, Wave
from assessments.web.results import sentences
from scoring import Measure
from tests.assessments import making

AssessedWave = Callable[..., Wave]

ONE = """
key = "one"
version = 1
language = "en"
name = "One of its own"
points = 7
characteristics = [{ code = "listening", name = "Listening to each other" }]
[[items]]
code = "listening_1"
characteristic = "listening"
text = "Singers listen to the other voices."
[[items]]
code = "listening_2"
characteristic = "listening"
text = "Singers ask what others think."
"""


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lea(client: Client, leader: Account) -> Client:
    """The browser in which the leader of the community is signed in."""
    client.force_login(leader)
    return client


def leaders_url(wave: Wave) -> str:
    return f"/c/{wave.community.slug}/{wave.number}/"


def members_url(wave: Wave) -> str:
    return f"/r/{wave.result_key}/"


def words(response: Any) -> str:
    """Give the text of the page's content, in one line."""
    content = response.content.decode()
    main = content[content.index("<main") : content.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def text_of(key: tuple[str, str], released: Released) -> list[str]:
    """Give what a reader must find of a released value."""
    match released:
        case Banded(band=band):
            return [str(band.label)]
        case Suppressed():
            return [] if released.reason == Reason.NOT_MEASURED else [released.message]
        case Shown() if key[0] == Measure.STAGE:
            return [f"{100 * released.value:.0f} %"]
        case Shown():
            word = str(released.band.label) if released.band else ""
            seen = (released.text.replace("-", "−"), sentences.interval(released), word)
            return [each for each in seen if each]


@pytest.mark.parametrize("n", [5, 6, 11, 12, 20])
def test_page_shows_every_value_of_the_release(
    lea: Client, assessed_wave: AssessedWave, n: int
) -> None:
    wave = assessed_wave(n=n, invited=n + 4)

    shown = words(lea.get(leaders_url(wave)))

    released = release(wave)
    assert released.scores
    missing = {
        (*key, text)
        for key, value in released.scores.items()
        for text in text_of(key, value)
        if not re.search(rf"(?<![\d.−]){re.escape(text)}(?![\d])", shown)
    }
    assert missing == set()


@pytest.mark.parametrize("n", [5, 11])
def test_page_of_a_small_group_shows_no_number_that_is_not_a_multiple_of_5(
    lea: Client, assessed_wave: AssessedWave, n: int
) -> None:
    page = lea.get(leaders_url(assessed_wave(n=n))).content.decode()

    numbers = re.findall(r'class="(?:number|figure)">([^<]*)<', page)
    assert numbers
    assert all(int(re.sub(r"\D", "", number)) % 5 == 0 for number in numbers)
    assert "within one point" not in page


def test_page_of_12_shows_numbers_with_intervals(lea: Client, assessed_wave: AssessedWave) -> None:
    wave = assessed_wave(n=12, invited=16)
    level = release(wave).score(Measure.OVERALL)

    assert isinstance(level, Shown)
    assert f"{level.low:.0f}–{level.high:.0f}" in words(lea.get(leaders_url(wave)))


def test_page_of_4_says_why_and_how_many_it_takes_and_shows_nothing(
    lea: Client, assessed_wave: AssessedWave
) -> None:
    wave = assessed_wave(n=4)

    shown = words(lea.get(leaders_url(wave)))

    assert "Too few members answered; it takes at least 5." in shown
    assert "Consensus" not in shown
    assert "4" not in shown.replace(f"{timezone.now():%Y}", "").replace(_day(wave), "")
    assert lea.get(leaders_url(wave) + "levels.svg").status_code == 404


def _day(wave: Wave) -> str:
    return f"{wave.sealed_at.day}," if wave.sealed_at else ""


@pytest.mark.parametrize("n", [6, 14])
def test_member_without_account_sees_what_the_leader_sees(
    lea: Client, assessed_wave: AssessedWave, n: int
) -> None:
    wave = assessed_wave(n=n)

    leaders, members = lea.get(leaders_url(wave)), Client().get(members_url(wave))

    assert words(leaders) == words(members)
    plot = "levels.svg?scheme=dark"
    drawn = lea.get(leaders_url(wave) + plot)
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert drawn.content == Client().get(members_url(wave) + plot).content


def test_result_of_a_community_is_its_newest_assessed_wave_with_links_to_the_others(
    lea: Client, assessed_wave: AssessedWave, community: Community
) -> None:
    first, second = assessed_wave(n=5), assessed_wave(n=6)
    making.make_wave(community, first.instrument, members=6)

    page = lea.get(f"/c/{community.slug}/")

    assert f"{community.name} , wave {second.number}" in words(page)
    assert leaders_url(first) in page.content.decode()
    # Members get one link for each wave; one wave's link does not open another.
    assert leaders_url(first) not in Client().get(members_url(second)).content.decode()


def test_pages_are_missing_for_strangers_and_ask_others_to_sign_in(
    client: Client, assessed_wave: AssessedWave, other_leader: Account, lea: Client
) -> None:
    wave = assessed_wave(n=6)
    urls = [f"/c/{wave.community.slug}/", leaders_url(wave), leaders_url(wave) + "levels.svg"]
    # There is something to see.
    assert [lea.get(url).status_code for url in urls] == [200, 200, 200]

    stranger, nobody = Client(), Client()
    stranger.force_login(other_leader)

    assert [stranger.get(url).status_code for url in urls] == [404, 404, 404]
    assert all("/sign-in/" in nobody.get(url).headers["Location"] for url in urls)


def test_staff_who_lead_nothing_see_nothing(assessed_wave: AssessedWave, account: Account) -> None:
    wave = assessed_wave(n=6)
    account.is_staff = account.is_superuser = True
    account.save()
    staff = Client()
    staff.force_login(account)

    assert staff.get(leaders_url(wave)).status_code == 404


def test_members_page_needs_the_very_key(assessed_wave: AssessedWave) -> None:
    wave = assessed_wave(n=6)

    assert Client().get(members_url(wave)).status_code == 200
    assert Client().get(f"/r/{'0' * 40}/").status_code == 404
    assert Client().get(f"/r/{wave.pk}/").status_code == 404


def test_open_wave_shows_nothing_but_the_closing_time_and_never_changes(
    lea: Client, community: Community, tiny: Instrument
) -> None:
    wave = making.make_wave(community, tiny, members=6)
    Wave.objects.filter(pk=wave.pk).update(closes_at=wave.opens_at + timedelta(days=3))
    urls = [leaders_url(wave), members_url(wave), f"/c/{community.slug}/"]

    before = [words(lea.get(url)) for url in urls]
    making.answer_all(wave, sheets=6)
    after = [words(lea.get(url)) for url in urls]

    assert before == after
    assert len(set(before)) == 1
    assert "This wave is open until" in before[0]
    assert lea.get(leaders_url(wave) + "levels.svg").status_code == 404


def test_sealed_wave_says_that_it_is_being_computed(
    lea: Client, assessed_wave: AssessedWave
) -> None:
    wave = assessed_wave(n=6)
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.SEALED)

    shown = words(lea.get(leaders_url(wave)))

    assert "The result is being computed" in shown
    assert "Consensus" not in shown
    assert lea.get(leaders_url(wave) + "levels.svg").status_code == 404


def test_community_without_a_wave_has_a_page(lea: Client, community: Community) -> None:
    assert "There is no result yet" in words(lea.get(f"/c/{community.slug}/"))


def test_pages_are_neither_kept_nor_indexed_nor_told_to_others(
    lea: Client, assessed_wave: AssessedWave
) -> None:
    wave = assessed_wave(n=6)

    for url in (leaders_url(wave), members_url(wave), members_url(wave) + "levels.svg"):
        headers = lea.get(url).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"


def test_names_are_escaped_and_nothing_is_styled_inline(
    client: Client, leader: Account, assessed_wave: AssessedWave
) -> None:
    hostile = making.make_community(leader, "<script>alert(1)</script>\"' onload=x")
    wave = assessed_wave(n=6, of=hostile)

    page = Client().get(members_url(wave)).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert not re.search(r"\sstyle=|<style", page)


def test_imported_looking_wave_of_one_characteristic_says_what_was_not_measured(
    lea: Client, assessed_wave: AssessedWave
) -> None:
    wave = assessed_wave(n=14, invited=20, instrument=load_instrument(ONE))

    page = lea.get(leaders_url(wave))
    shown = words(page)

    assert "was not measured" in shown
    assert "A verdict takes all eight characteristics" in shown
    assert "Not asked for in this wave: Realism; Claim gap; Facing; Love core." in shown
    assert "Stage" not in shown
    assert "levels.svg" not in page.content.decode()
    level = release(wave).score(Measure.LEVEL, "listening")
    assert isinstance(level, Shown)
    assert level.text in shown


def test_page_speaks_the_readers_language(assessed_wave: AssessedWave) -> None:
    wave = assessed_wave(n=6)

    german = Client().get(members_url(wave), headers={"Accept-Language": "de"})
    arabic = Client()
    arabic.cookies["django_language"] = "ar"
    mirrored = arabic.get(members_url(wave)).content.decode()

    assert "language=" in german.content.decode()
    assert 'dir="rtl"' in mirrored
    assert "language=ar" in mirrored
    assert "الواقعية" in mirrored
    assert "الواقعية" in Client().get(members_url(wave) + "levels.svg?language=ar").content.decode()


def test_plot_takes_no_unknown_language_or_scheme(assessed_wave: AssessedWave) -> None:
    url = members_url(assessed_wave(n=6)) + "levels.svg"
    plain = Client().get(url).content

    for query in ("?language=xx", "?language=../../etc", "?scheme=%00", "?language=" + "e" * 5000):
        response = Client().get(url + query)
        assert response.status_code == 200
        assert response.content == plain


def test_page_needs_as_many_queries_for_many_waves_as_for_two(
    lea: Client,
    assessed_wave: AssessedWave,
    community: Community,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    waves = [assessed_wave(n=5) for _ in range(2)]
    # Session, account, community, wave, other waves; assessment and scores of the wave, then
    # the waves before it with theirs; the waves between two that are compared; the roster.
    with CaptureQueriesContext(connection) as with_two:
        lea.get(f"/c/{community.slug}/")
    assert len(with_two) <= 12
    waves += [assessed_wave(n=5) for _ in range(3)]

    with django_assert_num_queries(len(with_two)):
        page = lea.get(f"/c/{community.slug}/")
    assert all(leaders_url(wave) in page.content.decode() for wave in waves[:-1])


LOW = Shown(value=40, step=1, low=35, high=45)
HALF = Shown(value=50, step=1, low=45, high=55)
HIGH = Shown(value=80, step=1, low=75, high=85)


def release_of(verdict: Verdict, *, overall: Shown, levels: dict[str, Released]) -> Release:
    wave = Wave(community=Community(name="The Guild"), state=Wave.State.ASSESSED, sheets=20)
    scores = {(Measure.LEVEL.value, code): level for code, level in levels.items()}
    scores[Measure.OVERALL.value, ""] = overall
    return Release(
        wave=wave,
        scores=scores,
        verdict=verdict,
        stage=None,
        two_camps=False,
        separating_items=(),
        withheld=None,
    )


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Verdict.TRUE_COMMUNITY, "The Guild is a true community"),
        (Verdict.AUDIENCE, "The Guild is an audience"),
        (Verdict.NOT_A_COMMUNITY_YET, "The Guild is not a community yet"),
        (Verdict.NOT_YET_KNOWN, "Whether The Guild is a true community is not yet known"),
        (Verdict.NOT_MEASURED, "Whether The Guild is a true community was not measured"),
    ],
)
def test_verdict_is_one_sentence(verdict: Verdict, sentence: str) -> None:
    assert sentences.verdict(release_of(verdict, overall=HIGH, levels={})) == sentence


def test_because_names_what_lies_under_the_cut() -> None:
    levels: dict[str, Released] = {"a": LOW, "b": HIGH, "c": Shown(value=45, step=5)}
    released = release_of(Verdict.NOT_A_COMMUNITY_YET, overall=HIGH, levels=levels)

    assert sentences.because(released, {"a": "Alpha", "b": "Beta", "c": "Gamma"}) == (
        "Too little of this is there yet: Alpha; Gamma."
    )


def test_because_of_the_unknown_says_what_it_depends_on() -> None:
    names = {"a": "Alpha", "b": "Beta"}
    overall = Shown(value=66, step=1, low=60, high=72)

    whole = release_of(Verdict.NOT_YET_KNOWN, overall=overall, levels={"a": HIGH, "b": HIGH})
    part = release_of(Verdict.NOT_YET_KNOWN, overall=HIGH, levels={"a": HALF, "b": HIGH})
    small = release_of(
        Verdict.NOT_YET_KNOWN, overall=Shown(value=65, step=5), levels={"a": HALF, "b": HIGH}
    )

    assert "either side of 65" in sentences.because(whole, names)
    assert sentences.because(part, names).endswith("It depends on: Alpha.")
    assert "either side" not in sentences.because(small, names)


@given(st.integers(5, 95), st.integers(0, 40))
def test_interval_marks_the_ends_where_the_scale_is_cut_off(middle: int, half: int) -> None:
    low, high = max(5, middle - half), min(95, middle + half)

    said = sentences.interval(Shown(value=middle, step=1, low=low, high=high))

    assert said.endswith("+") == (high == 95 and low != high)
    assert ("−" in said) == (low == 5 and low != high)
