"""The one door to stored values."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.releases.items import released_items
from assessments.domain.releases.released import Band, Banded, Reason, Shown, Stage, Suppressed
from assessments.domain.releases.releasing import release, releases
from assessments.domain.releases.storing import store_outdated
from assessments.domain.waves import sealing
from assessments.models import Community, Instrument, StoredRelease, Wave
from scoring import Measure
from tests.assessments import making

OpenWave = Callable[..., Wave]


def next_wave(community: Community, instrument: Instrument, *, sheets: int) -> Wave:
    """Ask the same roster of 20 once more, of whom the first so many answer."""
    wave = making.make_wave(community, instrument, members=20)
    making.answer_all(wave, sheets=sheets, seed=sheets)
    return making.seal_and_assess(wave)


def test_items_are_released_from_twelve_sheets_in_the_order_of_the_instrument(
    community: Community, tiny: Instrument
) -> None:
    items = released_items(next_wave(community, tiny, sheets=12))

    assert not isinstance(items, Suppressed)
    codes = [item.item for item in items]
    assert codes == sorted(codes)
    assert codes
    assert all(95 <= sum(item.shares) <= 105 for item in items)  # whole per cents


def test_items_of_eleven_sheets_are_suppressed(community: Community, tiny: Instrument) -> None:
    assert released_items(next_wave(community, tiny, sheets=11)) == Suppressed(
        reason=Reason.TOO_FEW_ANSWERS, minimum=12
    )


@pytest.mark.parametrize(("second", "fine"), [(14, True), (15, False), (13, False), (20, True)])
def test_wave_that_few_joined_or_left_is_one_step_coarser_and_without_items(
    community: Community, tiny: Instrument, second: int, fine: bool
) -> None:
    next_wave(community, tiny, sheets=14)

    later = next_wave(community, tiny, sheets=second)

    level = release(later).score(Measure.OVERALL)
    assert isinstance(level, Shown)
    assert level.step == (1 if fine else 5)
    items = released_items(later)
    assert isinstance(items, Suppressed) != fine
    if isinstance(items, Suppressed):
        assert items.reason == Reason.REVEALED_BY_SUBTRACTION


def test_open_and_sealed_waves_say_why_there_is_nothing(open_wave: OpenWave) -> None:
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    for reason in (Reason.WAVE_OPEN, Reason.NOT_COMPUTED_YET):
        shown = release(wave)
        assert shown.score(Measure.OVERALL) == Suppressed(reason=reason, minimum=5)
        assert shown.verdict == Suppressed(reason=reason, minimum=5)
        assert shown.sheets is None
        assert released_items(wave) == Suppressed(reason=reason, minimum=5)
        sealing.seal_wave(wave.pk, now=timezone.now())
        wave.refresh_from_db()


def test_wave_of_four_sheets_is_suppressed_whole(community: Community, tiny: Instrument) -> None:
    shown = release(next_wave(community, tiny, sheets=4))

    assert shown.scores == {}
    assert shown.sheets is None
    assert shown.score(Measure.OVERALL) == Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=5)


def test_many_waves_are_released_with_one_query(
    community: Community,
    tiny: Instrument,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    waves = [next_wave(community, tiny, sheets=6) for _ in range(3)]
    for some in (waves[:1], waves):
        with django_assert_num_queries(1):  # type: ignore[attr-defined] # a context manager
            assert [shown.wave for shown in releases(some)] == some


def test_measures_restrict_what_is_read(community: Community, tiny: Instrument) -> None:
    wave = next_wave(community, tiny, sheets=12)

    (shown,) = releases([wave], measures=[Measure.LEVEL])

    assert {measure for measure, _subject in shown.scores} == {"level"}


def test_what_decides_how_coarse_a_value_is_counts_even_if_it_is_not_asked_for(
    community: Community, tiny: Instrument
) -> None:
    """Of a group of one mind levels are coarse, also in a series of levels alone."""
    wave = making.make_wave(community, tiny, members=14)
    alike = {"realism_1": 4, "realism_2": 2, "spirit_1": 4, "spirit_2": 4}
    for member in community.members.all():
        making.answer(wave, member, alike)
    wave = making.seal_and_assess(wave)

    (some,) = releases([wave], measures=[Measure.LEVEL, Measure.OVERALL])

    assert some.score(Measure.LEVEL, "spirit") == Shown(value=75, step=5)
    for key, level in some.scores.items():
        assert level == release(wave).scores[key]
    assert {measure for measure, _subject in some.scores} == {"level", "overall"}


def test_headline_reads_only_the_measures_it_asks_for(
    community: Community, tiny: Instrument
) -> None:
    wave = next_wave(community, tiny, sheets=12)
    headline = (Measure.OVERALL, Measure.CONSENSUS, Measure.REALISM, Measure.FACING)

    with CaptureQueriesContext(connection) as asked:
        (shown,) = releases([wave], measures=headline, subjects=[""])

    assert {*shown.scores} == {(measure.value, "") for measure in headline}
    assert len(asked) == 1
    assert '"level"' not in asked.captured_queries[0]["sql"]
    assert all(shown.score(measure) == release(wave).score(measure) for measure in headline)


@pytest.mark.parametrize("sheets", [8, 14])
def test_camps_are_told_from_twelve_sheets(
    community: Community, tiny: Instrument, sheets: int
) -> None:
    shown = release(next_wave(community, tiny, sheets=sheets))

    if sheets < 12:
        few = Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=12)
        assert (shown.two_camps, shown.separating_items) == (few, few)
    else:
        assert shown.two_camps in {True, False}
        assert isinstance(shown.separating_items, tuple)


def test_camps_and_flags_are_not_told_where_few_joined(
    community: Community, tiny: Instrument
) -> None:
    next_wave(community, tiny, sheets=14)

    shown = release(next_wave(community, tiny, sheets=15))

    assert shown.two_camps == Suppressed(reason=Reason.REVEALED_BY_SUBTRACTION, minimum=12)
    assert shown.separating_items == shown.two_camps


def test_stage_is_a_word_at_every_size(community: Community, instrument: Instrument) -> None:
    shown = release(next_wave(community, instrument, sheets=6))

    assert shown.stage is None or isinstance(shown.stage, Stage)
    assert isinstance(shown.score(Measure.STAGE, "chaos"), Suppressed)


def test_stage_of_an_instrument_that_does_not_ask_is_not_measured(
    community: Community, tiny: Instrument
) -> None:
    shown = release(next_wave(community, tiny, sheets=14))

    assert shown.stage == Suppressed(reason=Reason.NOT_MEASURED, minimum=5)
    assert shown.conflict == Suppressed(reason=Reason.NOT_MEASURED, minimum=5)


@pytest.mark.parametrize(
    ("consensus", "breadth", "told"),
    [
        (Band.STRONG, Band.LOW, False),
        (Band.VERY_STRONG, Band.LOW, True),
        (Band.VERY_STRONG, Band.VERY_LOW, True),
        (Band.VERY_STRONG, Band.HIGH, None),  # then it rests on what is shown nowhere
    ],
)
def test_echo_chamber_of_a_small_group_follows_from_its_words(
    community: Community, tiny: Instrument, consensus: Band, breadth: Band, told: bool | None
) -> None:
    shown = replace(
        release(next_wave(community, tiny, sheets=8)),
        scores={("consensus", ""): Banded(consensus), ("breadth", ""): Banded(breadth)},
    )

    if told is None:
        assert isinstance(shown.echo_chamber, Suppressed)
    else:
        assert shown.echo_chamber is told


def test_echo_chamber_is_what_the_scoring_says_from_twelve_sheets(
    community: Community, tiny: Instrument
) -> None:
    wave = next_wave(community, tiny, sheets=14)
    for flag in (True, False):
        wave.assessments.update(echo_chamber=flag)
        StoredRelease.objects.all().delete()
        store_outdated()
        assert release(wave).echo_chamber is flag


def test_response_rate_is_that_of_the_sheets(community: Community, tiny: Instrument) -> None:
    shown = release(next_wave(community, tiny, sheets=6))

    assert shown.sheets == 6
    assert isinstance(shown.response_rate, Shown)
    assert shown.response_rate.value == 0.3  # 6 of 20


def test_hash_of_answers_is_shown_where_nobody_can_try_all_sheets_against_it(
    community: Community, tiny: Instrument, instrument: Instrument
) -> None:
    short, long = (next_wave(community, asked, sheets=12) for asked in (tiny, instrument))

    # Tiny asks four items, two predictions and three questions: 7^4 · 12^4 · 4, about 2^28.
    assert release(short).input_hash == ""
    assert release(long).input_hash == long.assessments.get().input_hash
    assert len(release(long).input_hash) == 64
