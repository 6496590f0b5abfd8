"""Intervals by leaving members out: consensus, with its bias taken out.

Members are left out, never single answers: what a member says on one item goes with what the
same member says on the others.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.agreement import consensus
from scoring.canonical import Answers
from scoring.expected_consensus import expected_consensus
from scoring.frame import CANT_SAY
from scoring.interval import CONFIDENCE, FEWEST_ANSWERS, around, jackknife_errors, unheard
from scoring.student import t_quantile

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MEMBERS_AT_ONCE = 1 << 13  # beyond, fresh memory costs more than adding up


def consensus_intervals(
    answers: Answers,
    groups: Sequence[Sequence[int]],
    *,
    options: int,
    invited: int | None = None,
) -> tuple[list[Result], Result]:
    """Consensus of each group of items and the mean over the groups, with intervals.

    The value is the mean of ``C = 100·(1 - 2·AD_Md/(k - 1))`` over a group's items, each over
    those who answered it; items with fewer than 5 answers are left out. The interval is
    ``C - b ± t·√(SE² + b²/4)``: SE by deleting one member at a time, times √(1 - n/N);
    ``b = (1 - n/N)·(E C* - C)`` by `expected_consensus`, because a sample agrees more than the
    members it was drawn from.

    Parameters
    ----------
    answers : ndarray of uint8, shape (columns, sheets)
    groups : sequence of sequence of int
        Columns of the items of each characteristic.
    options : int
        Points k of the scale.
    invited : int, optional
        Members N asked; without it no correction for their number.

    Returns
    -------
    (list of Estimate or Absent, Estimate or Absent)
        0 to 100; TOO_FEW_ANSWERS under 5 answers to every item. The mean is absent when a group
        is, NOT_MEASURED without groups. Without an interval when the error is 0 and somebody was
        not heard; of no width when everybody was. The ends are clipped to 0 and 100, and the
        value may lie above the upper one.

    References
    ----------
    Tukey (1958), Bias and confidence in not quite large samples, Annals of Mathematical
    Statistics 29(2), 614 (jackknife). Efron (1979), Annals of Statistics 7(1), 1-26 (bias). To
    put them together so is ours; docs/scoring.md gives its coverage in simulations.
    """
    answered = (answers > 0) & (answers != CANT_SAY)
    enough = (np.count_nonzero(answered, axis=1) >= FEWEST_ANSWERS).tolist()
    kept = [[column for column in group if enough[column]] for group in groups]
    nothing = Absent(Reason.TOO_FEW_ANSWERS if groups else Reason.NOT_MEASURED)
    if not any(kept):
        return [nothing for _ in groups], nothing
    found = _estimates(answers, [group for group in kept if group], options, invited)
    results = [next(found) if group else nothing for group in kept]
    return results, next(found) if all(kept) else nothing


def _estimates(
    answers: Answers, groups: list[list[int]], options: int, invited: int | None
) -> Iterator[Result]:
    """Give the estimate of each group of items, and last of the mean over the groups."""
    chosen = answers[[column for group in groups for column in group]]
    chosen = chosen * (chosen != CANT_SAY)
    sizes = np.array([len(group) for group in groups])
    starts = np.cumsum(sizes) - sizes
    counts = _counted(chosen, options)
    # With all answers, and without one of each point.
    fewer = np.append(np.zeros((1, options)), np.eye(options), axis=0)
    table = consensus(np.maximum(counts[:, np.newaxis] - fewer, 0))
    value = table[:, :1]
    gained = expected_consensus(counts)[:, np.newaxis] - value
    errors = jackknife_errors(_without_each(chosen, table, starts, sizes))
    heard = np.count_nonzero(np.maximum.reduceat(chosen, starts, axis=0), axis=1).tolist()
    for numbers in zip(
        _by_group(value, starts, sizes)[:, 0].tolist(),
        errors.tolist(),
        _by_group(gained, starts, sizes)[:, 0].tolist(),
        [*heard, min(heard)],
        strict=True,
    ):
        yield _estimate(*numbers, invited=invited)


def _estimate(
    value: float, error: float, bias: float, answers: int, *, invited: int | None
) -> Estimate:
    share = unheard(answered=answers, invited=invited)
    error = error * share
    if share == 0:
        return Estimate(value=value, low=value, high=value, answers=answers)
    # All alike, to rounding: nothing is known of those who were not heard.
    if error < 1e-9:
        return Estimate(value=value, answers=answers)
    shift = bias * share**2
    half = t_quantile(CONFIDENCE, answers - 1) * math.sqrt(error**2 + shift**2 / 4)
    return around(value, half=half, centre=value - shift, answers=answers)


def _counted(chosen: Answers, options: int) -> Whole:
    """How often each point was chosen; shape (items, k)."""
    items, members = chosen.shape
    first = np.arange(items)[:, np.newaxis] * (options + 1)
    counts = np.zeros(items * (options + 1), dtype=np.int64)
    for start in range(0, members, MEMBERS_AT_ONCE):
        cells = (first + chosen[:, start : start + MEMBERS_AT_ONCE]).ravel()
        counts += np.bincount(cells, minlength=counts.size)
    return counts.reshape(items, -1)[:, 1:]


def _without_each(chosen: Answers, table: Floats, starts: Whole, sizes: Whole) -> Floats:
    """Consensus without each member, by group; the table gives it by item and point taken out."""
    items, members = chosen.shape
    first = np.arange(items)[:, np.newaxis] * table.shape[1]
    without = np.empty((len(sizes) + 1, members))
    for start in range(0, members, MEMBERS_AT_ONCE):
        block = slice(start, start + MEMBERS_AT_ONCE)
        without[:, block] = _by_group(table.take(first + chosen[:, block]), starts, sizes)
    return without


def _by_group(by_item: Floats, starts: Whole, sizes: Whole) -> Floats:
    """Mean over each group's items, and last the mean over the groups; shape (groups + 1, ...)."""
    means = np.add.reduceat(by_item, starts, axis=0) / sizes[:, np.newaxis]
    return np.append(means, means.mean(axis=0, keepdims=True), axis=0)
