import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scoring.canonical import canonical, input_hash

sheets = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=2, max_dims=2, max_side=8))


@given(sheets, st.integers(0, 1000))
def test_canonical_order_and_hash_do_not_depend_on_the_order_given(
    answers: np.ndarray, seed: int
) -> None:
    order = np.random.default_rng(seed).permutation(answers.shape[1])

    assert np.array_equal(canonical(answers[:, order]), canonical(answers))
    assert input_hash(answers[:, order]) == input_hash(answers)


@given(sheets)
def test_canonical_order_is_that_of_byte_strings(answers: np.ndarray) -> None:
    expected = sorted(column.tobytes() for column in answers.T)

    assert [column.tobytes() for column in canonical(answers).T] == expected


def test_input_hash_is_the_sha256_anyone_can_recompute() -> None:
    answers = np.array([[2, 1], [0, 255]], dtype=np.uint8)

    expected = hashlib.sha256(b"2 columns, 2 sheets\n" + bytes([1, 255, 2, 0])).digest()

    assert input_hash(answers) == expected


def test_input_hash_tells_shapes_apart() -> None:
    flat = np.zeros(6, dtype=np.uint8)

    assert input_hash(flat.reshape(2, 3)) != input_hash(flat.reshape(3, 2))


@pytest.mark.parametrize("sheets_given", [0, 1])
def test_canonical_takes_none_and_one(sheets_given: int) -> None:
    answers = np.ones((3, sheets_given), dtype=np.uint8)

    assert np.array_equal(canonical(answers), answers)
    assert len(input_hash(answers)) == 32


def test_input_hash_refuses_what_would_hash_otherwise() -> None:
    with pytest.raises(ValueError, match="uint8 of two axes"):
        input_hash(np.ones((2, 3), dtype=np.int64))
    with pytest.raises(ValueError, match="uint8 of two axes"):
        input_hash(np.ones(3, dtype=np.uint8))
