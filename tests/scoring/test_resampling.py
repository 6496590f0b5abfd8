import math
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.stats import t as student

from scoring import Absent, Estimate, Reason, Result
from scoring.agreement import consensus
from scoring.resampling import (
    BUCKETS,
    MOST_MEMBERS,
    TIMES_DRAWN,
    consensus_intervals,
)
from tests.scoring.waves import Answers

SEED = bytes(range(32))


def answers_of(members: int, items: int = 4, seed: int = 1) -> Answers:
    rng = np.random.default_rng(seed)
    opinion = rng.normal(3.4, 0.8, members)
    noise = rng.normal(0, 0.7, (items, members))
    answers = np.clip(np.rint(opinion + noise), 1, 5).astype(np.uint8)
    answers[rng.random(answers.shape) < 0.1] = 255
    return answers


def replicates(answers: Answers) -> Iterator[Answers]:
    """Draw each member so many times as a byte of the frozen stream says, 2,000 times."""
    generator = np.random.RandomState(np.random.PCG64(np.frombuffer(SEED, dtype="<u4")))
    members = answers.shape[1]
    for _ in range(10):
        drawn = np.frombuffer(
            b"".join(
                int(number).to_bytes(8, "little")
                for number in generator.randint(0, 1 << 64, size=25 * members, dtype=np.uint64)
            ),
            dtype=np.uint8,
        )
        # 94 bytes draw a member not at all, the next 95 once, and so on.
        times = np.searchsorted(np.cumsum((94, 95, 46, 16, 4)), drawn, side="right")
        for each in times.reshape(members, 200).T:
            yield np.repeat(answers, each, axis=1)


def value_of(answers: Answers) -> float:
    counts = [np.bincount(a[(a > 0) & (a < 255)], minlength=6)[1:] for a in answers]
    return float(np.mean([consensus(c) for c in counts]))


def estimate(result: Result) -> Estimate:
    assert isinstance(result, Estimate)
    return result


def test_a_member_is_drawn_nearly_as_by_poisson_with_his_mean_and_variance() -> None:
    assert (TIMES_DRAWN.size, TIMES_DRAWN.mean(), TIMES_DRAWN.var()) == (256, 1, 1)
    shares = np.bincount(TIMES_DRAWN.astype(int)) / 256
    poisson = [math.exp(-1) / math.factorial(times) for times in range(6)]
    assert shares == pytest.approx(poisson, abs=1.1 / 256)


def test_consensus_value_is_the_mean_over_items_and_groups() -> None:
    answers = answers_of(20)

    each, whole = consensus_intervals(answers, [(0, 1, 2), (3,)], options=5, seed=SEED)

    first, second = value_of(answers[:3]), value_of(answers[3:])
    assert [estimate(r).value for r in each] == pytest.approx([first, second])
    assert estimate(whole).value == pytest.approx((first + second) / 2)


def test_consensus_interval_is_that_of_its_formula() -> None:
    answers, invited = answers_of(14), 40
    members = answers.shape[1]

    (result,), _ = consensus_intervals(answers, [range(4)], options=5, seed=SEED, invited=invited)

    value = value_of(answers)
    without = np.array([value_of(np.delete(answers, i, axis=1)) for i in range(members)])
    heard = 1 - members / invited
    error = math.sqrt(13 / 14 * ((without - without.mean()) ** 2).sum() * heard)
    bias = heard * (np.mean([value_of(drawn) for drawn in replicates(answers)]) - value)
    half = student.ppf(0.975, 13) * math.sqrt(error**2 + bias**2 / 4)
    assert bias > 0.5  # a sample agrees more than those it was drawn from
    assert estimate(result).low == pytest.approx(value - bias - half)
    assert estimate(result).high == pytest.approx(value - bias + half)


@pytest.mark.parametrize("members", [12, MOST_MEMBERS + 1])
def test_consensus_of_everybody_has_no_width(members: int) -> None:
    answers = answers_of(members)
    answers[answers == 255] = 3

    each, whole = consensus_intervals(
        answers, [(0, 1), (2, 3)], options=5, seed=SEED, invited=members
    )

    for result in (*each, whole):
        assert estimate(result).low == estimate(result).value == estimate(result).high


def test_consensus_of_the_unanimous_is_one_hundred_without_interval() -> None:
    alike = np.full((2, 9), 4, dtype=np.uint8)

    (result,), _ = consensus_intervals(alike, [(0, 1)], options=5, seed=SEED, invited=20)

    assert result == Estimate(value=100, answers=9)


def test_consensus_leaves_out_items_with_fewer_than_five_answers() -> None:
    answers = answers_of(9)
    answers[1, 4:] = 0

    (result,), _ = consensus_intervals(answers, [(0, 1)], options=5, seed=SEED)

    assert estimate(result).value == pytest.approx(value_of(answers[:1]))


def test_consensus_is_absent_where_no_item_has_five_answers() -> None:
    answers = answers_of(9)
    answers[2:, 4:] = 0

    each, whole = consensus_intervals(answers, [(0, 1), (2, 3)], options=5, seed=SEED)

    assert isinstance(each[0], Estimate)
    assert each[1] == whole == Absent(Reason.TOO_FEW_ANSWERS)


def test_consensus_without_groups_is_not_measured() -> None:
    assert consensus_intervals(answers_of(9), [], options=5, seed=SEED) == (
        [],
        Absent(Reason.NOT_MEASURED),
    )


def test_consensus_of_many_members_by_buckets_is_as_wide_as_by_members() -> None:
    answers = answers_of(MOST_MEMBERS)
    more = np.concatenate((answers, answers[:, :1]), axis=1)

    (few,), _ = consensus_intervals(answers, [range(4)], options=5, seed=SEED)
    (many,), _ = consensus_intervals(more, [range(4)], options=5, seed=SEED)

    def width(result: Result) -> float:
        found = estimate(result)
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    # An SE from 1,000 buckets varies by 1/√2000, so 2 %.
    assert width(many) == pytest.approx(width(few), rel=0.1)
    assert more.shape[1] > MOST_MEMBERS > BUCKETS


def test_consensus_depends_on_nothing_but_answers_and_seed() -> None:
    answers = answers_of(12)
    answers.setflags(write=False)

    first = consensus_intervals(answers, [range(4)], options=5, seed=SEED)
    np.random.seed(3)  # noqa: NPY002 -- the global generator must not matter
    again = consensus_intervals(answers, [range(4)], options=5, seed=SEED)
    other = consensus_intervals(answers, [range(4)], options=5, seed=SEED[::-1])

    assert first == again
    assert first != other
