"""What the result page shows beside the scores: counts, comparisons, participation, comments."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.releases.participation_shown import released_participation
from assessments.domain.waves import waves
from assessments.models import Comment, Community, Instrument, Member, Wave
from assessments.web.results.findings import Findings
from assessments.web.results.page import ResultPage
from assessments.web.results.participation import participation
from assessments.web.results.report import Report
from assessments.web.results.report_pdf import pdf
from tests.assessments import making
from tests.assessments.web.browsing import text_of

AssessedWave = Callable[..., Wave]
HEADINGS = (
    "Content, conversations, connections",
    "How parts of the group compare",
    "Who took part",
    "What members wrote",
)


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def result(wave: Wave, page: str = "") -> str:
    return text_of(Client().get(f"/r/{wave.result_key}/{page}"))


def commented(wave: Wave, *texts: str) -> None:
    rows = [Comment(wave=wave, text=text, state=Comment.State.SHOWN) for text in texts]
    Comment.objects.bulk_create(rows)


@pytest.mark.parametrize("page", ["", "report/"])
def test_nothing_stands_beside_the_scores_where_nothing_was_asked_or_stated(
    assessed_wave: AssessedWave, tiny: Instrument, page: str
) -> None:
    shown = result(assessed_wave(n=14, instrument=tiny), page)

    assert "Consensus" in shown
    assert [heading for heading in HEADINGS if heading in shown] == []


@pytest.mark.parametrize("page", ["", "report/"])
def test_read_comments_are_shown_to_members_and_leaders_alike(
    leading: Client, assessed_wave: AssessedWave, tiny: Instrument, page: str
) -> None:
    wave = assessed_wave(n=12, instrument=tiny)
    commented(wave, "We laugh a lot.\nAnd <b>cry</b>.", "Somebody always helps.")
    Comment.objects.create(wave=wave, text="Nobody has read this yet.")

    shown = result(wave, page)
    led = text_of(leading.get(f"/c/{wave.community.slug}/{wave.number}/{page}"))

    for text in ("We laugh a lot. And <b>cry</b>.", "Somebody always helps."):
        assert text in shown
        assert text in led
    assert "Nobody has read this yet." not in shown + led


def test_comments_of_fewer_than_12_sheets_are_not_shown_and_the_page_says_why(
    assessed_wave: AssessedWave, tiny: Instrument
) -> None:
    wave = assessed_wave(n=11, instrument=tiny)
    commented(wave, "We laugh a lot.")

    shown = result(wave)

    assert "What members wrote Not shown. Too few members answered; it takes at least 12." in shown
    assert "We laugh" not in shown
    Wave.objects.update(sheets=12)  # There was something to be seen.
    assert "We laugh" in result(wave)


def test_an_imported_wave_asked_for_no_comments(
    assessed_wave: AssessedWave, tiny: Instrument
) -> None:
    wave = assessed_wave(n=11, instrument=tiny)
    assert "What members wrote" in result(wave)

    Wave.objects.update(source=Wave.Source.IMPORT)

    assert "What members wrote" not in result(wave)


def test_counts_that_leaders_state_stand_beside_the_scores(
    assessed_wave: AssessedWave, tiny: Instrument, community: Community
) -> None:
    wave = assessed_wave(n=14, instrument=tiny)
    scores = ResultPage(Findings.of(wave)).headlines
    Community.objects.update(posts=12_345, new_connections=0)
    wave.refresh_from_db()

    shown = result(wave)

    assert "Posts 12,345" in shown
    assert "New connections 0" in shown
    assert "Conversations " not in shown
    assert ResultPage(Findings.of(wave)).headlines == scores


def test_counts_are_not_shown_of_a_wave_of_which_nothing_is(
    assessed_wave: AssessedWave, tiny: Instrument
) -> None:
    wave = assessed_wave(n=5, instrument=tiny)
    Community.objects.update(posts=7)
    assert "Posts 7" in result(wave)

    Wave.objects.update(sheets=4)

    assert not any(heading in result(wave) for heading in HEADINGS)


Roster = dict[tuple[str, str], tuple[int, int]]


def of_roster(community: Community, tiny: Instrument, roster: Roster) -> Wave:
    """Ask so many of each class of a roster, of whom so many answer."""
    answering = []
    for number, ((role, tenure), (invited, took_part)) in enumerate(roster.items()):
        members = [
            Member(community=community, email=f"{number}-{n}@example.org", role=role, tenure=tenure)
            for n in range(invited)
        ]
        answering += Member.objects.bulk_create(members)[:took_part]
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now())
    chance, asked = Random(1), questionnaire_of(tiny)
    for member in answering:
        making.answer(wave, member, making.simulated(asked, chance))
    return making.seal_and_assess(wave)


@pytest.mark.parametrize("page", ["", "report/"])
def test_participation_is_shown_by_band_and_says_where_it_is_not(
    community: Community, tiny: Instrument, page: str
) -> None:
    roster: Roster = {
        ("helper", ""): (20, 10),
        ("leader", ""): (8, 2),  # two of eight speak of two, and of the helpers by subtraction
        ("member", ""): (20, 13),
    }

    shown = result(of_roster(community, tiny, roster), page)

    assert "Member 20 65 %" in shown  # 13 of 20
    why = "It could be worked out from other values what single members answered."
    assert f"Helper {why}" in shown
    assert f"Leader {why}" in shown
    assert "Helper 20" not in shown


def test_participation_by_two_bands_names_both_and_what_is_not_known(
    community: Community, tiny: Instrument
) -> None:
    roster: Roster = {("leader", ""): (12, 6), ("member", "over_3_years"): (20, 13)}

    shown = result(of_roster(community, tiny, roster))

    assert "Leader, not stated 12 50 %" in shown
    assert "Member, More than 3 years 20 65 %" in shown


def test_participation_by_tenure_begins_with_the_newest(
    community: Community, tiny: Instrument
) -> None:
    roster: Roster = {("member", "over_3_years"): (20, 13), ("member", "under_1_year"): (20, 10)}
    roster["member", "1_to_3_years"] = (20, 8)

    shown = participation(released_participation(of_roster(community, tiny, roster)))

    assert shown is not None
    assert [row.said.number for row in shown.rows] == ["50 %", "40 %", "65 %"]
    assert "More than 3 years" in shown.rows[-1].name


def test_participation_of_a_few_in_each_class_is_not_shown_at_all(
    community: Community, tiny: Instrument
) -> None:
    roster: Roster = {("leader", ""): (6, 3), ("member", ""): (6, 3)}

    shown = result(of_roster(community, tiny, roster))

    assert "Who took part Not shown. It could be worked out" in shown
    assert "50 %" not in shown


def compared(community: Community, tiny: Instrument, tenures: list[int]) -> Wave:
    """Have a wave that compares by tenure answered; the longer there, the higher the answers."""
    making.make_members(community, 40)
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=("tenure",))
    chance, asked = Random(3), questionnaire_of(tiny)
    for member, tenure in zip(community.members.order_by("email"), tenures, strict=False):
        answers = making.simulated(asked, chance, level=0.3 + 0.2 * tenure)
        making.answer(wave, member, {**answers, "tenure": tenure})
    return making.seal_and_assess(wave)


@pytest.mark.parametrize("page", ["", "report/"])
def test_declared_bands_are_compared(community: Community, tiny: Instrument, page: str) -> None:
    wave = compared(community, tiny, [1] * 8 + [3] * 8)
    (comparison,) = ResultPage(Findings.of(wave)).comparisons
    young, old = comparison.cells

    shown = result(wave, page)

    assert int(young.level.number) < int(old.level.number.rstrip("+"))
    assert young.consensus.word
    for cell in (young, old):
        assert f"{cell.of} {cell.level.number} {cell.consensus.word}" in shown
    assert [name for name, _cells in comparison.characteristics] == ["Realism", "A spirit"]
    assert f"Consensus: {comparison.characteristics[1][1][0].consensus.word}" in shown


def test_a_comparison_with_a_cell_of_4_says_why_there_is_none(
    community: Community, tiny: Instrument
) -> None:
    shown = result(compared(community, tiny, [1] * 4 + [3] * 12))

    assert "each answer must have been given by at least 5" in shown
    assert "Under 1 year" not in shown


def test_bands_are_named_in_the_language_of_the_reader(
    community: Community, instrument: Instrument
) -> None:
    making.make_members(community, 20)
    wave = waves.open_wave(
        community, instrument=instrument, now=timezone.now(), breakdowns=("tenure",)
    )
    chance, asked = Random(3), questionnaire_of(instrument)
    for number, member in enumerate(community.members.order_by("email")):
        answers = making.simulated(asked, chance)
        making.answer(wave, member, {**answers, "tenure": 1 + number % 2})
    wave = making.seal_and_assess(wave)

    found = {}
    for language in ("en", "de"):
        with translation.override(language):
            found[language] = ResultPage(Findings.of(wave)).comparisons[0]

    assert found["en"].question != found["de"].question
    assert found["en"].cells[0].of != found["de"].cells[0].of
    assert found["en"].cells[0].level == found["de"].cells[0].level


def test_the_file_says_what_stands_beside_the_scores(
    community: Community, tiny: Instrument
) -> None:
    wave = compared(community, tiny, [1] * 8 + [3] * 8)
    plain = pdf(Report(ResultPage(Findings.of(wave))))
    commented(wave, "We laugh\n\na lot 😀, وأحيانا نبكي", "x" * 3000)
    Community.objects.update(posts=7)
    wave = Wave.objects.select_related("community", "instrument").get()

    for language in ("en", "ar"):
        with translation.override(language):
            written = pdf(Report(ResultPage(Findings.of(wave))))
        # A cover, two characteristics, what stands beside the scores, the guide.
        assert written.count(b"/Type /Page\n") == 5
        assert len(written) > len(plain)
