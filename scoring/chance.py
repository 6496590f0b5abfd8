"""How much consensus members who answer at random would show."""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import index

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Waves = npt.NDArray[np.complex128]

CHANCE = 0.05
# Values that come up more seldom than this, all together, are left out.
SELDOM = 1e-17
LEAST = 1e-300  # in the place of 0, under a logarithm or a fraction
CELLS_AT_ONCE = 2**17


def chance_line(
    *, options: int, items: int, members: int, null: Sequence[float] | None = None
) -> float:
    """Consensus at or below which a group agrees no more than chance would make it.

    The smallest attainable ``c`` with ``P(C > c) <= .05``, where ``C`` is the mean consensus
    of `items` independent items that `members` answer independently at random. Exact for any
    number of them: the distribution of ``n·AD = Σ_j min(N_j, n - N_j)`` by dynamic programming
    over the cumulative counts ``N_j``, and its convolution over the items, both on the
    characteristic function ``E exp(iω·n·AD)`` at every ω of a Fourier transform.

    Only a cut ``j`` that may lie on either side of the middle is gone through count by count;
    below it a member adds the number of cuts above the answer, beyond it those below it,
    independently of all others. Counts and sums outside of Hoeffding's and McDiarmid's bounds
    for 1e-17 are left out. So time and memory grow with about the members, not with their third
    power, and the probabilities are within 1e-12 of the exact ones up to 10,000 members, within
    1e-10 for a million. The line is the exact one unless a probability is as near as that to .05.

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
        From 0 to 100; 100 where even full agreement is no more than chance.

    Raises
    ------
    ValueError
        If a number is too small, or `null` is no distribution over the options.
    TypeError
        If a number is not whole.

    References
    ----------
    Dunlap, Burke & Smith-Crowe (2003), Accurate tests of statistical significance for r_WG and
    average deviation interrater agreement indexes, J. Applied Psychology 88(2), 356-362, for
    judging agreement by its distribution under random answers, there simulated. The exact
    computation is ours.
    """
    options, items, members = index(options), index(items), index(members)
    if options < 2 or items < 1 or members < 1:
        raise ValueError(f"no scale of {options}, {items} items, {members} members")
    shares = (1 / options,) * options if null is None else tuple(float(p) for p in null)
    if len(shares) != options or min(shares) < 0 or not math.isclose(sum(shares), 1):
        raise ValueError(f"null must be {options} shares that add up to 1, got {shares}")
    return _line(shares, items, members)


@lru_cache(maxsize=4096)
def _line(shares: tuple[float, ...], items: int, members: int) -> float:
    lowest, chances = _chances_of_sum(shares, items, members)
    # The largest Σ n·AD below which at most 5 % of random groups fall; sums of .05 that
    # rounding puts a hair above it are still .05.
    seldom = np.searchsorted(np.cumsum(chances), CHANCE * (1 + 1e-12), side="right")
    return 100 * (1 - 2 * (lowest + int(seldom)) / (members * items * (len(shares) - 1)))


def _chances_of_sum(shares: tuple[float, ...], items: int, members: int) -> tuple[int, Floats]:
    """Give the lowest Σ n·AD over the items, and the probability of each from it on."""
    lowest, one = _chances_of_item(shares, members)
    if items == 1:
        return lowest, one
    centre = items * float(one @ np.arange(one.size))
    reach = (len(shares) - 1) * _reach(members * items)
    first, last = _whole(centre - reach, centre + reach, most=items * (one.size - 1))
    places = max(_places(last - first + 1), _places(one.size))
    return items * lowest + first, _unfold(np.fft.rfft(one, places) ** items, first, last)


@lru_cache(maxsize=1024)
def _chances_of_item(shares: tuple[float, ...], members: int) -> tuple[int, Floats]:
    """Give the lowest n·AD of one item, and the probability of each from it on."""
    lowest, highest = _range_of_item(shares, members)
    places = _places(highest - lowest + 1)
    chances = _unfold(_characteristic(shares, members, places).conj(), lowest, highest)
    chances.flags.writeable = False  # the cache hands out the same array again
    return lowest, chances


def _range_of_item(shares: tuple[float, ...], members: int) -> tuple[int, int]:
    """Give between which n·AD all but `SELDOM` fall (McDiarmid: one member moves it k - 1)."""
    cuts = np.cumsum(shares)[:-1]
    # The mean of min(N, n - N) is at most the smaller of both means, and less by √n/2 at most.
    centre = members * float(np.minimum(cuts, 1 - cuts).sum())
    reach, less = _reach(members), math.sqrt(members) / 2
    low, high = centre - cuts.size * (reach + less), centre + cuts.size * reach
    return _whole(low, high, most=cuts.size * (members // 2))


def _characteristic(shares: tuple[float, ...], members: int, places: int) -> Waves:
    """Give E exp(iω·n·AD) of one item at ω = 2πw/places, w from 0 to half the places."""
    turns = np.exp(2j * np.pi * np.arange(places) / places)
    cuts = np.cumsum(shares)[:-1]
    first, last = _open_cuts(cuts, members)
    counts = _counts(cuts[first : last + 1], members)
    alone = _binomial(np.zeros(1, dtype=np.int64), counts[0], members, cuts[first])
    steps = [*_steps(shares, counts, members, first)]
    below = _of_a_member(shares[first::-1], turns)
    beyond = _of_a_member(shares[last + 1 :], turns)
    found = np.zeros(places // 2 + 1, dtype=np.complex128)
    size = np.abs(below) ** float(counts[0][0]) * np.abs(beyond) ** float(members - counts[-1][-1])
    for waves in _some_at_once(np.flatnonzero(size >= SELDOM), max(map(len, counts))):
        state: Waves = alone.T * _powers(below[waves], counts[0])
        state = state * _turned(counts[0], members, waves, turns)
        for step, count in zip(steps, counts[1:], strict=True):
            state = (step.T @ state) * _turned(count, members, waves, turns)
        found[waves] = (state * _powers(beyond[waves], members - counts[-1])).sum(axis=0)
    return found


def _turned(count: Whole, members: int, waves: Whole, turns: Waves) -> Waves:
    """Give exp(iω·min(N, n - N)) for each count N (rows) and ω (columns)."""
    smaller = np.minimum(count, members - count)[:, np.newaxis]
    return turns[smaller * waves % turns.size]


def _open_cuts(cuts: Floats, members: int) -> tuple[int, int]:
    """Give the first and last cut of which either side may be the smaller; if none, one between."""
    off = np.abs(members * cuts - members / 2)
    near = np.flatnonzero(off <= _reach(members))
    if not near.size:
        near = np.array([max(int(np.searchsorted(cuts, 0.5)) - 1, 0)])
    return int(near[0]), int(near[-1])


def _counts(cuts: Floats, members: int) -> list[Whole]:
    """Give the counts at each cut that all but `SELDOM` of the groups have (Hoeffding)."""
    reach = _reach(members)
    ranges = (_whole(members * c - reach, members * c + reach, most=members) for c in cuts)
    return [np.arange(first, last + 1) for first, last in ranges]


def _of_a_member(shares: Sequence[float], turns: Waves) -> Waves:
    """Give E exp(iωD) of a member whose answer lies D = 0, 1, … cuts away, by `shares`."""
    waves = np.arange(turns.size // 2 + 1)
    whole = max(sum(shares), LEAST)
    found: Waves = np.zeros(waves.size, dtype=np.complex128)
    for away, share in enumerate(shares):
        found = found + share / whole * turns[waves * away % turns.size]
    return found


def _powers(base: Waves, times: Whole) -> Waves:
    """Give powers of each base (columns) by each exponent (rows)."""
    if (base == 1).all():
        return np.ones((times.size, base.size), dtype=np.complex128)
    powers: Waves = base ** times[:, np.newaxis].astype(np.float64)
    return powers


def _some_at_once(waves: Whole, counts: int) -> Iterator[Whole]:
    some = max(1, CELLS_AT_ONCE // counts)
    for start in range(0, waves.size, some):
        yield waves[start : start + some]


def _steps(
    shares: Sequence[float], counts: Sequence[Whole], members: int, first: int
) -> Iterator[Floats]:
    """Give P(N_j | N_{j-1}) for each open cut j after the first."""
    left = 1 - np.cumsum(shares)
    for cut, (before, after) in enumerate(pairwise(counts), start=first):
        share = min(1.0, shares[cut + 1] / max(float(left[cut]), LEAST))
        yield _binomial(before, after, members, share)


def _binomial(before: Whole, after: Whole, members: int, share: float) -> Floats:
    """Give P(column | row) where each member beyond the row's count joins by `share`."""
    here, beyond = (math.log(max(p, LEAST)) for p in (share, 1 - share))
    joined = after - before[:, np.newaxis]
    joining = _log_factorials(np.arange(max(int(joined.max()), 0) + 1))[np.maximum(joined, 0)]
    logs = joined * here + (members - after) * beyond - joining - _log_factorials(members - after)
    logs = np.where(joined >= 0, logs, -np.inf)
    ways: Floats = np.exp(logs - logs.max(axis=1, keepdims=True))
    chances: Floats = ways / ways.sum(axis=1, keepdims=True)
    return chances


def _log_factorials(of: Whole) -> Floats:
    return np.array([math.lgamma(number + 1) for number in of])


def _unfold(waves: Waves, first: int, last: int) -> Floats:
    """Give the probabilities from first to last, which a Fourier transform wraps round."""
    wrapped = np.fft.irfft(waves, 2 * (waves.size - 1))
    found: Floats = np.roll(wrapped, -(first % wrapped.size))[: last - first + 1]
    return np.maximum(found, 0)


def _reach(members: int) -> float:
    """Give how far a sum of so many numbers from 0 to 1 is from its mean, but for `SELDOM`."""
    return math.sqrt(members * math.log(2 / SELDOM) / 2)


def _whole(low: float, high: float, *, most: int) -> tuple[int, int]:
    return max(0, math.floor(low)), min(most, math.ceil(high))


def _places(numbers: int) -> int:
    """Give a power of two that holds them, of which the Fourier transform is quick."""
    return max(2, 1 << (numbers - 1).bit_length())
