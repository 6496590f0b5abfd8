from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rwg import Null, awg, awg_j, null_variance, rwg, rwg_j, rwg_star_j
from tests.scoring.oracle_sets import (
    LIKERT,
    Oracle,
    complete,
    expected_of,
    histograms,
    numbers,
    oracle,
)

groups_of_items = st.lists(
    st.lists(st.integers(0, 20), min_size=5, max_size=5), min_size=1, max_size=6
).map(np.array)


def groups(data: Oracle) -> list[tuple[dict[str, Any], npt.NDArray[np.int64]]]:
    """Each group's expected values and its answers; the last is everybody."""
    return [
        (group, data.of_group(group["group"]))
        for group in [*data.expected["groups"], data.expected["overall"]]
    ]


@pytest.mark.parametrize("name", LIKERT)
def test_rwg_and_awg_of_single_items_agree_with_r_package_multilevel(name: str) -> None:
    data = oracle(name)
    for group, answers in groups(data):
        counts = histograms(answers, points=data.points)
        for key, index in (("rwg", rwg), ("awg", awg)):
            expected = numbers(item[key] for item in group["items"])
            assert index(counts) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", [name for name in LIKERT if name != "bhr2000_relig"])
def test_indices_of_several_items_agree_with_r_package_multilevel(name: str) -> None:
    data = oracle(name)
    # R's rwg.j stops at a group in which an item has fewer than two answers; we go on.
    stopped_at = {error["group"] for error in data.expected.get("R_errors") or []}
    skewed, largest = null_variance(data.points, Null.SLIGHT_SKEW), (data.points - 1) ** 2 / 4
    for group, answers in groups(data):
        heard = histograms(answers, points=data.points)
        listwise = histograms(complete(answers), points=data.points)
        for key, value in [
            ("rwg_j", rwg_j(heard)),
            ("rwg_j_listwise", rwg_j(listwise)),
            ("rwg_j_slight_skew", rwg_j(heard, null=skewed)),
            ("rwg_j_lindell", rwg_star_j(heard)),
            ("rwg_j_lindell_listwise", rwg_star_j(listwise)),
            ("rwg_j_lindell_max_variance", rwg_star_j(heard, null=largest)),
            ("awg", awg_j(listwise)),
        ]:
            if group["group"] in stopped_at and key.startswith("rwg_j") and group[key] is None:
                assert np.isfinite(value) or "listwise" in key
                continue
            expected = numbers([group[key]])
            assert value == pytest.approx(expected[0], abs=1e-9, nan_ok=True), (group["group"], key)


def test_indices_agree_with_r_on_single_histograms() -> None:
    for vector in expected_of("frequency_vectors")["vectors"]:
        counts = np.array(vector["freq"])
        if vector["rwg_uniform"] is not None:
            assert rwg(counts) == pytest.approx(vector["rwg_uniform"], abs=1e-9)
            star = rwg_star_j(counts[np.newaxis])
            assert star == pytest.approx(vector["rwg_star_unbounded"], abs=1e-9)
        if vector["awg"] is not None:
            assert awg(counts) == pytest.approx(vector["awg"], abs=1e-9)


def test_rwg_of_one_real_company_agrees_with_r() -> None:
    # R> multilevel::rwg(lq2002$LEAD01[lq2002$COMPID == 10], grpid = rep(1, 29))   # multilevel 2.8
    # 29 answers, variance 1.18965517241379: 1 - 1.18965517241379 / 2
    counts = np.array([2, 1, 6, 13, 7])
    assert rwg(counts) == pytest.approx(0.405172413793103, abs=1e-12)
    # R> multilevel::awg(..., range = c(1, 5))
    assert awg(counts) == pytest.approx(0.329166666666667, abs=1e-12)


def test_rwg_of_real_companies_is_that_published() -> None:
    # LeBreton's WGA package, vignette wga-vignette.Rmd, step 4a: LEAD06 of lq2002 has a mean
    # r_wg of .51, a 90th percentile of .72, and .59 of 49 companies lie above .51.
    data = oracle("lq2002_lead")
    item = data.items.index("LEAD06")
    labels = np.unique(data.group)
    counts = np.stack([histograms(data.of_group(label), points=5)[item] for label in labels])

    values = rwg(counts)

    assert len(values) == 49
    assert round(values.mean(), 2) == 0.51
    assert round(np.quantile(values, 0.9), 2) == 0.72
    assert round((values > 0.51).mean(), 2) == 0.59


@pytest.mark.parametrize("index", [rwg_j, rwg_star_j, awg_j])
def test_an_item_nobody_answered_does_not_stop_the_group_nor_the_others(
    index: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.float64]],
) -> None:
    counts = np.array(
        [
            [[0, 1, 4, 3, 2], [0, 0, 0, 0, 0], [0, 0, 0, 1, 0]],
            [[1, 2, 3, 2, 1], [1, 2, 3, 2, 1], [1, 2, 3, 2, 1]],
            [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]],
        ]
    )

    values = index(counts)

    assert values[0] == index(counts[0, :1])
    assert np.isfinite(values[1])
    assert np.isnan(values[2])


def test_awg_at_the_last_mean_it_is_defined_for() -> None:
    # L(n - 1) + H = 1·9 + 5 = 14 = 10 · 1.4: nine at 1 and one at 5 is the largest variance.
    assert awg(np.array([9, 0, 0, 0, 1])) == -1
    # One point less and ten answers cannot reach the largest variance: undefined.
    assert np.isnan(awg(np.array([9, 0, 0, 1, 0])))


def test_awg_of_unanimity_at_an_end_is_one() -> None:
    assert awg(np.array([0, 0, 0, 0, 6])) == 1
    assert np.isnan(awg(np.array([0, 0, 0, 0, 1])))  # one answer agrees with nobody


def test_null_variances_are_those_of_lebreton_and_senter() -> None:
    # LeBreton & Senter (2008), table 2; the uniform column is rounded there.
    assert null_variance(5) == 2
    assert null_variance(7) == 4
    assert null_variance(6) == pytest.approx(2.92, abs=5e-3)
    assert null_variance(5, Null.SLIGHT_SKEW) == 1.34
    assert null_variance(7, Null.SLIGHT_SKEW) == 2.90
    assert null_variance(11, Null.NORMAL) == 1.40
    with pytest.raises(ValueError, match="4 points"):
        null_variance(4, Null.HEAVY_SKEW)


@pytest.mark.parametrize("null", [0, -2, np.nan, np.inf])
def test_indices_refuse_a_null_without_spread(null: float) -> None:
    for index in (rwg, rwg_j, rwg_star_j):
        assert np.isfinite(index(np.array([[1, 2, 3]]), null=1.5)).all()
        with pytest.raises(ValueError, match="positive and finite"):
            index(np.array([[1, 2, 3]]), null=null)


def test_indices_of_several_items_refuse_one_histogram() -> None:
    for index in (rwg_j, rwg_star_j, awg_j):
        with pytest.raises(ValueError, match="one histogram for each item"):
            index(np.array([1, 2, 3]))


def test_null_variance_needs_a_scale() -> None:
    for null in Null:
        with pytest.raises(ValueError, match="at least 2 points"):
            null_variance(1, null)


def test_rwg_star_j_with_the_largest_variance_falls_hardly_below_0() -> None:
    # Of n halved between the ends s² = n/(n - 1)·(K - 1)²/4, so 1 - n/(n - 1) = -1/(n - 1).
    assert rwg_star_j(np.array([[3, 0, 0, 0, 3]]), null=4) == pytest.approx(-1 / 5)


def test_indices_refuse_negative_counts() -> None:
    for index in (rwg, rwg_j, rwg_star_j, awg, awg_j):
        with pytest.raises(ValueError, match="negative"):
            index(np.array([[1, -1, 0]]))


@given(groups_of_items)
def test_indices_do_not_depend_on_the_direction_and_keep_their_bounds(
    counts: npt.NDArray[np.int64],
) -> None:
    before = counts.copy()
    for index, low in ((rwg, 0), (rwg_j, 0), (rwg_star_j, -np.inf), (awg, -1), (awg_j, -1)):
        values = np.asarray(index(counts))
        defined = values[np.isfinite(values)]
        assert ((defined >= low - 1e-12) & (defined <= 1)).all()
        assert index(counts[:, ::-1]) == pytest.approx(values, abs=1e-12, nan_ok=True)
    assert np.array_equal(counts, before)
