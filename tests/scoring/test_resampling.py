import math

import numpy as np
import pytest
from scipy.stats import t as student

from scoring import Absent, Estimate, Reason, Result, expected_consensus
from scoring.agreement import consensus
from scoring.resampling import MEMBERS_AT_ONCE, consensus_intervals
from tests.scoring.waves import Answers


def answers_of(members: int, items: int = 4, seed: int = 1) -> Answers:
    rng = np.random.default_rng(seed)
    opinion = rng.normal(3.4, 0.8, members)
    noise = rng.normal(0, 0.7, (items, members))
    answers = np.clip(np.rint(opinion + noise), 1, 5).astype(np.uint8)
    answers[rng.random(answers.shape) < 0.1] = 255
    return answers


def counts_of(answers: Answers) -> list[list[int]]:
    return [np.bincount(a[(a > 0) & (a < 255)], minlength=6)[1:].tolist() for a in answers]


def value_of(answers: Answers) -> float:
    return float(np.mean([consensus(counts) for counts in counts_of(answers)]))


def estimate(result: Result) -> Estimate:
    assert isinstance(result, Estimate)
    return result


def test_consensus_value_is_the_mean_over_items_and_groups() -> None:
    answers = answers_of(20)

    each, whole = consensus_intervals(answers, [(0, 1, 2), (3,)], options=5)

    first, second = value_of(answers[:3]), value_of(answers[3:])
    assert [estimate(r).value for r in each] == pytest.approx([first, second])
    assert estimate(whole).value == pytest.approx((first + second) / 2)


def test_consensus_interval_is_that_of_its_formula() -> None:
    answers, invited = answers_of(14), 40
    members = answers.shape[1]

    (result,), _ = consensus_intervals(answers, [range(4)], options=5, invited=invited)

    value = value_of(answers)
    without = np.array([value_of(np.delete(answers, i, axis=1)) for i in range(members)])
    heard = 1 - members / invited
    error = math.sqrt(13 / 14 * ((without - without.mean()) ** 2).sum() * heard)
    expected = np.mean([expected_consensus(counts) for counts in counts_of(answers)])
    bias = heard * (expected - value)
    half = student.ppf(0.975, 13) * math.sqrt(error**2 + bias**2 / 4)
    assert bias > 0.5  # a sample agrees more than those it was drawn from
    assert estimate(result).low == pytest.approx(value - bias - half)
    assert estimate(result).high == pytest.approx(value - bias + half)


@pytest.mark.parametrize("members", [12, MEMBERS_AT_ONCE + 1])
def test_consensus_of_everybody_has_no_width(members: int) -> None:
    answers = answers_of(members)
    answers[answers == 255] = 3

    each, whole = consensus_intervals(answers, [(0, 1), (2, 3)], options=5, invited=members)

    for result in (*each, whole):
        assert estimate(result).low == estimate(result).value == estimate(result).high


def test_consensus_of_the_unanimous_is_one_hundred_without_interval() -> None:
    alike = np.full((2, 9), 4, dtype=np.uint8)

    (result,), _ = consensus_intervals(alike, [(0, 1)], options=5, invited=20)

    assert result == Estimate(value=100, answers=9)


def test_consensus_leaves_out_items_with_fewer_than_five_answers() -> None:
    answers = answers_of(9)
    answers[1, 4:] = 0

    (result,), _ = consensus_intervals(answers, [(0, 1)], options=5)

    assert estimate(result).value == pytest.approx(value_of(answers[:1]))


def test_consensus_is_absent_where_no_item_has_five_answers() -> None:
    answers = answers_of(9)
    answers[2:, 4:] = 0

    each, whole = consensus_intervals(answers, [(0, 1), (2, 3)], options=5)

    assert isinstance(each[0], Estimate)
    assert each[1] == whole == Absent(Reason.TOO_FEW_ANSWERS)


def test_consensus_without_groups_is_not_measured() -> None:
    assert consensus_intervals(answers_of(9), [], options=5) == (
        [],
        Absent(Reason.NOT_MEASURED),
    )


def test_consensus_interval_of_many_members_is_that_of_few_many_times_over() -> None:
    answers, times = answers_of(100), MEMBERS_AT_ONCE // 100 + 1

    (few,), _ = consensus_intervals(answers, [range(4)], options=5)
    (many,), _ = consensus_intervals(np.tile(answers, times), [range(4)], options=5)

    # The error falls with √n, and t with the degrees of freedom; of many the bias adds nothing.
    narrower = student.ppf(0.975, 99) / student.ppf(0.975, 100 * times - 1) * math.sqrt(times)
    assert width(many) == pytest.approx(width(few) / narrower, rel=0.02)


def test_consensus_does_not_depend_on_the_order_of_sheets() -> None:
    answers = answers_of(40)
    answers.setflags(write=False)
    shuffled = np.random.default_rng(2).permutation(answers, axis=1)

    (first,), _ = consensus_intervals(answers, [range(4)], options=5, invited=60)
    (again,), _ = consensus_intervals(shuffled, [range(4)], options=5, invited=60)

    assert estimate(again).low == pytest.approx(estimate(first).low, abs=1e-12)
    assert estimate(again).high == pytest.approx(estimate(first).high, abs=1e-12)


def width(result: Result) -> float:
    found = estimate(result)
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low
