"""How bands compare: declared before, every cell with the minimum, coarse."""

from collections.abc import Callable
from random import Random

import pytest
from django.utils import timezone

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.refusals import FaultsError
from assessments.domain.releases.breakdowns import (
    Breakdown,
    BreakdownCell,
    CellCharacteristic,
    check_breakdowns,
    released_breakdown,
    released_breakdowns,
)
from assessments.domain.releases.released import Banded, Reason, Shown, Suppressed
from assessments.domain.scores.verifying import verify_assessments
from assessments.domain.waves import waves
from assessments.models import CellScore, Community, Instrument, Wave
from tests.assessments import making


def a_wave(
    community: Community,
    tiny: Instrument,
    tenures: list[int],
    *,
    breakdowns: tuple[str, ...] = ("tenure",),
    cant_say: int = 0,
) -> Wave:
    """Have a wave answered by members with these tenures; the longer, the higher they answer.

    The last ``cant_say`` of them have no opinion on the spirit.
    """
    making.make_members(community, 40)
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=breakdowns)
    chance, asked = Random(3), questionnaire_of(tiny)
    members = community.members.order_by("email")[: len(tenures)]
    for number, (member, tenure) in enumerate(zip(members, tenures, strict=True)):
        answers = making.simulated(asked, chance, level=0.3 + 0.2 * tenure)
        silent = number >= len(tenures) - cant_say
        kept = {
            code: value
            for code, value in answers.items()
            if not (silent and code.startswith("spirit"))
        }
        making.answer(wave, member, {**kept, "tenure": tenure})
    return making.seal_and_assess(wave)


def cells(found: Breakdown | Suppressed) -> dict[int, BreakdownCell]:
    assert isinstance(found, Breakdown)
    return {cell.value_code: cell for cell in found.cells}


def characteristics(wave: Wave) -> list[CellCharacteristic]:
    shown = cells(released_breakdown(wave, "tenure"))
    return [each for cell in shown.values() for each in cell.characteristics]


def test_every_cell_of_a_declared_breakdown_is_shown_coarsely(
    community: Community, tiny: Instrument
) -> None:
    found = released_breakdown(a_wave(community, tiny, [1] * 6 + [3] * 13), "tenure")

    shown = cells(found)
    assert {value: cell.label for value, cell in shown.items()} == {
        1: "Under 1 year",
        3: "Over 3 years",
    }
    levels = [cell.level for cell in shown.values()]
    for cell in shown.values():
        assert isinstance(cell.consensus, Banded)
        assert [each.characteristic for each in cell.characteristics] == ["realism", "spirit"]
        for level in (cell.level, *(each.level for each in cell.characteristics)):
            assert isinstance(level, Shown)
            assert level.step in {5, 10}
            assert level.low is level.high is None
    assert isinstance(levels[0], Shown)
    assert isinstance(levels[1], Shown)
    assert levels[0].value < levels[1].value


def test_small_cells_of_a_later_wave_are_one_step_coarser(
    community: Community, tiny: Instrument
) -> None:
    first = a_wave(community, tiny, [1] * 6 + [3] * 13)
    second = a_wave(community, tiny, [1] * 6 + [3] * 20)

    steps = [
        {each.level.step for each in shown if isinstance(each.level, Shown)}
        for shown in (characteristics(first), characteristics(second))
    ]
    assert 5 in steps[0]
    assert steps[1] == {10}


def test_what_was_not_declared_is_not_measured(community: Community, tiny: Instrument) -> None:
    wave = a_wave(community, tiny, [1] * 6 + [3] * 13, breakdowns=())

    assert released_breakdown(wave, "tenure") == Suppressed(reason=Reason.NOT_MEASURED, minimum=5)
    assert not CellScore.objects.exists()


@pytest.mark.parametrize("tenures", [[1] * 4 + [3] * 13, [0] + [3] * 13, [3] * 13])
def test_without_the_minimum_in_each_cell_there_is_no_breakdown(
    community: Community, tiny: Instrument, tenures: list[int]
) -> None:
    wave = a_wave(community, tiny, tenures)

    assert released_breakdown(wave, "tenure") == Suppressed(
        reason=Reason.TOO_FEW_ANSWERS, minimum=5
    )
    assert not CellScore.objects.exists()


def test_characteristic_that_one_cell_hardly_answered_is_shown_of_none(
    community: Community, tiny: Instrument
) -> None:
    wave = a_wave(community, tiny, [1] * 13 + [3] * 6, cant_say=3)

    for cell in cells(released_breakdown(wave, "tenure")).values():
        realism, spirit = cell.characteristics
        assert isinstance(realism.level, Shown)
        assert spirit.level == Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=5)
        assert isinstance(spirit.consensus, Suppressed)
        assert isinstance(cell.level, Suppressed)


def test_open_wave_has_no_breakdown(community: Community, tiny: Instrument) -> None:
    making.make_members(community, 5)
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=("tenure",))

    assert released_breakdown(wave, "tenure") == Suppressed(reason=Reason.WAVE_OPEN, minimum=5)


def test_only_bands_can_be_declared(community: Community, tiny: Instrument) -> None:
    asked = questionnaire_of(tiny)

    assert check_breakdowns(asked, ["tenure", "tenure"]) == ["tenure"]
    with pytest.raises(FaultsError):
        check_breakdowns(asked, ["claim"])
    with pytest.raises(FaultsError):
        waves.open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=("role",))
    assert not Wave.objects.exists()


def test_cells_come_out_as_they_are_stored(community: Community, tiny: Instrument) -> None:
    a_wave(community, tiny, [1] * 6 + [3] * 13)
    assert verify_assessments().differences == ()

    CellScore.objects.filter(value=1, subject="spirit").update(level=12)

    (difference,) = verify_assessments().differences
    assert "cell tenure 1 spirit: level" in difference


def test_many_waves_take_two_queries(
    community: Community, tiny: Instrument, django_assert_num_queries: Callable[[int], object]
) -> None:
    found = [a_wave(community, tiny, [1] * 6 + [3] * size) for size in (13, 20, 30)]

    for some in (found[:1], found):
        with django_assert_num_queries(2):  # type: ignore[attr-defined] # a context manager
            shown = released_breakdowns(some, "tenure")
        assert {*map(type, shown.values())} == {Breakdown}
