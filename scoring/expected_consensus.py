"""The consensus to be expected when the answers of a group are drawn anew from its own."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import overload

import numpy as np

from scoring.agreement import consensus
from scoring.counts import Counts, Floats, checked

# Beyond so many standard deviations of 2·N* - n lies less than 1e-16·√n of what it adds up to.
FARTHEST = 9
# A cut whose chances are e to this power of those of an even one adds nothing.
SMALLEST = -50
MOST_ANSWERS = 100_000_000


@overload
def expected_consensus(counts: Sequence[float]) -> float: ...
@overload
def expected_consensus(counts: Counts) -> Floats: ...
def expected_consensus(counts: Counts | Sequence[float]) -> Floats | float:
    """Mean consensus over all ways of drawing n answers, with replacement, from n given ones.

    What the bootstrap estimates by drawing many times, exactly and without drawing. With the
    cumulative counts ``N_j`` of an item, ``n·AD_Md = Σ_j min(N_j, n - N_j)``. Drawn anew, N_j
    is binomial, ``N_j* ~ B(n, N_j / n)``, so that with ``s = min(N_j, n - N_j)``

    ``E min(N_j*, n - N_j*) = s - Σ_{i > n/2} (2i - n)·P(B(n, s/n) = i)``

    and ``E C* = 100·(1 - 2·Σ_j E min(N_j*, n - N_j*) / (n·(K - 1)))``. It never falls below C:
    a sample agrees more than those it is drawn from, and ``E C* - C`` estimates by how much.

    Parameters
    ----------
    counts : array_like of int, shape (..., K)
        Answers at each of K ordered points, lowest first. How many answered is taken as given.

    Returns
    -------
    ndarray, shape (...); a float for one histogram
        From C to 100: 100 when all answer alike or one answers alone, NaN without answers. The
        sum ends 4.5·√n above n/2, with an error below 1e-9 up to 10 million answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, a count is negative, infinite, NaN or not whole, or
        there are more than 100 million answers, whose sum would take gigabytes.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife, Annals of Statistics 7(1),
    1-26: the expectation over all resamples. The sum for consensus is ours.
    """
    n = checked(counts)
    if (n != np.floor(n)).any():
        raise ValueError("counts must be whole numbers")
    total = n.sum(axis=-1)
    if total.size and total.max() > MOST_ANSWERS:
        raise ValueError(f"counts must add up to {MOST_ANSWERS} at most, got {total.max():g}")
    below = np.cumsum(n, axis=-1)[..., :-1]
    smaller = np.minimum(below, total[..., np.newaxis] - below)
    gained = _overlap(smaller.reshape(-1, below.shape[-1]), total.ravel()).reshape(total.shape)
    most = np.maximum(total, 1) * (n.shape[-1] - 1)
    expected: Floats = (consensus(n) + 200 * gained / most)[()]
    return expected


def _overlap(smaller: Floats, total: Floats) -> Floats:
    """``Σ_j E max(0, 2·N_j* - n)``, N_j* binomial with mean smaller_j; shape (rows,)."""
    n = total[:, np.newaxis]
    share = np.maximum(smaller / np.maximum(n, 1), 1e-300)  # 0 has no logarithm
    half = np.ceil(n / 2)
    # Logarithm of the chance of ⌈n/2⌉, over what it is at an even cut.
    at_half = half * np.log(2 * share) + (n - half) * np.log1p(1 - 2 * share)
    row, cut = np.nonzero((at_half > SMALLEST) & (smaller > 0))
    p = share[row, cut]
    sizes, which = np.unique(total[row].astype(np.int64), return_inverse=True)
    even = _padded([_even_cut(size) for size in sizes.tolist()])
    steps = np.log(p / (1 - p))[:, np.newaxis] * np.arange(even.shape[1])
    chances = np.exp(at_half[row, cut][:, np.newaxis] + steps)
    each = np.einsum("ct,ct->c", even[which], chances)
    added: Floats = np.bincount(row, weights=each, minlength=len(total)).astype(np.float64)
    return added


@lru_cache(maxsize=1024)
def _even_cut(n: int) -> Floats:
    """``(2i - n)·P(B(n, ½) = i)`` for i from ⌈n/2⌉ to where nothing is left."""
    half = (n + 1) // 2
    last = min(n, half + math.ceil(FARTHEST / 2 * math.sqrt(n)))
    i = np.arange(half, last + 1)
    # C(2m, m)/4^m, which is P(B(n, ½) = m) for n = 2m and for n = 2m - 1.
    middle = np.prod(1 - 0.5 / np.arange(1, half + 1))
    chances = middle * np.cumprod(np.append(1, (n - i[:-1]) / (i[:-1] + 1)))
    found: Floats = (2 * i - n) * chances
    found.setflags(write=False)  # the cache hands out the same array again
    return found


def _padded(rows: list[Floats]) -> Floats:
    padded = np.zeros((len(rows), max((row.size for row in rows), default=0)))
    for place, row in enumerate(rows):
        padded[place, : row.size] = row
    return padded
