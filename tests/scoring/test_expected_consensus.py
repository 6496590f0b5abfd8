import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from scoring import consensus, expected_consensus

histograms = st.lists(st.integers(0, 40), min_size=2, max_size=11).filter(any)


def over_all_resamples(counts: Sequence[int]) -> float:
    """Mean over each of the nⁿ ways of drawing n answers, one after the other."""
    answers = np.repeat(np.arange(len(counts)), counts)
    drawn = [
        np.bincount(way, minlength=len(counts)) for way in product(answers, repeat=len(answers))
    ]
    return float(consensus(np.array(drawn)).mean())


@pytest.mark.parametrize(
    "counts",
    [(3, 2), (1, 0, 4), (2, 2, 2), (1, 1, 1, 1, 1), (0, 3, 0, 3, 0), (2, 0, 0, 1, 3), (1, 4, 0, 1)],
)
def test_expected_consensus_is_the_mean_over_all_resamples(counts: tuple[int, ...]) -> None:
    assert expected_consensus(counts) == pytest.approx(over_all_resamples(counts), abs=1e-12)


@pytest.mark.parametrize(
    "counts", [(4, 6, 17, 28, 9), (20, 1, 1, 1, 20), (90, 110), (0, 500, 1, 499)]
)
def test_expected_consensus_is_what_many_replicates_come_near_to(counts: tuple[int, ...]) -> None:
    total = sum(counts)
    drawn = np.random.default_rng(1).multinomial(total, np.array(counts) / total, 200_000)
    found = consensus(drawn)

    error = found.std() / math.sqrt(len(drawn))
    assert expected_consensus(counts) == pytest.approx(found.mean(), abs=4 * error)


@pytest.mark.parametrize("members", [1_001, 30_000, 200_000])
def test_expected_consensus_of_many_is_the_sum_over_all_of_the_binomial(members: int) -> None:
    counts = [members // 3, members // 5, 0, members // 4]
    counts[2] = members - sum(counts)
    number = np.arange(members + 1)
    smaller = [
        binom.pmf(number, members, below / members) @ np.minimum(number, members - number)
        for below in np.cumsum(counts)[:-1]
    ]

    assert expected_consensus(counts) == pytest.approx(
        100 * (1 - 2 * sum(smaller) / (3 * members)), abs=1e-9
    )


@pytest.mark.parametrize("half", [1, 2, 50, 2_500])
def test_expected_consensus_of_two_halves_is_the_middle_binomial(half: int) -> None:
    # De Moivre: a fair coin thrown 2m times is off the middle by m·C(2m, m)/4^m on average.
    middle = math.comb(2 * half, half) / 4**half

    assert expected_consensus([half, half]) == pytest.approx(100 * middle, abs=1e-10)


def test_expected_consensus_of_two_halves_of_ten_million_is_exact_to_nine_decimals() -> None:
    half = 5_000_000
    # Stirling's series for C(2m, m)/4^m; what is left out is below 1e-20 here.
    middle = math.exp(-1 / (8 * half)) / math.sqrt(math.pi * half)

    assert expected_consensus([half, half]) == pytest.approx(100 * middle, abs=1e-9)


@given(histograms)
def test_expected_consensus_never_falls_below_consensus(counts: list[int]) -> None:
    assert consensus(counts) - 1e-12 <= expected_consensus(counts) <= 100 + 1e-12


@given(st.integers(2, 11), st.integers(1, 500), st.data())
def test_expected_consensus_gains_nothing_where_all_answer_alike(
    options: int, members: int, data: st.DataObject
) -> None:
    counts = [0] * options
    counts[data.draw(st.integers(0, options - 1))] = members

    assert expected_consensus(counts) == consensus(counts) == 100


@given(histograms)
def test_expected_consensus_does_not_change_when_the_scale_is_reversed(counts: list[int]) -> None:
    assert expected_consensus(counts[::-1]) == pytest.approx(expected_consensus(counts), abs=1e-12)


@given(st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=1, max_size=8))
def test_expected_consensus_of_an_item_does_not_depend_on_the_others(
    items: list[list[int]],
) -> None:
    found: Any = expected_consensus(np.array(items))

    alone = [expected_consensus(counts) for counts in items]
    assert found.tolist() == pytest.approx(alone, abs=1e-12, nan_ok=True)


def test_expected_consensus_keeps_the_leading_shape() -> None:
    counts = np.random.default_rng(1).integers(0, 9, (3, 2, 5))

    found = expected_consensus(counts)

    assert found.shape == (3, 2)
    assert found[2, 1] == pytest.approx(expected_consensus(counts[2, 1].tolist()))


def test_expected_consensus_without_answers_is_nan() -> None:
    assert math.isnan(expected_consensus([0, 0, 0]))
    assert expected_consensus(np.zeros((0, 5))).shape == (0,)


@pytest.mark.parametrize("counts", [[4], [3, -1], [2, 0.5], [2, math.inf], [2**60, 2**60]])
def test_expected_consensus_refuses_what_is_no_histogram(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="counts must"):
        expected_consensus(counts)
