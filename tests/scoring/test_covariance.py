import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from scoring.covariance import correlation, covariance, covariance_from_sums

sheets = npst.arrays(
    np.uint8,
    st.tuples(st.integers(0, 12), st.integers(1, 5)),
    elements=st.integers(0, 5),
)


def test_covariance_of_complete_members_is_numpys() -> None:
    answers = np.array([[1, 2, 5], [4, 0, 5], [3, 3, 1], [5, 5, 2], [2, 1, 4]])

    expected = np.cov(answers[[0, 2, 3, 4]], rowvar=False)

    assert covariance(answers) == pytest.approx(expected, abs=1e-12)


def test_pairwise_covariance_uses_everybody_who_answered_both() -> None:
    answers = np.array([[1, 2, 5], [4, 0, 5], [3, 3, 1], [5, 5, 0], [2, 1, 4]])

    values = covariance(answers, pairwise=True)

    assert values[0, 2] == pytest.approx(np.cov(answers[[0, 1, 2, 4]][:, [0, 2]].T)[0, 1])
    assert values[1, 2] == pytest.approx(np.cov(answers[[0, 2, 4]][:, [1, 2]].T)[0, 1])
    assert values[0, 0] == pytest.approx(np.var(answers[:, 0], ddof=1))


def test_correlation_is_numpys_and_nan_for_an_item_that_does_not_vary() -> None:
    answers = np.array([[1, 2, 3], [4, 3, 3], [3, 5, 3], [2, 2, 3]])

    values = correlation(answers)

    assert values[:2, :2] == pytest.approx(np.corrcoef(answers[:, :2].T), abs=1e-12)
    assert np.isnan(values[2]).all()


def test_covariance_of_one_member_is_nan() -> None:
    assert np.isnan(covariance(np.array([[1, 2]]))).all()


def test_covariance_refuses_what_is_no_matrix() -> None:
    with pytest.raises(ValueError, match="members, items"):
        covariance(np.array([1, 2, 3]))


@given(sheets, sheets)
def test_sums_of_two_groups_add_up_to_the_covariance_of_both(
    first: npt.NDArray[np.uint8], second: npt.NDArray[np.uint8]
) -> None:
    size = min(first.shape[1], second.shape[1])
    parts = [part[(part[:, :size] > 0).all(axis=1), :size].astype(int) for part in (first, second)]

    together = covariance_from_sums(
        n=sum(len(part) for part in parts),
        sums=parts[0].sum(axis=0) + parts[1].sum(axis=0),
        products=parts[0].T @ parts[0] + parts[1].T @ parts[1],
    )

    expected = covariance(np.concatenate(parts))
    assert np.array_equal(together, expected, equal_nan=True)


@given(sheets)
def test_covariance_leaves_the_answers_alone(answers: npt.NDArray[np.uint8]) -> None:
    before = answers.copy()

    covariance(answers)
    covariance(answers, pairwise=True)
    correlation(answers)

    assert np.array_equal(answers, before)
