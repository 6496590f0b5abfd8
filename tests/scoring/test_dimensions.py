import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from scoring.covariance import correlation
from scoring.dimensions import PairSums, components, group_factors

Floats = npt.NDArray[np.float64]
GROUPS = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
LOADINGS = np.array([0.8, 0.7, 0.6, 0.9, 0.5, 0.7, 0.6, 0.6, 0.8, 0.4])
FACTORS = np.array([[1.0, 0.5, 0.2], [0.5, 1.0, 0.4], [0.2, 0.4, 1.0]])

sheets = npst.arrays(np.int64, st.tuples(st.integers(0, 9), st.just(4)), elements=st.integers(0, 7))


def implied(groups: list[int], loadings: Floats, factors: Floats) -> Floats:
    """Correlations of items that follow such factors exactly."""
    pattern = loadings[:, np.newaxis] * (np.array(groups)[:, np.newaxis] == range(len(factors)))
    common: Floats = pattern @ factors @ pattern.T
    return common - np.diag(np.diagonal(common)) + np.eye(len(groups))


@given(sheets)
def test_pair_sums_give_the_correlations_of_the_answers(answers: npt.NDArray[np.int64]) -> None:
    assert PairSums.of(answers.T).correlations() == pytest.approx(
        correlation(answers), abs=1e-12, nan_ok=True
    )


@given(sheets, st.integers(0, 9))
def test_pair_sums_add_up(answers: npt.NDArray[np.int64], cut: int) -> None:
    whole = PairSums.of(answers.T)

    parts = PairSums.of(answers[:cut].T) + PairSums.of(answers[cut:].T)

    for mine, yours in zip(vars(whole).values(), vars(parts).values(), strict=True):
        assert np.array_equal(mine, yours)


def test_group_factors_find_the_factors_that_made_the_correlations() -> None:
    found = group_factors(implied(GROUPS, LOADINGS, FACTORS), GROUPS)

    assert found is not None
    assert found.loadings == pytest.approx(LOADINGS, abs=1e-9)
    assert found.correlations == pytest.approx(FACTORS, abs=1e-9)
    assert found.misfit == pytest.approx(0, abs=1e-9)


def test_one_factor_misses_what_several_explain() -> None:
    correlations = implied(GROUPS, LOADINGS, FACTORS)

    one = group_factors(correlations, [0] * 10)

    assert one is not None
    rest = correlations - np.outer(one.loadings, one.loadings)
    below = rest[np.tril_indices(10, k=-1)]
    assert one.misfit == pytest.approx(np.sqrt((below**2).mean()))
    assert one.misfit > 0.08


def test_two_items_of_a_group_load_alike_and_one_is_its_factor() -> None:
    # Items 0 and 1 correlate .36, so both load .6; item 2 stands alone.
    correlations = np.array([[1, 0.36, 0.3], [0.36, 1, 0.3], [0.3, 0.3, 1]])

    found = group_factors(correlations, [0, 0, 1])

    assert found is not None
    assert found.loadings == pytest.approx([0.6, 0.6, 1])
    assert found.correlations[0, 1] == pytest.approx(0.5)  # .3 = .6 · 1 · .5


@pytest.mark.parametrize(
    ("correlations", "groups"),
    [
        (np.eye(2), [0, 0]),
        (np.full((3, 3), np.nan), [0, 0, 0]),
        # Items that go apart have no sum in common.
        (np.array([[1, -0.9, 0], [-0.9, 1, 0], [0, 0, 1.0]]) - 0.3 * (1 - np.eye(3)), [0, 0, 0]),
    ],
)
def test_group_factors_are_absent_where_there_are_none(
    correlations: Floats, groups: list[int]
) -> None:
    assert group_factors(correlations, groups) is None


@pytest.mark.parametrize("factors", [np.eye(3), FACTORS])
def test_components_count_the_factors(factors: Floats) -> None:
    strong = np.full(12, 0.8)
    groups = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]

    assert components(implied(groups, strong, factors)) == 3


def test_components_of_unrelated_items_are_none_at_all() -> None:
    assert components(np.eye(5)) == 0


def test_components_are_absent_where_a_correlation_is_missing() -> None:
    assert components(np.full((4, 4), np.nan)) is None
    assert components(np.eye(2)) is None
