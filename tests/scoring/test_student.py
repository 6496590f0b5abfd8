import math

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from scoring.student import f_quantile, t_quantile

DEGREES = [0.5, 1, 1.5, 2, 3, 4.7, 9, 11.25, 30, 100, 999, 1e4, 1e6]
SHARES = [1e-12, 1e-6, 0.001, 0.025, 0.2, 0.4, 0.49, 0.6, 0.975, 0.995, 1 - 1e-9]

shares = st.floats(1e-9, 1 - 1e-9)
degrees = st.floats(0.5, 1e5)


@pytest.mark.parametrize("df", DEGREES)
def test_t_quantile_agrees_with_scipy(df: float) -> None:
    for p in SHARES:
        assert t_quantile(p, df) == pytest.approx(scipy.stats.t.ppf(p, df), rel=1e-10)


@pytest.mark.parametrize("df1", DEGREES)
def test_f_quantile_agrees_with_scipy(df1: float) -> None:
    for df2 in DEGREES:
        for p in SHARES:
            expected = scipy.stats.f.ppf(p, df1, df2)
            assert f_quantile(p, df1, df2) == pytest.approx(expected, rel=1e-10)


def test_t_quantile_near_the_middle_is_that_of_the_cauchy_distribution() -> None:
    # One degree of freedom: t = tan(π·(p - 1/2)) exactly; close to p = 1/2 scipy is off by 4e-10.
    p = 0.5000001
    assert t_quantile(p, 1) == pytest.approx(math.tan(math.pi * (p - 0.5)), rel=1e-12)


def test_t_quantile_of_two_degrees_is_the_closed_form() -> None:
    # t = (2p - 1) / sqrt(2p(1 - p))
    for p in (1e-9, 0.1, 0.7, 0.975):
        assert t_quantile(p, 2) == pytest.approx(
            (2 * p - 1) / math.sqrt(2 * p * (1 - p)), rel=1e-12
        )


def test_quantiles_are_those_of_printed_tables() -> None:
    # Any table: t(.975; 10) = 2.228, t(.975; 4) = 2.776, F(.95; 5, 10) = 3.33.
    assert round(t_quantile(0.975, 10), 3) == 2.228
    assert round(t_quantile(0.975, 4), 3) == 2.776
    assert round(f_quantile(0.95, 5, 10), 2) == 3.33


def test_t_quantile_of_one_half_is_zero() -> None:
    assert t_quantile(0.5, 7) == 0


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.1, math.nan])
def test_quantiles_refuse_a_share_outside_0_and_1(p: float) -> None:
    with pytest.raises(ValueError, match="p must be between"):
        t_quantile(p, 3)
    with pytest.raises(ValueError, match="p must be between"):
        f_quantile(p, 3, 3)


@pytest.mark.parametrize("df", [0, -1, math.inf, math.nan])
def test_quantiles_refuse_impossible_degrees_of_freedom(df: float) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        t_quantile(0.9, df)
    with pytest.raises(ValueError, match="degrees of freedom"):
        f_quantile(0.9, 3, df)


@given(shares, degrees)
def test_t_quantile_is_symmetric(p: float, df: float) -> None:
    # 1 - p is rounded; the tail it leaves is what must mirror.
    assert t_quantile(1 - p, df) == pytest.approx(-t_quantile(1 - (1 - p), df), rel=1e-12)


@given(shares, degrees, degrees)
def test_f_quantile_turns_over_with_its_degrees(p: float, df1: float, df2: float) -> None:
    upper = 1 - p
    expected = 1 / f_quantile(1 - upper, df2, df1)
    assert f_quantile(upper, df1, df2) == pytest.approx(expected, rel=1e-11)


@given(st.floats(0.001, 0.998), st.floats(1e-3, 1e-1), degrees)
def test_t_quantile_rises_with_the_share(p: float, more: float, df: float) -> None:
    assert t_quantile(min(p + more, 0.999), df) > t_quantile(p, df)
