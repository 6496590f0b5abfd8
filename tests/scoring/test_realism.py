import math

import numpy as np
import pytest

from scoring import Absent, Estimate, Reason, Result
from scoring.realism import (
    Part,
    Resampled,
    echo_chamber,
    give_take,
    give_take_score,
    humility,
    leader_gap,
    leader_gap_score,
    realism,
    self_enhancement,
    self_enhancement_score,
)
from tests.scoring.waves import about

TOO_FEW, NOT_MEASURED = Absent(Reason.TOO_FEW_ANSWERS), Absent(Reason.NOT_MEASURED)
MEMBERS = 10


def part(value: float | Absent, spread: float = 0) -> Resampled:
    if isinstance(value, Absent):
        return Resampled(result=value, without=np.full(MEMBERS, np.nan))
    without = value + spread * np.linspace(-1, 1, MEMBERS)
    return Resampled(result=Estimate(value=value, answers=MEMBERS), without=without)


def parts(
    calibration: float | Absent = 80,
    level: float | Absent = 60,
    humble: float | Absent = 40,
    breadth: float | Absent = 20,
) -> dict[Part, Resampled]:
    return dict(zip(Part, map(part, (calibration, level, humble, breadth)), strict=True))


def value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


def test_realism_is_the_weighted_mean_of_its_parts() -> None:
    result = realism(parts(), members=MEMBERS)

    assert value(result) == pytest.approx(0.35 * 80 + 0.25 * 60 + 0.25 * 40 + 0.15 * 20)


def test_realism_spreads_the_weight_of_missing_parts() -> None:
    result = realism(parts(humble=NOT_MEASURED, breadth=NOT_MEASURED), members=MEMBERS)

    assert value(result) == pytest.approx((0.35 * 80 + 0.25 * 60) / 0.6)


@pytest.mark.parametrize("reason", list(Reason))
def test_realism_needs_calibration_and_level(reason: Reason) -> None:
    assert realism(parts(calibration=Absent(reason)), members=MEMBERS) == Absent(reason)
    assert realism(parts(level=Absent(reason)), members=MEMBERS) == Absent(reason)


@pytest.mark.parametrize("needed", [Part.CALIBRATION, Part.REALISM_LEVEL])
def test_realism_is_not_measured_without_the_parts_it_needs(needed: Part) -> None:
    others = {name: each for name, each in parts().items() if name is not needed}

    assert realism(others, members=MEMBERS) == NOT_MEASURED
    assert realism({}, members=MEMBERS) == NOT_MEASURED


def test_realism_of_four_is_absent() -> None:
    assert realism(parts(), members=4) == TOO_FEW


def test_realism_has_the_interval_of_the_jackknife() -> None:
    given = parts() | {Part.CALIBRATION: part(80, spread=2)}

    result = realism(given, members=MEMBERS, invited=40)

    # √((n-1)/n·Σ(θ_i - θ)²)·√(1 - n/N), t(.975, 9) = 2.262157 (tables); .35 is its weight.
    spread = 0.35 * 2 * np.linspace(-1, 1, MEMBERS)
    half = 2.262157 * math.sqrt(0.9 * (spread**2).sum() * 0.75)
    assert isinstance(result, Estimate)
    assert result.low == pytest.approx(result.value - half, abs=1e-5)


def test_self_enhancement_compares_members_with_their_own_rating_of_others() -> None:
    own = np.array([[5.0, 4, 5, 4, 5, np.nan]])
    others = np.array([[3.0, 3, 3, 3, 3, 1]])

    b = self_enhancement(own, others, options=5)

    assert value(b.result) == pytest.approx(8 / 5 / 4)
    assert b.without[0] == pytest.approx(6 / 4 / 4)
    assert b.without[5] == pytest.approx(value(b.result))


def test_self_enhancement_needs_five_members_and_a_question() -> None:
    four = np.array([[5.0, 4, 5, 4, np.nan]])

    assert self_enhancement(four, four, options=5).result == TOO_FEW
    assert self_enhancement(four[:0], four[:0], options=5).result == NOT_MEASURED


@pytest.mark.parametrize(
    ("b", "score"), [(-0.3, 100), (0, 100), (0.1, 80), (0.25, 50), (0.5, 0), (0.9, 0)]
)
def test_self_enhancement_score_punishes_pride_only(b: float, score: float) -> None:
    assert self_enhancement_score(np.array(b)) == pytest.approx(score)


def test_leader_gap_is_leaders_less_members() -> None:
    values = np.array([5.0] * 5 + [3.0] * 5 + [1.0])
    leads = np.array([True] * 5 + [False] * 6)
    known = np.array([True] * 10 + [False])  # the last sheet does not say

    gap = leader_gap(values, leads, known, options=5)

    assert value(gap.result) == pytest.approx(0.5)
    assert gap.without == pytest.approx(np.full(11, 0.5))


def test_leader_gap_needs_five_on_either_side() -> None:
    values, leads = np.full(10, 3.0), np.array([True] * 5 + [False] * 5)
    known = np.ones(10, dtype=np.bool_)
    assert isinstance(leader_gap(values, leads, known, options=5).result, Estimate)

    leads[0] = False

    assert leader_gap(values, leads, known, options=5).result == TOO_FEW
    assert leader_gap(values, leads, ~known, options=5).result == NOT_MEASURED


@pytest.mark.parametrize(("g", "score"), [(0, 100), (0.25, 50), (-0.25, 50), (-0.6, 0)])
def test_leader_gap_score_is_the_same_both_ways(g: float, score: float) -> None:
    assert leader_gap_score(np.array(g)) == pytest.approx(score)


def test_give_take_counts_persons_behind_the_options() -> None:
    helped = np.array([1, 2, 3, 4, 4, 4], dtype=np.uint8)  # 0, 1, 2, 4, 4; the last is alone
    was_helped = np.array([2, 2, 2, 2, 2, 0], dtype=np.uint8)

    r = give_take(helped, was_helped)

    assert r.result == about(11 / 5, answers=5)
    assert r.without[0] == pytest.approx(11 / 4)


def test_give_take_is_not_measured_when_nobody_knows_the_number() -> None:
    some, many = np.full(5, 2, np.uint8), np.array([2, 2, 2, 2, 5], np.uint8)
    assert isinstance(give_take(some, some).result, Estimate)

    assert give_take(many, some).result == NOT_MEASURED
    assert give_take(some, many).result == NOT_MEASURED
    assert give_take(some, np.ones(5, np.uint8)).result == NOT_MEASURED
    assert give_take(some[:4], some[:4]).result == TOO_FEW


@pytest.mark.parametrize(("r", "score"), [(0, 100), (0.5, 100), (1, 100), (2, 50), (4, 25)])
def test_give_take_score_falls_when_more_is_given_than_anyone_got(r: float, score: float) -> None:
    assert give_take_score(np.array(r)) == pytest.approx(score)


def test_humility_is_the_mean_of_the_checks_that_are_there() -> None:
    checks = {"a": part(100), "b": part(NOT_MEASURED), "c": part(50)}

    assert value(humility(checks).result) == pytest.approx(75)
    assert humility(dict.fromkeys("ab", part(NOT_MEASURED))).result == NOT_MEASURED
    assert humility({"a": part(NOT_MEASURED), "b": part(TOO_FEW)}).result == TOO_FEW


@pytest.mark.parametrize(
    ("consensus", "breadth", "b", "expected"),
    [
        (83, 49, 0, True),
        (83, 50, 0.1, False),
        (83, 50, 0.11, True),
        (82.9, 10, 0.9, False),
    ],
)
def test_echo_chamber_agrees_without_hearing_all(
    consensus: float, breadth: float, b: float, *, expected: bool
) -> None:
    found = echo_chamber(
        consensus=part(consensus).result,
        breadth=part(breadth).result,
        self_enhancement=part(b).result,
    )

    assert found is expected


def test_echo_chamber_needs_something_known() -> None:
    found = echo_chamber(
        consensus=part(90).result, breadth=NOT_MEASURED, self_enhancement=NOT_MEASURED
    )

    assert found is False
