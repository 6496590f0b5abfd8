"""Intervals by resampling members: consensus with its bias taken out.

Members are resampled, never single answers: what a member says on one item goes with what
the same member says on the others.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.canonical import Answers
from scoring.counts import quotient
from scoring.frame import CANT_SAY
from scoring.interval import CONFIDENCE, FEWEST_ANSWERS, around, jackknife_errors, unheard
from scoring.student import t_quantile

Floats = npt.NDArray[np.float64]
Sides = npt.NDArray[np.float32] | npt.NDArray[np.float64]

REPLICATES = 2_000
MOST_MEMBERS = 5_000
BUCKETS = 1_000
REPLICATES_AT_ONCE = 200
# How often each of the 256 bytes draws a unit: Poisson's chances to within 1/256, of 0 to 5 times
# so often that mean and variance are exactly 1.
TIMES_DRAWN = np.repeat(np.arange(6, dtype=np.float32), (94, 95, 46, 16, 4, 1))


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
    state = np.frombuffer(seed, dtype="<u4")
    generator = np.random.RandomState(np.random.PCG64(state))
    sides = _units(answers[columns], options=options, generator=generator)
    sizes = [len(group) for group in kept]
    heard = [int(answered[group].any(axis=0).sum()) for group in kept]
    return _results(sides, sizes, heard, generator=generator, invited=invited)


def _results(
    sides: Sides,
    sizes: list[int],
    heard: list[int],
    *,
    generator: np.random.RandomState,
    invited: int | None,
) -> tuple[list[Result], Result]:
    total = sides.sum(axis=-1, keepdims=True)
    by_item = _consensus(total)
    value, without = _by_group(by_item, sizes)[:, 0], _by_group(_consensus(total - sides), sizes)
    # When all were heard there is no bias, and no need to know it.
    everybody = invited is not None and min(heard) >= invited
    drawn = by_item if everybody else _replicate_mean(sides, generator)
    bias = _by_group(drawn, sizes)[:, 0] - value
    numbers = zip(value.tolist(), jackknife_errors(without).tolist(), bias.tolist(), strict=True)
    results: list[Result] = [
        _estimate(*three, answers=answers, units=sides.shape[-1], invited=invited)
        if items
        else Absent(Reason.TOO_FEW_ANSWERS)
        for three, answers, items in zip(
            numbers, [*heard, min(heard)], [*sizes, all(sizes)], strict=True
        )
    ]
    return results[:-1], results[-1]


def _estimate(
    value: float, error: float, bias: float, *, answers: int, units: int, invited: int | None
) -> Estimate:
    share = unheard(answered=answers, invited=invited)
    error = error * share
    if share == 0:
        return Estimate(value=value, low=value, high=value, answers=answers)
    # All alike, to rounding: nothing is known of those who were not heard.
    if error < 1e-9:
        return Estimate(value=value, answers=answers)
    shift = bias * share**2
    # The degrees of freedom are of the units resampled: members, or their buckets.
    half = t_quantile(CONFIDENCE, min(answers, units) - 1) * math.sqrt(error**2 + shift**2 / 4)
    return around(value, half=half, centre=value - shift, answers=answers)


def _units(chosen: Answers, *, options: int, generator: np.random.RandomState) -> Sides:
    """Sides of the members, or added up in buckets of members; shape (k, items, units)."""
    members = chosen.shape[1]
    if members <= MOST_MEMBERS:
        return _sides(chosen, options).astype(np.float32)  # sums are exact below 2**24
    bucket = generator.permutation(members) % BUCKETS
    order = np.argsort(bucket, kind="stable")
    starts = np.searchsorted(bucket[order], np.arange(BUCKETS))
    sides = _sides(chosen[:, order], options)
    return np.add.reduceat(sides, starts, axis=-1, dtype=np.float64)


def _sides(chosen: Answers, options: int) -> npt.NDArray[np.int8]:
    """On which side of each cut of the scale an answer stands; last whether there is one.

    1 above the cut, -1 below, 0 for no answer; shape (k, items, members).
    """
    answered = ((chosen > 0) & (chosen != CANT_SAY)).view(np.int8)
    above = [(chosen > cut).view(np.int8) * 2 - 1 for cut in range(1, options)]
    sides: npt.NDArray[np.int8] = np.array([*above, np.ones_like(answered)]) * answered
    return sides


def _apart(sides: Sides) -> tuple[Sides, Sides]:
    """``Σ_j |above_j - below_j|`` and ``(k - 1)·n`` from sums of `_sides`; shape (items, ...)."""
    cuts = len(sides) - 1
    return np.abs(sides[:cuts]).sum(axis=0), sides[cuts] * cuts


def _consensus(sides: Sides) -> Floats:
    """Consensus of sums of `_sides`: the share by which one side outnumbers the other, × 100.

    It is ``100·(1 - 2·AD_Md/(k - 1))``: each cut adds its smaller side to ``n·AD_Md``, which is
    ``(n - |above - below|)/2``. Shape (items, ...); NaN without answers.
    """
    apart, most = _apart(sides)
    return 100 * quotient(apart.astype(np.float64), most.astype(np.float64))


def _by_group(by_item: Floats, sizes: list[int]) -> Floats:
    """Mean over each group's items, and last the mean over groups; shape (groups + 1, ...)."""
    size = np.array(sizes)
    starts = (np.cumsum(size) - size)[size > 0]
    known = ~np.isnan(by_item)
    means = np.full((size.size + 1, *by_item.shape[1:]), np.nan)
    # Groups without items are left out: to `reduceat` they would be their neighbour's first.
    means[:-1][size > 0] = quotient(
        np.add.reduceat(np.where(known, by_item, 0), starts, axis=0),
        np.add.reduceat(known, starts, axis=0, dtype=np.int64),
    )
    means[-1] = means[:-1].mean(axis=0)
    return means


def _replicate_mean(sides: Sides, generator: np.random.RandomState) -> Floats:
    """Mean consensus of each item over the replicates that hold an answer; shape (items, 1)."""
    points, items, units = sides.shape
    flat = sides.reshape(points * items, units)
    # Fresh memory for each part would cost as much as adding up does.
    added = np.empty((points * items, REPLICATES_AT_ONCE), dtype=sides.dtype)
    total, replicates = np.zeros(items), np.zeros(items, dtype=np.int64)
    for weights in _weights(generator, units):
        np.matmul(flat, weights, out=added)
        apart, most = _apart(added.reshape(points, items, -1))
        # Nobody drawn answered: 0 apart of 0.
        shares = np.divide(apart, np.maximum(most, 1), dtype=np.float64)
        total = total + shares.sum(axis=-1)
        replicates = replicates + np.count_nonzero(most, axis=-1)
    return 100 * quotient(total, replicates.astype(np.float64))[:, np.newaxis]


def _weights(generator: np.random.RandomState, units: int) -> Iterator[npt.NDArray[np.float32]]:
    """How often each unit is drawn in each replicate; shape (units, replicates)."""
    for _ in range(REPLICATES // REPLICATES_AT_ONCE):
        # Eight bytes to a number.
        numbers = generator.randint(
            0, 1 << 64, size=units * REPLICATES_AT_ONCE // 8, dtype=np.uint64
        )
        drawn = numbers.astype("<u8", copy=False).view(np.uint8).reshape(units, -1)
        # No byte is beyond the table; to wrap is the quickest way of not asking.
        yield TIMES_DRAWN.take(drawn, mode="wrap")
