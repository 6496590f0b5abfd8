import dataclasses
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from scoring.icc import Icc, icc, icc_of_counts
from tests.scoring.oracle_sets import histograms, oracle

SETS = [
    "synthetic_edges",
    "bhr2000_lead",
    "bhr2000_relig",
    "lq2002_lead",
    "bfi_A",
    "bfi_C",
    "bfi_E",
    "cohesion_tiny",
    "icc_bh1996",
    "icc_bhr2000_hrs",
    "icc_klein2000",
    "icc_univbct_missing",
]

groups_of_answers = npst.arrays(
    np.int64, st.tuples(st.integers(2, 8), st.just(5)), elements=st.integers(0, 9)
)


def of_values(values: npt.NDArray[np.float64], group: npt.NDArray[np.str_]) -> Icc:
    there = np.isfinite(values) & (group != "")
    _, code = np.unique(group[there], return_inverse=True)
    heard = values[there]
    return icc(
        answers=np.bincount(code),
        sums=np.bincount(code, weights=heard),
        squares=np.bincount(code, weights=heard**2),
    )


@pytest.mark.parametrize("name", SETS)
def test_icc_agrees_with_r_package_multilevel(name: str) -> None:
    data = oracle(name)
    for row in data.expected["icc"]:
        if row["item"] == "SCALE_MEAN_complete":
            values = data.answers.mean(axis=1)
        else:
            values = data.answers[:, data.items.index(row["item"])]

        result = of_values(values, data.group)

        assert (result.answers, result.groups) == (row["N"], row["G"])
        for value, key in [
            (result.icc1, "ICC1"),
            (result.icc1_unbalanced, "ICC1_n0"),
            (result.icc2, "ICC2"),
            (result.between, "MSB"),
            (result.within, "MSW"),
            (result.mean_size, "mean_group_size"),
            (result.n0, "n0"),
        ]:
            assert value == pytest.approx(row[key], abs=1e-8), (row["item"], key)


def test_icc_of_counts_is_icc_of_the_same_answers() -> None:
    data = oracle("synthetic_edges")
    labels = np.unique(data.group)
    counts = np.stack([histograms(data.of_group(label), points=5)[0] for label in labels])

    result = icc_of_counts(counts)

    # R> multilevel::ICC1(aov(q1 ~ group)), ICC2   # multilevel 2.8
    assert result.icc1 == pytest.approx(0.180305796891536, abs=1e-12)
    assert result.icc2 == pytest.approx(0.762947044585113, abs=1e-12)


def test_icc_of_the_well_being_of_the_us_army_is_that_published() -> None:
    # Bliese (2016), Multilevel modeling in R: ICC(1) of bh1996 WBEING is 0.04336905.
    data = oracle("icc_bh1996")
    result = of_values(data.answers[:, data.items.index("WBEING")], data.group)
    assert result.icc1 == pytest.approx(0.04336905, abs=5e-9)


def test_icc_of_groups_that_differ_only_between_is_one() -> None:
    result = icc_of_counts(np.array([[4, 0, 0], [0, 0, 4]]))

    assert (result.icc1, result.icc2) == (1, 1)


def test_icc_of_equal_groups_is_the_lowest_possible() -> None:
    # Two groups of 4 with the same answers: MSB = 0, so -1/(k - 1) = -1/3.
    result = icc_of_counts(np.array([[2, 0, 2], [2, 0, 2]]))

    assert result.icc1 == pytest.approx(-1 / 3)
    assert math.isnan(result.icc2)  # nothing between to be reliable


@pytest.mark.parametrize(
    "counts",
    [
        [[3, 2, 1]],  # one group
        [[3, 2, 1], [0, 0, 0]],  # one group heard
        [[1, 0, 0], [0, 1, 0]],  # one answer each
        [[0, 0, 0]],
        [[4, 0, 0], [4, 0, 0]],  # nothing varies
    ],
)
def test_icc_without_anything_to_compare_is_nan(counts: list[list[int]]) -> None:
    result = icc_of_counts(np.array(counts))

    assert math.isnan(result.icc1)
    assert math.isnan(result.icc2)


def test_icc_refuses_unequal_columns() -> None:
    with pytest.raises(ValueError, match="three of shape"):
        icc(answers=[1, 2], sums=[1, 2], squares=[1, 2, 3])
    with pytest.raises(ValueError, match="negative"):
        icc(answers=[-1, 2], sums=[1, 2], squares=[1, 2])
    for wrong in ({"answers": [3, np.nan]}, {"sums": [3, np.inf]}, {"squares": [np.nan, 9]}):
        with pytest.raises(ValueError, match="finite"):
            icc(**({"answers": [3, 3], "sums": [6, 12], "squares": [14, 50]} | wrong))


@given(groups_of_answers)
def test_icc_does_not_depend_on_the_order_of_groups_nor_the_direction(
    counts: npt.NDArray[np.int64],
) -> None:
    before = counts.copy()
    expected = dataclasses.astuple(icc_of_counts(counts))

    for turned in (counts[::-1], counts[:, ::-1]):
        result = dataclasses.astuple(icc_of_counts(turned))
        assert result == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert np.array_equal(counts, before)
