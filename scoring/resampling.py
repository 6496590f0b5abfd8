"""Intervals by resampling members: consensus with its bias taken out.

Members are resampled, never single answers: what a member says on one item goes with what
the same member says on the others.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.canonical import Answers
from scoring.counts import quotient
from scoring.frame import CANT_SAY
from scoring.interval import CONFIDENCE, FEWEST_ANSWERS, around, jackknife_error, unheard
from scoring.student import t_quantile

Floats = npt.NDArray[np.float64]

REPLICATES = 2_000
MOST_MEMBERS = 5_000
BUCKETS = 1_000
REPLICATES_AT_ONCE = 250
MOST_PACKED = 255


@dataclass(frozen=True, kw_only=True, eq=False)
class _Units:
    """Members, or buckets of members, and how they answered.

    ``upto[j, u, i]`` counts the answers of unit u to item i at or below point j; at the last
    point all of them.
    """

    upto: npt.NDArray[np.float32]
    single: bool  # each unit is one member


def consensus_intervals(
    answers: Answers,
    groups: Sequence[Sequence[int]],
    *,
    options: int,
    seed: bytes,
    invited: int | None = None,
) -> tuple[list[Result], Result]:
    """Consensus of each group of items and the mean over the groups, with intervals.

    The value is the mean of ``C = 100·(1 - 2·AD_Md/(k - 1))`` over a group's items, each over
    those who answered it; items with fewer than 5 answers are left out. The interval is
    ``C - b ± t·√(SE² + b²/4)``: SE by deleting one member at a time, times √(1 - n/N);
    ``b = (1 - n/N)·mean(C* - C)`` over 2,000 replicates of the members, because a sample
    agrees more than the members it was drawn from. Above 5,000 members both use 1,000 random
    buckets of members.

    Parameters
    ----------
    answers : ndarray of uint8, shape (columns, sheets)
        Sorted sheets: the replicates follow their order.
    groups : sequence of sequence of int
        Columns of the items of each characteristic.
    options : int
        Points k of the scale.
    seed : bytes
        Seeds numpy's legacy generator, whose stream never changes.
    invited : int, optional
        Members N asked; without it no correction for their number.

    Returns
    -------
    (list of Estimate or Absent, Estimate or Absent)
        0 to 100; absent under 5 answers to every item. The mean is absent when a group is.
    """
    answered = (answers > 0) & (answers != CANT_SAY)
    enough = answered.sum(axis=1) >= FEWEST_ANSWERS
    kept = [[column for column in group if enough[column]] for group in groups]
    columns = [column for group in kept for column in group]
    if not columns:
        nothing = Absent(Reason.TOO_FEW_ANSWERS if groups else Reason.NOT_MEASURED)
        return [nothing for _ in groups], nothing
    generator = np.random.RandomState(np.frombuffer(seed, dtype="<u4"))
    units = _units(answers, columns, options=options, generator=generator)
    sizes = [len(group) for group in kept]
    heard = [int(answered[group].any(axis=0).sum()) for group in kept]
    return _results(units, sizes, heard, generator=generator, invited=invited)


def _results(
    units: _Units,
    sizes: list[int],
    heard: list[int],
    *,
    generator: np.random.RandomState,
    invited: int | None,
) -> tuple[list[Result], Result]:
    total = units.upto.sum(axis=1, keepdims=True, dtype=np.float64)
    value = _by_group(_consensus(total), sizes)[0]
    without = _by_group(_consensus(total - units.upto), sizes)
    # When all were heard there is no bias, and no need to know it.
    everybody = invited is not None and min(heard) >= invited
    bias = 0 * value if everybody else _replicate_mean(units, sizes, generator) - value
    results: list[Result] = []
    for g, size in enumerate(sizes):
        absent = Absent(Reason.TOO_FEW_ANSWERS)
        results.append(
            _estimate(value[g], without[:, g], bias[g], answers=heard[g], invited=invited)
            if size
            else absent
        )
    whole = (
        _estimate(value[-1], without[:, -1], bias[-1], answers=min(heard), invited=invited)
        if all(sizes)
        else Absent(Reason.TOO_FEW_ANSWERS)
    )
    return results, whole


def _estimate(
    value: float, without: Floats, bias: float, *, answers: int, invited: int | None
) -> Estimate:
    share = unheard(answered=answers, invited=invited)
    error = jackknife_error(without) * share
    if share == 0:
        return Estimate(value=float(value), low=float(value), high=float(value), answers=answers)
    # All alike, to rounding: nothing is known of those who were not heard.
    if error < 1e-9:
        return Estimate(value=float(value), answers=answers)
    shift = float(bias) * share**2
    # The degrees of freedom are of the units resampled: members, or their buckets.
    half = t_quantile(CONFIDENCE, min(answers, without.size) - 1) * math.sqrt(
        error**2 + shift**2 / 4
    )
    return around(float(value), half=half, centre=float(value) - shift, answers=answers)


def _units(
    answers: Answers, columns: list[int], *, options: int, generator: np.random.RandomState
) -> _Units:
    chosen = answers[columns].T
    members = chosen.shape[0]
    if members <= MOST_MEMBERS:
        return _Units(upto=_upto(chosen, options), single=True)
    bucket = generator.permutation(members) % BUCKETS
    order = np.argsort(bucket, kind="stable")
    starts = np.searchsorted(bucket[order], np.arange(BUCKETS))
    sums = [np.add.reduceat(at, starts) for at in _upto(chosen[order], options)]
    return _Units(upto=np.stack(sums), single=False)


def _upto(chosen: Answers, options: int) -> npt.NDArray[np.float32]:
    """Whether each answer is at or below each point; shape (k, members, items)."""
    # Can't say, 255, is below no point.
    below = [(chosen > 0) & (chosen <= point) for point in range(1, options + 1)]
    return np.array(below, dtype=np.float32)


def _consensus(upto: Sequence[npt.NDArray[np.number]] | npt.NDArray[np.number]) -> Floats:
    """Consensus from counts at or below each point, of shape (..., items); NaN without answers."""
    *cuts, n = upto
    # Whole numbers: exact in float32 too below 2**24, but quotients are not, nor sums of bytes.
    wide = np.uint16 if n.dtype == np.uint8 else n.dtype
    passing = np.zeros(n.shape, dtype=wide)
    for cut in cuts:
        np.add(passing, np.minimum(cut, n - cut), out=passing)
    there, whole = passing.astype(np.float64), n.astype(np.float64)
    # Choosing where to divide takes twice as long as dividing.
    deviation = there / whole if n.all() else quotient(there, whole)
    consensus: Floats = 100 - deviation * (200 / len(cuts))
    return consensus


def _by_group(by_item: Floats, sizes: list[int]) -> Floats:
    """Mean over each group's items, and last the mean over groups; shape (..., groups + 1)."""
    size = np.array(sizes)
    starts = (np.cumsum(size) - size)[size > 0]
    known = ~np.isnan(by_item)
    means = np.full((*by_item.shape[:-1], size.size + 1), np.nan)
    # Groups without items are left out: to `reduceat` they would be their neighbour's first.
    means[..., :-1][..., size > 0] = quotient(
        np.add.reduceat(np.where(known, by_item, 0), starts, axis=-1),
        np.add.reduceat(known, starts, axis=-1, dtype=np.int64),
    )
    means[..., -1] = means[..., :-1].mean(axis=-1)
    return means


def _replicate_mean(units: _Units, sizes: list[int], generator: np.random.RandomState) -> Floats:
    """Mean over the replicates of what `_by_group` gives; NaN only where all are."""
    count = units.upto.shape[1]
    packed = _Packed.of(units) if units.single and count <= MOST_PACKED else None
    total, known = np.zeros(len(sizes) + 1), np.zeros(len(sizes) + 1)
    whole, replicates = np.zeros((1, units.upto.shape[2])), 0
    for weights in _weights(generator, count):
        by_item = _consensus(weights @ units.upto if packed is None else packed.counts(weights))
        if np.isnan(by_item).any():  # nobody who was drawn answered some item
            means = _by_group(by_item, sizes)
            total, known = total + np.nansum(means, axis=0), known + (~np.isnan(means)).sum(axis=0)
        else:
            whole, replicates = whole + by_item.sum(axis=0), replicates + len(by_item)
    if replicates:  # the mean of means is the mean of all
        means = replicates * _by_group(whole / replicates, sizes)[0]
        total = total + np.nan_to_num(means)
        known = known + replicates * ~np.isnan(means)
    return quotient(total, known)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Packed:
    """Cumulative counts of up to 255 members, three to a number.

    A float32 is exact below 2**24, so that one matrix product adds up three counts of 8 bits.
    """

    words: npt.NDArray[np.float32]
    points: int

    @classmethod
    def of(cls, units: _Units) -> "_Packed":
        points = units.upto.shape[0]
        words = [
            sum(at * np.float32(256**place) for place, at in enumerate(units.upto[p : p + 3]))
            for p in range(0, points, 3)
        ]
        return cls(words=np.array(words), points=points)

    def counts(self, weights: npt.NDArray[np.float32]) -> list[npt.NDArray[np.uint8]]:
        """Counts at or below each point in each replicate, of shape (replicates, items)."""
        added = (weights @ self.words).astype(np.int32)
        # Casting to 8 bits cuts off the counts in front.
        places = [(added >> bits).astype(np.uint8) for bits in (0, 8, 16)]
        return [places[point % 3][point // 3] for point in range(self.points)]


def _weights(generator: np.random.RandomState, units: int) -> Iterator[npt.NDArray[np.float32]]:
    """How often each unit is drawn in each replicate, as many draws as units."""
    shape = (REPLICATES_AT_ONCE, units)
    starts = np.arange(REPLICATES_AT_ONCE)[:, np.newaxis] * units
    # Fresh memory for each part would cost as much as drawing does.
    cells, weights = np.empty(shape, dtype=np.intp), np.empty(shape, dtype=np.float32)
    for _ in range(REPLICATES // REPLICATES_AT_ONCE):
        cells[...] = generator.randint(0, units, size=shape, dtype=np.uint16)
        np.add(cells, starts, out=cells)
        weights[...] = np.bincount(cells.ravel(), minlength=cells.size).reshape(shape)
        yield weights
