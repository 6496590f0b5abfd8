"""What changed between two waves, told from what is shown of both."""

from collections.abc import Callable

import pytest

from assessments.domain.releases.changes import (
    changes,
    changes_in_turn,
    comparable,
    difference,
    direction,
)
from assessments.domain.releases.released import (
    Band,
    Banded,
    Changed,
    Direction,
    Edge,
    Moved,
    Reason,
    Shown,
    Suppressed,
)
from assessments.domain.releases.releasing import release, releases
from assessments.models import Community, Instrument, Wave
from scoring import Measure
from tests.assessments import making

OVERALL = (Measure.OVERALL.value, "")


def shown(
    value: float, low: float | None = None, high: float | None = None, *, step: float = 1
) -> Shown:
    edge = Edge.HIGH if value >= 95 else Edge.LOW if value <= 5 else None
    return Shown(value=value, step=step, low=low, high=high, edge=edge)


def asked_again(
    community: Community, instrument: Instrument, *, sheets: int, level: float = 0.7
) -> Wave:
    """Ask the same roster of 30 once more, of whom the first so many answer."""
    wave = making.make_wave(community, instrument, members=30)
    making.answer_all(wave, sheets=sheets, seed=sheets, level=level)
    return making.seal_and_assess(wave)


def test_interval_of_a_difference_is_made_of_both_intervals() -> None:
    # 12 from 60 (55 to 65) to 72 (68 to 76): down by √(4² + 5²) = 6.4, up by as much.
    assert difference(shown(60, 55, 65), shown(72, 68, 76)) == Changed(
        value=12, step=1, low=5, high=19, direction=Direction.UP, clear=True
    )


def test_change_whose_interval_holds_0_is_not_clear() -> None:
    changed = difference(shown(60, 50, 70), shown(65, 57, 73))

    assert changed.direction is Direction.UP
    assert (changed.low, changed.high) == (-8, 18)  # 5 ∓ √(8² + 10²) = 12.8
    assert not changed.clear


def test_change_where_all_answered_both_times_has_no_width() -> None:
    changed = difference(shown(60, 60, 60), shown(58, 58, 58))

    assert changed == Changed(
        value=-2, step=1, low=-2, high=-2, direction=Direction.DOWN, clear=True
    )
    assert not difference(shown(60, 60, 60), shown(60, 60, 60)).clear


def test_change_without_an_interval_on_either_side_is_never_clear() -> None:
    assert difference(shown(40, 38, 42), shown(70, step=5)) == Changed(
        value=30, step=5, direction=Direction.UP
    )


def test_change_is_as_coarse_as_the_coarser_value() -> None:
    # 62 to the nearest 5 is 60: what is shown as 60 now may have been 62 all the time.
    assert difference(shown(62, 60, 64), shown(60, step=5)).value == 0
    assert difference(shown(62, 60, 64), shown(60, step=5)).direction is Direction.LEVEL


def test_end_of_the_scale_makes_an_interval_wider() -> None:
    # 95+ may be 100, and its interval may reach 100: 100 - 80 + √(0² + 2²) = 22.
    changed = difference(shown(80, 78, 82), shown(95, 93, 95))

    assert changed.value == 15
    assert (changed.low, changed.high) == (12, 22)  # 95 - 80 - √(2² + 2²) = 12.2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (Banded(Band.WEAK), Banded(Band.STRONG), Direction.UP),
        (Banded(Band.STRONG), Banded(Band.STRONG), Direction.LEVEL),
        (Banded(Band.DIVIDED), Banded(Band.NO_MORE_THAN_CHANCE), Direction.DOWN),
        (Banded(Band.LOW), Shown(value=81, step=1, band=Band.VERY_HIGH), Direction.UP),
        (Shown(value=62, step=1), Shown(value=60, step=5), Direction.LEVEL),
    ],
)
def test_direction_follows_what_is_shown(
    before: Banded | Shown, after: Banded | Shown, expected: Direction
) -> None:
    assert direction(before, after) is expected


@pytest.mark.parametrize(
    ("steps", "sheets", "expected"),
    [
        (["same"], (12, 12), True),
        (["many"], (12, 12), True),
        (["few"], (12, 13), False),
        (["unknown"], (12, 40), False),
        (["few", "same"], (12, 13), False),
        (["many", "few"], (12, 40), False),
        (["same", "many", "same"], (12, 12), True),
        (["many", "many"], (20, 22), False),  # the same people may be back, and two more
        (["many", "many"], (20, 25), True),  # at least five are new
    ],
)
def test_waves_compare_if_nobody_or_many_differ(
    steps: list[str], sheets: tuple[int, int], expected: bool
) -> None:
    *between, later = [Wave(continuity=step, sheets=sheets[1], minimum_answers=5) for step in steps]

    assert comparable(Wave(sheets=sheets[0], minimum_answers=5), later, between) is expected


def test_changes_of_comparable_waves_are_differences_of_what_is_shown(
    community: Community, tiny: Instrument
) -> None:
    first = release(asked_again(community, tiny, sheets=14, level=0.4))
    second = release(asked_again(community, tiny, sheets=24, level=0.9))

    found = changes(first, second)

    changed, before, after = found[OVERALL], first.score(*OVERALL), second.score(*OVERALL)
    assert isinstance(changed, Changed)
    assert isinstance(before, Shown)
    assert isinstance(after, Shown)
    assert changed.value == after.value - before.value
    assert changed.clear
    assert set(found) == {
        ("overall", ""),
        ("consensus", ""),
        ("realism", ""),
        *((measure, code) for measure in ("level", "consensus") for code in ("realism", "spirit")),
    }


def test_changes_where_few_joined_are_arrows(community: Community, tiny: Instrument) -> None:
    first = release(asked_again(community, tiny, sheets=14, level=0.4))
    second = release(asked_again(community, tiny, sheets=15, level=0.9))

    found = changes(first, second)

    assert found[OVERALL] == Moved(Direction.UP)
    assert not [each for each in found.values() if isinstance(each, Changed)]


def test_few_joiners_between_make_arrows_of_a_change_over_several_waves(
    community: Community, tiny: Instrument, django_assert_num_queries: Callable[[int], object]
) -> None:
    waves = [
        asked_again(community, tiny, sheets=sheets, level=level)
        for sheets, level in ((14, 0.4), (15, 0.4), (24, 0.9))
    ]
    first, _second, third = releases(waves)

    with django_assert_num_queries(1):  # type: ignore[attr-defined] # a context manager
        found = changes(first, third)

    assert found[OVERALL] == Moved(Direction.UP)
    assert isinstance(changes(_second, third)[OVERALL], Changed)


def test_changes_in_turn_ask_nothing(
    community: Community, tiny: Instrument, django_assert_num_queries: Callable[[int], object]
) -> None:
    found = releases([asked_again(community, tiny, sheets=sheets) for sheets in (14, 20, 30)])

    with django_assert_num_queries(0):  # type: ignore[attr-defined] # a context manager
        turns = changes_in_turn(found)

    assert len(turns) == 2
    assert turns[1] == changes(found[1], found[2])


def test_change_is_suppressed_where_either_value_is(community: Community, tiny: Instrument) -> None:
    first = release(asked_again(community, tiny, sheets=4))
    second = release(asked_again(community, tiny, sheets=14))

    assert changes(first, second)[OVERALL] == Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=5)


def test_another_instrument_is_compared_by_arrows_and_in_what_both_ask(
    community: Community, tiny: Instrument, instrument: Instrument
) -> None:
    first = release(asked_again(community, tiny, sheets=14, level=0.3))
    second = release(asked_again(community, instrument, sheets=24, level=0.9))

    found = changes(first, second)

    assert found[Measure.LEVEL.value, "spirit"] == Moved(Direction.UP)
    assert found[OVERALL] == Suppressed(reason=Reason.NOT_MEASURED, minimum=5)
    assert (Measure.LEVEL.value, "inclusivity") not in found


def test_another_version_of_the_scoring_is_not_compared(
    community: Community, tiny: Instrument
) -> None:
    waves = [asked_again(community, tiny, sheets=sheets) for sheets in (14, 24)]
    waves[0].assessments.update(scoring_version="0")
    first, second = releases(waves)

    found = {*map(type, changes(first, second).values())}

    assert found == {Suppressed}
