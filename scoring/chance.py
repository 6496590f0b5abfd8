"""How much consensus members who answer at random would show."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import add
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CHANCE = 0.05
# The exact distribution costs the third power of the members. At 200 the normal approximation is
# within .03 of it for 5 items and more of 4 points and more (.004 for 40), within .09 for 2; for
# one item it is off by .11 at 5 points, .26 at 4, and 1.35 at 2, and less with more members.
MOST_EXACT = 200


def chance_line(
    *, options: int, items: int, members: int, null: Sequence[float] | None = None
) -> float:
    """Consensus at or below which a group agrees no more than chance would make it.

    The smallest attainable ``c`` with ``P(C > c) <= .05``, where ``C`` is the mean consensus
    of `items` independent items that `members` answer independently at random. Exact up to
    200 members: the distribution of ``n·AD = Σ_j min(N_j, n - N_j)`` by dynamic programming
    over the cumulative counts ``N_j``, and its convolution over the items. Above, the sum
    over the items is taken as normal.

    Parameters
    ----------
    options : int
        Points k of the scale, at least 2.
    items : int
        Items J whose mean is judged.
    members : int
        Answers n to each item; where they differ, the smallest.
    null : sequence of float, shape (k,), optional
        Probability of each point; all alike when left out. A lenient margin
        (.05 .15 .2 .35 .25) raises the line.

    Returns
    -------
    float
        From 0 to 100.

    Raises
    ------
    ValueError
        If a number is too small, or `null` is no distribution over the options.
    """
    if options < 2 or items < 1 or members < 1:
        raise ValueError(f"no scale of {options}, {items} items, {members} members")
    shares = (1 / options,) * options if null is None else tuple(float(p) for p in null)
    if len(shares) != options or min(shares) < 0 or not math.isclose(sum(shares), 1):
        raise ValueError(f"null must be {options} shares that add up to 1, got {shares}")
    return _line(shares, items, members)


@lru_cache(maxsize=4096)
def _line(shares: tuple[float, ...], items: int, members: int) -> float:
    if members > MOST_EXACT:
        total = _normal_total(shares, items, members)
    else:
        total = _exact_total(shares, items, members)
    return 100 * (1 - 2 * total / (members * items * (len(shares) - 1)))


def _exact_total(shares: tuple[float, ...], items: int, members: int) -> int:
    """Give the largest attainable Σ n·AD below which at most 5 % of random groups fall."""
    chances = _item_chances(shares, members)
    # The sum over one half of the items, and over the other.
    one = _power(chances, items // 2)
    other = np.convolve(one, chances) if items % 2 else one
    upto = np.cumsum(other)

    def seldom_below(total: int) -> bool:
        first = np.arange(min(total, one.size))
        below = one[first] @ upto[np.minimum(total - 1 - first, upto.size - 1)]
        # Sums of .05 that rounding puts a hair above it are still .05.
        return bool(below <= CHANCE * (1 + 1e-12))

    def attainable(total: int) -> bool:
        first = np.arange(max(total - other.size + 1, 0), min(total + 1, one.size))
        return bool((one[first] * other[total - first]).any())

    total = bisect_left(
        range(1, one.size + other.size - 1), True, key=lambda t: not seldom_below(t)
    )
    return next(each for each in range(total, -1, -1) if attainable(each))


@lru_cache(maxsize=1024)
def _item_chances(shares: tuple[float, ...], members: int) -> Floats:
    """Give the probability of each n·AD of one item."""
    totals = (len(shares) - 1) * (members // 2) + 1
    state = np.zeros((members + 1, totals))
    state[0, 0] = 1
    below = np.arange(members + 1)[:, np.newaxis]
    # Where a total comes from: less by what the members on the smaller side add.
    before = np.arange(totals) - np.minimum(below, members - below)
    left = 1.0
    for share in shares[:-1]:
        step = _binomial_steps(members, min(1.0, share / left) if left > 0 else 0.0)
        arrived = step.T @ state
        state = np.where(before >= 0, arrived[below, np.maximum(before, 0)], 0)
        left -= share
    chances: Floats = state.sum(axis=0)
    chances.flags.writeable = False  # the cache hands out the same array again
    return chances


def _binomial_steps(members: int, share: float) -> Floats:
    """Give P(N_j = column | N_{j-1} = row) where each of the rest is at point j by `share`."""
    here = [share**times for times in range(members + 1)]
    beyond = [(1 - share) ** times for times in range(members + 1)]
    below, upto = np.triu_indices(members + 1)
    steps = np.zeros((members + 1, members + 1))
    steps[below, upto] = (
        _combinations()[members - below, upto - below]
        * np.take(here, upto - below)
        * np.take(beyond, members - upto)
    )
    return steps


@lru_cache(maxsize=1)
def _combinations() -> Floats:
    """Give how many ways there are to choose the column from the row, up to MOST_EXACT."""
    rows = [[1] + [0] * MOST_EXACT]
    for _ in range(MOST_EXACT):
        rows.append([1, *map(add, rows[-1], rows[-1][1:])])
    return np.array(rows, dtype=np.float64)


def _power(chances: Floats, times: int) -> Floats:
    """Convolve a distribution with itself, by repeated squaring."""
    if times < 2:
        return chances if times else np.ones(1)
    half = _power(chances, times // 2)
    square = np.convolve(half, half)
    return np.convolve(square, chances) if times % 2 else square


def _normal_total(shares: tuple[float, ...], items: int, members: int) -> float:
    """Give the 5 % point of Σ n·AD from its mean and variance."""
    cuts = np.cumsum(shares)[:-1]
    mean = sum(_expected_gap(cut, members) for cut in cuts)
    signs = np.sign(np.round(0.5 - cuts, 12))
    # Each member adds Σ_j ±1[x <= j]; a cut at one half adds a folded normal of its own.
    added = np.array([signs[point:].sum() for point in range(len(shares))])
    weights = np.asarray(shares)
    variance = members * (weights @ added**2 - (weights @ added) ** 2)
    variance += (signs == 0).sum() * members / 4 * (1 - 2 / math.pi)
    return float(items * mean + NormalDist().inv_cdf(CHANCE) * math.sqrt(items * variance))


def _expected_gap(cut: float, members: int) -> float:
    """Give E min(N, n - N) for a binomial N taken as normal."""
    spread = math.sqrt(members * cut * (1 - cut))
    off = members * abs(cut - 0.5)
    if spread == 0:
        return members / 2 - off
    ratio = off / spread
    folded = spread * math.sqrt(2 / math.pi) * math.exp(-(ratio**2) / 2)
    return members / 2 - folded - off * (1 - 2 * NormalDist().cdf(-ratio))
