from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring import Absent, Estimate, Reason
from scoring.calibration import (
    biases,
    calibration,
    calibration_with_replicates,
    false_consensus,
    overall_bias,
    tabulate,
)
from tests.scoring.prediction_table import RATES, SIZES, WAYS, Whole, means, rows
from tests.scoring.waves import about

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"


def by_definition(agreed: Whole, predicted: Whole, invited: int | None) -> float:
    """The formula, one member and one anchor at a time."""
    misses, known, noise = [], [], []
    for a, p in zip(agreed, predicted, strict=True):
        for i in range(a.size):
            others = np.delete(a, i)
            others = others[others >= 0]
            m = others.size
            if p[i] < 0 or m < 2:
                continue
            q = others.mean()
            heard = 1 if invited is None else 1 - m / (invited - 1)
            misses.append((p[i] / 10 - q) ** 2)
            known.append((0.5 - q) ** 2)
            noise.append(q * (1 - q) / (m - 1) * heard)
    d = max(0, np.mean(misses) - np.mean(noise))
    u = np.mean(known) - np.mean(noise)
    return float(100 * u / (u + d)) if u >= 0.02 else float("nan")


@st.composite
def groups(draw: st.DrawFn) -> tuple[Whole, Whole, int | None]:
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    members, anchors = draw(st.integers(5, 15)), draw(st.integers(1, 8))
    agreed = (rng.random((anchors, members)) < rng.random((anchors, 1))).astype(np.int64)
    predicted = rng.integers(0, 11, agreed.shape)
    agreed[rng.random(agreed.shape) < draw(st.sampled_from([0, 0.3]))] = -1
    predicted[rng.random(agreed.shape) < draw(st.sampled_from([0, 0.3]))] = -1
    return agreed, predicted, draw(st.sampled_from([None, members, 2 * members]))


@given(groups())
def test_calibration_is_its_definition(group: tuple[Whole, Whole, int | None]) -> None:
    agreed, predicted, invited = group

    result = calibration(agreed, predicted, invited=invited)

    assume(result != Absent(Reason.TOO_FEW_ANSWERS))
    expected = by_definition(agreed, predicted, invited)
    if isinstance(result, Absent):
        assert result.reason is Reason.GROUP_SPLIT_EVENLY
        assert np.isnan(expected)
    else:
        assert result.value == pytest.approx(expected)


@given(groups())
def test_calibration_without_each_member_is_that_of_the_others(
    group: tuple[Whole, Whole, int | None],
) -> None:
    agreed, predicted, invited = group
    _, without = calibration_with_replicates(agreed + 1, predicted + 1, invited=invited)

    for i in range(agreed.shape[1]):
        rest = calibration(
            np.delete(agreed, i, axis=1), np.delete(predicted, i, axis=1), invited=invited
        )
        if isinstance(rest, Estimate) and not np.isnan(without[i]):
            assert without[i] == pytest.approx(rest.value)


# The specification's table at n = 6, 12, 40, simulated with its own ways of predicting.
SPECIFIED = {
    "informed": (90, 87, 83),
    "half": (50, 50, 50),
    "rosy": (44, 42, 39),
    "projecting": (40, 38, 35),
    "random": (32, 29, 26),
    "everybody": (25, 21, 18),
}


@pytest.mark.parametrize("members", SIZES)
@pytest.mark.parametrize("way", WAYS)
def test_calibration_tells_ways_of_predicting_apart(way: str, members: int) -> None:
    found = means(way, members, 100).calibration

    # 100 groups have a standard error of about 1.
    assert found == pytest.approx(SPECIFIED[way][SIZES.index(members)], abs=3.5)


@pytest.mark.slow
@pytest.mark.parametrize("members", SIZES)
def test_calibration_of_400_groups_keeps_to_its_bounds(members: int) -> None:
    found = {way: means(way, members).calibration for way in WAYS}

    assert found.pop("half") == pytest.approx(50, abs=1e-9)
    assert found.pop("informed") > 75
    assert max(found.values()) < 45


@pytest.mark.slow
@pytest.mark.parametrize("members", SIZES)
def test_bias_and_false_consensus_of_400_groups_have_the_right_sign(members: int) -> None:
    found = {way: means(way, members) for way in WAYS}

    assert abs(found["informed"].bias) < 0.01
    assert min(found["rosy"].bias, found["everybody"].bias) > 0.2
    # The rates are .556 on average.
    assert found["half"].bias == pytest.approx(0.5 - RATES.mean(), abs=0.01)
    assert found["projecting"].false_consensus > 0.5
    others = [found[way].false_consensus for way in ("half", "rosy", "random", "everybody")]
    assert max(map(abs, others)) < 0.01
    # Who agrees has one agreeing member fewer among the others: 1/(n - 1) of all.
    assert found["informed"].false_consensus == pytest.approx(-1 / (members - 1), abs=0.02)


@pytest.mark.slow
def test_page_prints_the_table_of_ways_of_predicting() -> None:
    assert "\n".join(rows()) in PAGE.read_text(encoding="utf-8")


def test_calibration_of_half_every_time_is_exactly_fifty() -> None:
    agreed = np.array([[1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1]])

    result = calibration(agreed, np.full((2, 6), 5), invited=6)

    assert isinstance(result, Estimate)
    assert result.value == pytest.approx(50)


def test_calibration_of_those_who_know_is_one_hundred() -> None:
    agreed = np.ones((2, 6), dtype=np.int64)

    result = calibration(agreed, np.full((2, 6), 10))

    assert isinstance(result, Estimate)
    assert result.value == 100


def test_calibration_is_never_above_one_hundred() -> None:
    # Of 11, nine agree: each predicts exactly what the ten others say, so D is less than v.
    agreed = np.array([[1] * 9 + [0] * 2])
    predicted = np.array([[8] * 9 + [9] * 2])

    result = calibration(agreed, predicted)

    assert isinstance(result, Estimate)
    assert result.value == 100


def test_calibration_is_absent_in_a_group_that_is_split_evenly() -> None:
    agreed = np.array([[1, 1, 1, 1, 0, 0, 0, 0]])
    assert isinstance(calibration(np.ones_like(agreed), np.full((1, 8), 5)), Estimate)

    assert calibration(agreed, np.full((1, 8), 5)) == Absent(Reason.GROUP_SPLIT_EVENLY)


def test_calibration_needs_five_members_who_predict() -> None:
    agreed, predicted = np.ones((2, 6), dtype=np.int64), np.full((2, 6), 9)
    predicted[:, :2] = -1

    assert calibration(agreed, predicted) == Absent(Reason.TOO_FEW_ANSWERS)
    predicted[0, 0] = 9
    assert isinstance(calibration(agreed, predicted), Estimate)
    nothing = np.ones((0, 6), dtype=np.int64)
    assert calibration(nothing, nothing) == Absent(Reason.NOT_MEASURED)


def test_calibration_refuses_what_is_no_prediction() -> None:
    with pytest.raises(ValueError, match="predicted from -1 to 10"):
        calibration(np.ones((1, 5)), np.full((1, 5), 11))
    with pytest.raises(ValueError, match="predicted from -1 to 10"):
        calibration(np.full((1, 5), 255, dtype=np.uint8), np.full((1, 5), 5))  # would wrap to 0
    with pytest.raises(ValueError, match="predicted from -1 to 10"):
        calibration(np.ones((1, 5)), np.full((1, 5), np.nan))
    with pytest.raises(ValueError, match="shape"):
        calibration(np.ones((1, 5)), np.ones((2, 5)))


def test_calibration_takes_whole_floats() -> None:
    agreed, predicted = np.ones((2, 6)), np.full((2, 6), 8.0)

    found = calibration(agreed, predicted)

    assert found == calibration(agreed.astype(int), predicted.astype(int))


def test_bias_is_predicted_less_actual() -> None:
    agreed = np.array([[1, 1, 1, 0, 0, 0]])
    predicted = np.array([[9, 9, 9, 5, 5, 5]])
    tables = tabulate(agreed + 1, predicted + 1)

    (bias,) = biases(tables)

    # Those who agree see 2 of 5 others agree, the rest 3 of 5.
    assert bias.predicted == about(0.7, answers=6)
    assert bias.actual == about(0.5, answers=6)
    assert bias.bias == about(0.2, answers=6)
    assert overall_bias(tables) == about(0.2, answers=6)
    assert false_consensus(tables) == about(0.4, answers=6)


def test_false_consensus_is_judged_inside_each_anchor() -> None:
    # All agree on the first and predict it, none on the second: no one projects.
    agreed = np.array([[1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]])
    predicted = np.array([[10] * 6, [0] * 6])

    result = false_consensus(tabulate(agreed + 1, predicted + 1))

    assert result == Absent(Reason.TOO_FEW_ANSWERS)
