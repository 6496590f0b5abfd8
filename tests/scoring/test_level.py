import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from scoring import Absent, Characteristic, Estimate, Frame, Item, Reason
from scoring.level import level, levels, overall, scale_values
from tests.scoring.waves import about

FRAME = Frame(
    options=5,
    characteristics=(Characteristic(code="c", items=(0, 1, 2)),),
    items=(
        Item(code="a", column=0),
        Item(code="b", column=1, reversed=True),
        Item(code="c", column=2),
    ),
    careless=3,
)

values = st.lists(st.floats(1, 5), min_size=5, max_size=40).map(np.array)


def test_scale_values_turn_reversed_items_round_and_need_half_of_the_items() -> None:
    answers = np.array([[5, 4, 0, 255, 0], [1, 255, 2, 255, 0], [4, 1, 3, 5, 0], [0] * 5], np.uint8)

    found = scale_values(answers, FRAME, (0, 1, 2))

    # (5 + 5 + 4)/3; (4 + 1)/2; (4 + 3)/2; one of three is not half; none.
    assert found == pytest.approx([14 / 3, 2.5, 3.5, math.nan, math.nan], nan_ok=True)


def test_scale_values_take_exactly_half_of_the_items() -> None:
    answers = np.array([[5, 0], [0, 0], [0, 2], [0, 0]], np.uint8)

    assert scale_values(answers, FRAME, (0, 2)) == pytest.approx([5, 2])


def test_scale_values_do_not_change_the_answers() -> None:
    answers = np.array([[5], [1], [255], [0]], np.uint8)
    answers.setflags(write=False)

    assert scale_values(answers, FRAME, (0, 1, 2)) == pytest.approx([5])


def test_level_is_the_mean_between_the_ends_of_the_scale() -> None:
    result = level(np.array([1, 2, 3, 4, 5, np.nan]), options=5)

    # Mean 3 is half way; s = √2.5 points = 25·√2.5 in hundredths, t(.975, 4) = 2.776 (tables).
    half = 2.7764451 * 25 * math.sqrt(2.5 / 5)
    assert isinstance(result, Estimate)
    assert (result.value, result.answers) == (50, 5)
    assert result.low == pytest.approx(50 - half)
    assert result.high == pytest.approx(50 + half)


def test_level_interval_shrinks_by_the_share_heard() -> None:
    x = np.array([2.0, 3, 3, 4, 4, 5])

    half = level(x, options=5, invited=12)

    # scipy: t(.975, 5)·s/√6·√(1 - 6/12)
    expected = student.ppf(0.975, 5) * 25 * x.std(ddof=1) / math.sqrt(6) * math.sqrt(0.5)
    assert isinstance(half, Estimate)
    assert half.high is not None
    assert half.high - half.value == pytest.approx(expected)


@pytest.mark.parametrize("invited", [6, 4])
def test_level_of_everybody_has_no_width(invited: int) -> None:
    # Invited may be fewer than the sheets: a member was erased, the sheet stays.
    result = level(np.array([2.0, 3, 3, 4, 4, 5]), options=5, invited=invited)

    assert isinstance(result, Estimate)
    assert result.low == result.value == result.high


def test_level_of_equal_values_has_no_interval_unless_all_were_heard() -> None:
    alike = np.full(6, 3.7)

    assert level(alike, options=5) == about(67.5, answers=6)
    everybody = level(alike, options=5, invited=6)
    assert isinstance(everybody, Estimate)
    assert everybody.low == everybody.value


def test_level_of_four_is_absent() -> None:
    assert isinstance(level(np.array([1.0, 2, 3, 4, 5]), options=5), Estimate)
    assert level(np.array([1.0, 2, 3, 4, np.nan]), options=5) == Absent(Reason.TOO_FEW_ANSWERS)


@given(values)
def test_level_of_the_mirrored_scale_mirrors(x: np.ndarray) -> None:
    one, other = level(x, options=5), level(6 - x, options=5)

    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert one.value == pytest.approx(100 - other.value)


def test_overall_is_the_mean_of_the_levels_with_the_error_of_the_members_means() -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(1, 5, (3, 20))

    result = overall(list(x), options=5, invited=50)

    means = 25 * (x.mean(axis=0) - 1)
    half = student.ppf(0.975, 19) * means.std(ddof=1) / math.sqrt(20) * math.sqrt(0.6)
    assert isinstance(result, Estimate)
    assert result.value == pytest.approx(means.mean())
    assert result.low == pytest.approx(means.mean() - half)


def test_overall_counts_each_characteristic_once_whoever_answered_it() -> None:
    first = np.array([5.0] * 5 + [np.nan] * 15)
    second = np.ones(20)

    result = overall([first, second], options=5)

    assert isinstance(result, Estimate)
    assert result.value == 50  # not weighted by the 5 and the 20
    assert result.answers == 5


def test_overall_is_absent_when_a_level_is() -> None:
    full, few = np.full(6, 3.0), np.array([3.0] * 4 + [np.nan] * 2)

    assert isinstance(overall([full, full], options=5), Estimate)
    assert overall([full, few], options=5) == Absent(Reason.TOO_FEW_ANSWERS)
    assert overall([], options=5) == Absent(Reason.NOT_MEASURED)


def test_levels_of_several_characteristics_are_those_of_each() -> None:
    values = np.array(
        [
            [1, 2, 3, 4, 5, np.nan],
            [3.3, 3.3, 3.3, 3.3, 3.3, 3.3],  # no spread: no interval
            [2, 2, 4, 5, np.nan, np.nan],  # too few
            [np.nan] * 6,
            [4, 4.5, 1, 2, 2, 3],
        ]
    )

    each = [level(row[~np.isnan(row)], options=5, invited=9) for row in values]

    assert levels(values, options=5, invited=9) == each
    assert [isinstance(result, Estimate) for result in each] == [True, True, False, False, True]


def test_level_and_overall_take_lists() -> None:
    assert level([1, 2, 3, 4, 5], options=5) == level(np.array([1.0, 2, 3, 4, 5]), options=5)
    each = [[1, 2, 3, 4, 5], [5, 5, 4, 4, 3]]
    assert overall(each, options=5) == overall(np.array(each), options=5)


@pytest.mark.parametrize("wrong", [0, 5.5, math.inf, -math.inf])
def test_level_refuses_what_is_no_scale_value(wrong: float) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        level([1, 2, 3, 4, 5, wrong], options=5)
    with pytest.raises(ValueError, match="from 1 to 5"):
        overall([[1, 2, 3, 4, 5, wrong]], options=5)


def test_level_refuses_one_point_and_more_axes() -> None:
    with pytest.raises(ValueError, match="at least 2 points"):
        level([1, 1, 1, 1, 1], options=1)
    with pytest.raises(ValueError, match="1 axes"):
        level([[1, 2, 3, 4, 5]], options=5)
    with pytest.raises(ValueError, match="2 axes"):
        overall([1, 2, 3, 4, 5], options=5)
