from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from scoring.covariance import covariance
from scoring.one_factor import LEAST_ERROR, one_factor
from scoring.reliability import (
    alpha_if_dropped,
    cronbach_alpha,
    feldt_interval,
    item_rest_correlation,
    omega_total,
)
from tests.scoring.oracle_sets import LIKERT, oracle

SETS = [*(name for name in LIKERT if name != "bhr2000_relig"), "reliability_ability_binary"]

sheets = npst.arrays(
    np.int64, st.tuples(st.integers(8, 20), st.integers(3, 6)), elements=st.integers(1, 5)
)


def read(name: str) -> tuple[npt.NDArray[np.int64], dict[str, Any]]:
    data = oracle(name)
    reliability: dict[str, Any] = data.expected["reliability"]
    if name == "reliability_ability_binary":
        # Scored 0 and 1, where 0 is an answer; reliability does not mind one point more.
        return np.nan_to_num(data.answers + 1, nan=0).astype(np.int64), reliability
    return data.whole, reliability


@pytest.mark.parametrize("name", SETS)
def test_alpha_agrees_with_r_package_psych(name: str) -> None:
    answers, expected = read(name)
    pairwise = covariance(answers, pairwise=True)

    alpha = cronbach_alpha(covariance(answers))

    assert alpha == pytest.approx(expected["alpha_listwise"], abs=1e-8)
    assert cronbach_alpha(pairwise) == pytest.approx(expected["psych_alpha_raw_pairwise"], abs=1e-8)
    dropped = list(expected["psych_alpha_if_dropped"].values())
    assert alpha_if_dropped(pairwise) == pytest.approx(dropped, abs=1e-8)
    rest = list(expected["psych_r_drop"].values())
    assert item_rest_correlation(pairwise) == pytest.approx(rest, abs=1e-8)
    interval = feldt_interval(float(alpha), members=expected["n_complete"], items=expected["k"])
    assert interval == pytest.approx(expected["alpha_ci95_feldt_listwise"], abs=1e-8)


@pytest.mark.parametrize("name", SETS)
def test_omega_agrees_with_r_package_lavaan(name: str) -> None:
    answers, expected = read(name)
    complete = covariance(answers)

    # lavaan stops its search early: it settles six digits or so.
    assert omega_total(complete) == pytest.approx(expected["lavaan_omega_1factor_ml"], abs=1e-6)
    # psych fits minimum residuals to pairwise correlations: another estimator, near by.
    assert omega_total(complete) == pytest.approx(expected["psych_omega_total_1factor"], abs=0.025)
    # lavaan's covariances have the divisor n.
    n = expected["n_complete"]
    fitted = one_factor(complete * (n - 1) / n)
    assert fitted is not None
    assert fitted.loadings == pytest.approx(expected["lavaan_loadings"], abs=2e-5)


def test_alpha_of_real_answers_agrees_with_r() -> None:
    # R> psych::alpha(x)$total$raw_alpha   # psych 2.5.3; also by hand:
    # variances 1, 1 and covariance 1/2 of two items: 2 · (1 - 2/3) = 2/3
    assert cronbach_alpha(np.array([[1, 0.5], [0.5, 1]])) == pytest.approx(2 / 3)


def test_alpha_of_several_characteristics_at_once() -> None:
    one = np.array([[1, 0.5, 0.2], [0.5, 2, 0.1], [0.2, 0.1, 1]])
    both = np.stack([one, np.eye(3)])

    assert cronbach_alpha(both) == pytest.approx([cronbach_alpha(one), 0])
    assert alpha_if_dropped(both).shape == (2, 3)
    assert item_rest_correlation(both)[0] == pytest.approx(item_rest_correlation(one))


def test_alpha_of_one_item_or_of_none_that_varies_is_nan() -> None:
    assert np.isnan(cronbach_alpha(np.array([[1.0]])))
    assert np.isnan(cronbach_alpha(np.zeros((3, 3))))
    assert np.isnan(alpha_if_dropped(np.eye(2))).all()
    assert np.isnan(item_rest_correlation(np.diag([0.0, 1, 1]))[0])


def test_alpha_of_items_that_cancel_each_other_is_nan_whatever_their_order() -> None:
    # Without the last item the others add up to 6 for everybody; in floats, to a trace of spread.
    answers = np.array([[1, 3, 2, 1], [3, 1, 2, 2], [2, 2, 2, 2], [2, 1, 3, 2], [1, 2, 3, 1]])

    for order in ([0, 1, 2, 3], [2, 0, 1, 3], [1, 2, 0, 3]):
        values = covariance(answers[:, order])
        assert np.isnan(alpha_if_dropped(values)[3])
        assert np.isnan(item_rest_correlation(values)[3])
        assert np.isnan(cronbach_alpha(values[:3, :3]))


def test_feldt_interval_needs_two_members_and_items() -> None:
    with pytest.raises(ValueError, match="two members and two items"):
        feldt_interval(0.8, members=1, items=5)
    with pytest.raises(ValueError, match="two members and two items"):
        feldt_interval(0.8, members=10, items=1)


def test_omega_of_an_exact_factor_is_its_definition() -> None:
    loadings, errors = np.array([0.9, 0.6, 1.2, 0.3]), np.array([0.5, 1.0, 0.8, 0.4])
    # (.9 + .6 + 1.2 + .3)² / (9 + 2.7) = 9 / 11.7
    exact = np.outer(loadings, loadings) + np.diag(errors)

    assert omega_total(exact) == pytest.approx(9 / 11.7, abs=1e-9)
    fitted = one_factor(exact)
    assert fitted is not None
    assert fitted.loadings == pytest.approx(loadings, abs=1e-7)
    assert fitted.errors == pytest.approx(errors, abs=1e-7)


def test_omega_is_nan_where_one_factor_is_not_determined() -> None:
    assert np.isnan(omega_total(np.array([[1, 0.5], [0.5, 1]])))
    assert np.isnan(omega_total(np.diag([1.0, 1, 0])))
    assert np.isnan(omega_total(np.ones((3, 3))))
    nobody_answered_both = np.array([[1, np.nan, 0.5], [np.nan, 1, 0.5], [0.5, 0.5, 1]])
    assert np.isnan(omega_total(nobody_answered_both))


def test_omega_holds_an_error_that_would_vanish_at_its_least() -> None:
    # The second correlation asks for a loading above 1 on the first item: .8 · .8 / .5 = 1.28.
    heywood = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])

    fitted = one_factor(heywood)

    assert fitted is not None
    assert fitted.errors[0] == pytest.approx(LEAST_ERROR)
    assert 0 < omega_total(heywood) < 1


@given(sheets)
def test_reliability_does_not_depend_on_the_order_of_members_or_items(
    answers: npt.NDArray[np.int64],
) -> None:
    values = covariance(answers)
    turned = covariance(answers[::-1, ::-1])

    assert cronbach_alpha(turned) == pytest.approx(cronbach_alpha(values), nan_ok=True)
    assert alpha_if_dropped(turned)[::-1] == pytest.approx(alpha_if_dropped(values), nan_ok=True)


@given(st.integers(0, 10**6), st.integers(8, 20), st.integers(3, 6))
def test_omega_is_a_share_and_alpha_at_most_one(seed: int, members: int, items: int) -> None:
    # Drawn by a seed, since hypothesis prefers sheets that are all alike, which have no omega.
    answers = np.random.default_rng(seed).integers(1, 6, (members, items))
    values = covariance(answers)
    omega = omega_total(values)
    assume(np.isfinite(omega))

    assert 0 <= omega <= 1
    assert cronbach_alpha(values) <= 1 + 1e-12


@pytest.mark.parametrize(
    "index", [cronbach_alpha, omega_total, alpha_if_dropped, item_rest_correlation]
)
@pytest.mark.parametrize("shape", [(3,), (2, 3), (0, 0)])
def test_reliability_refuses_what_is_no_square_matrix(
    index: Callable[[npt.ArrayLike], npt.NDArray[np.float64]], shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"\(\.\.\., J, J\)"):
        index(np.ones(shape))


def test_reliability_takes_lists_and_no_matrices_at_all() -> None:
    assert cronbach_alpha([[1, 0.5], [0.5, 1]]) == pytest.approx(2 / 3)
    assert cronbach_alpha(np.zeros((0, 3, 3))).shape == (0,)
    assert omega_total(np.zeros((0, 3, 3))).shape == (0,)


@pytest.mark.parametrize("alpha", [1.5, np.nan])
def test_feldt_interval_refuses_what_is_no_alpha(alpha: float) -> None:
    with pytest.raises(ValueError, match="at most 1"):
        feldt_interval(alpha, members=10, items=2)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_feldt_interval_refuses_what_is_no_confidence(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence must be between 0 and 1"):
        feldt_interval(0.8, members=10, items=2, confidence=confidence)


def test_feldt_interval_of_an_alpha_of_one_has_no_width() -> None:
    assert feldt_interval(1, members=10, items=2) == (1, 1)
