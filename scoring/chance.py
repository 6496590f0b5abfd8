"""How much consensus members who answer at random would show."""

import math
from collections.abc import Sequence
from functools import lru_cache
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
    chances = _power(_item_chances(shares, members), items)
    below = np.concatenate(([0.0], np.cumsum(chances)[:-1]))
    # Sums of .05 that rounding puts a hair above it are still .05.
    attainable = np.flatnonzero((chances > 0) & (below <= CHANCE * (1 + 1e-12)))
    return int(attainable[-1])


@lru_cache(maxsize=1024)
def _item_chances(shares: tuple[float, ...], members: int) -> Floats:
    """Give the probability of each n·AD of one item."""
    totals = (len(shares) - 1) * (members // 2) + 1
    state = np.zeros((members + 1, totals))
    state[0, 0] = 1
    left = 1.0
    for share in shares[:-1]:
        step = _binomial_steps(members, min(1.0, share / left) if left > 0 else 0.0)
        arrived = step.T @ state
        state = np.zeros_like(state)
        for below in range(members + 1):
            gap = min(below, members - below)
            state[below, gap:] = arrived[below, : totals - gap]
        left -= share
    chances: Floats = state.sum(axis=0)
    chances.flags.writeable = False  # the cache hands out the same array again
    return chances


def _binomial_steps(members: int, share: float) -> Floats:
    """Give P(N_j = column | N_{j-1} = row) where each of the rest is at point j by `share`."""
    steps = np.zeros((members + 1, members + 1))
    for below in range(members + 1):
        rest = members - below
        steps[below, below:] = [
            math.comb(rest, here) * share**here * (1 - share) ** (rest - here)
            for here in range(rest + 1)
        ]
    return steps


def _power(chances: Floats, times: int) -> Floats:
    """Convolve a distribution with itself, by repeated squaring."""
    if times == 1:
        return chances
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
