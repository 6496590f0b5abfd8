"""The one door to stored values."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from assessments.domain import sealing
from assessments.domain.released import Reason, Shown, Suppressed
from assessments.domain.releasing import release, released_items, releases
from assessments.models import Community, Instrument, Wave
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


def test_many_waves_are_released_with_two_queries(
    community: Community,
    tiny: Instrument,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    waves = [next_wave(community, tiny, sheets=6) for _ in range(3)]
    for some in (waves[:1], waves):
        with django_assert_num_queries(2):  # type: ignore[attr-defined] # a context manager
            assert [shown.wave for shown in releases(some)] == some


def test_measures_restrict_what_is_read(community: Community, tiny: Instrument) -> None:
    wave = next_wave(community, tiny, sheets=12)

    (shown,) = releases([wave], measures=[Measure.LEVEL])

    assert {measure for measure, _subject in shown.scores} == {"level"}
