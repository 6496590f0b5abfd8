"""How well the members know one another: predictions against what the others say."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.counts import quotient
from scoring.interval import FEWEST_ANSWERS, jackknife_error, with_interval

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

NOTHING_TO_KNOW = 0.02
FEWEST_OTHERS = 2
TENTHS = np.arange(11) / 10
CELLS = 36


@dataclass(frozen=True, kw_only=True)
class Bias:
    """What members predict of one anchor item, and what the others say; shares from 0 to 1."""

    predicted: Result
    actual: Result
    bias: Result


def calibration(
    agreed: npt.ArrayLike, predicted: npt.ArrayLike, *, invited: int | None = None
) -> Result:
    """How well members predict the share of the others who agree.

    Over every member i and anchor j with a prediction ``p = tenths/10`` and ``m >= 2`` other
    answers, of which a share ``q`` agrees: ``D = mean (p - q)²``, ``U = mean (½ - q)²``,
    ``v = mean q(1-q)/(m-1)·(1 - m/(N-1))``, the part of D that comes of not hearing all.
    Calibration is ``100·U′/(U′ + D′)`` with ``D′ = max(0, D - v)`` and ``U′ = U - v``.

    Parameters
    ----------
    agreed : array_like of int, shape (anchors, members)
        1 above the middle of the scale, 0 not above, -1 no answer.
    predicted : array_like of int, shape (anchors, members)
        Of 10 others how many agree, 0 to 10; -1 no prediction.
    invited : int, optional
        Members N asked; without it the last factor of v is 1.

    Returns
    -------
    Estimate or Absent
        100: the members know one another; 50: what "half" every time gives; 0: worst. The
        interval is by deleting one member at a time; there is none when without some member
        nothing is left to know. TOO_FEW_ANSWERS under 5 members with a prediction, NOT_MEASURED
        without anchors, GROUP_SPLIT_EVENLY when U′ < .02.

    Raises
    ------
    ValueError
        If the shapes differ or a value is out of range.

    References
    ----------
    Ours, not validated on real groups.
    """
    # As floats, in which no number wraps around.
    states, tenths = (np.asarray(each, dtype=np.float64) + 1 for each in (agreed, predicted))
    if states.shape != tenths.shape or states.ndim != 2:
        raise ValueError(f"both need shape (anchors, members), got {states.shape}, {tenths.shape}")
    if not (np.isin(states, (0, 1, 2)).all() and np.isin(tenths, range(12)).all()):
        raise ValueError("agreed is -1, 0 or 1, predicted from -1 to 10")
    return calibration_with_replicates(
        states.astype(np.int64), tenths.astype(np.int64), invited=invited
    )[0]


def calibration_with_replicates(
    states: npt.NDArray[np.integer], tenths: npt.NDArray[np.integer], *, invited: int | None
) -> tuple[Result, Floats]:
    """Calibration, and its value without each member; NaN where that has none.

    States are 0 no answer, 1 does not agree, 2 agrees; tenths 0 no prediction, 1 … 11.
    """
    members = int((tenths > 0).any(axis=0).sum()) if tenths.size else 0
    if members < FEWEST_ANSWERS:
        reason = Reason.TOO_FEW_ANSWERS if states.shape[0] else Reason.NOT_MEASURED
        return Absent(reason), np.full(states.shape[1], np.nan)
    tables = tabulate(states, tenths)
    each = _sums(tables, invited)
    sums = each.sum(axis=0)
    if sums[3] < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS), np.full(states.shape[1], np.nan)
    known, unknown = _parts(sums)
    without = _without_each(tables, each, (states, tenths), invited)
    if known < NOTHING_TO_KNOW:
        return Absent(Reason.GROUP_SPLIT_EVENLY), without
    value = float(100 * known / (known + unknown))
    return _estimate(value, without, members=members, invited=invited), without


def tabulate(states: npt.NDArray[np.integer], tenths: npt.NDArray[np.integer]) -> Whole:
    """Count members by state and prediction; shape (anchors, 3, 12)."""
    anchors = states.shape[0]
    cells = (np.arange(anchors)[:, np.newaxis] * 3 + states) * 12 + tenths
    return np.bincount(cells.ravel(), minlength=anchors * CELLS).reshape(anchors, 3, 12)


def biases(tables: Whole) -> list[Bias]:
    """How each anchor was predicted, over the members with a prediction and m >= 2 others."""
    return [_bias(table) for table in tables]


def overall_bias(tables: Whole) -> Result:
    """Mean of p - q over all members and anchors: above 0 the group flatters itself."""
    if tables.shape[0] == 0:
        return Absent(Reason.NOT_MEASURED)
    counts, shares, _ = _cells(tables)
    count = counts.sum()
    if _predictors(tables) < FEWEST_ANSWERS or count < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    off = (counts @ TENTHS).sum() - (counts.sum(axis=-1) * shares).sum()
    return Estimate(value=float(off / count), answers=_predictors(tables))


def false_consensus(tables: Whole) -> Result:
    """Mean prediction of those who agree less that of those who do not, mean over the anchors.

    From -1 to 1; absent where no anchor has both, or fewer than 5 members predicted.
    """
    if tables.shape[0] == 0:
        return Absent(Reason.NOT_MEASURED)
    counts = tables[:, 1:, 1:].sum(axis=2)
    means = (tables[:, 1:, 1:] @ TENTHS) / np.maximum(counts, 1)
    both = (counts > 0).all(axis=1)
    if not both.any() or counts.sum(axis=1).max() < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    gaps = (means[:, 1] - means[:, 0])[both]
    return Estimate(value=float(gaps.mean()), answers=_predictors(tables))


def _predictors(tables: Whole) -> int:
    return int(tables[:, :, 1:].sum(axis=(1, 2)).max())


def _estimate(value: float, without: Floats, *, members: int, invited: int | None) -> Estimate:
    error = 0.0 if np.isnan(without).any() else jackknife_error(without)
    return with_interval(value, error=error, answers=members, invited=invited)


def _bias(table: Whole) -> Bias:
    counts, shares, _ = _cells(table)
    answers = int(counts.sum())
    if answers < FEWEST_ANSWERS:
        absent = Absent(Reason.TOO_FEW_ANSWERS)
        return Bias(predicted=absent, actual=absent, bias=absent)
    predicted = float((counts @ TENTHS).sum() / answers)
    actual = float((counts.sum(axis=1) @ shares) / answers)
    return Bias(
        predicted=Estimate(value=predicted, answers=answers),
        actual=Estimate(value=actual, answers=answers),
        bias=Estimate(value=predicted - actual, answers=answers),
    )


def _cells(tables: Whole) -> tuple[Whole, Floats, Floats]:
    """Predictions counted by state, and for each state the others' share agreeing and number.

    Shapes (..., 3, 11), (..., 3), (..., 3). Members with fewer than two others are left out.
    """
    by_state = tables.sum(axis=-1)
    others = by_state[..., 1:].sum(axis=-1, keepdims=True) - np.array([0, 1, 1])
    agreeing = by_state[..., 2:] - np.array([0, 0, 1])
    usable = others >= FEWEST_OTHERS
    shares = np.where(usable, agreeing / np.maximum(others, 1), 0)
    return tables[..., 1:] * usable[..., np.newaxis], shares, others


def _sums(tables: Whole, invited: int | None) -> Floats:
    """Σ (p - q)², Σ (½ - q)², Σ v and their number, for each table; shape (..., 4)."""
    counts, shares, others = _cells(tables)
    by_state = counts.sum(axis=-1)
    misses = np.einsum("...st,...st", counts, (TENTHS - shares[..., np.newaxis]) ** 2)
    known = (by_state * (0.5 - shares) ** 2).sum(axis=-1)
    unsure = shares * (1 - shares) / np.maximum(others - 1, 1)
    if invited is not None:
        unsure = unsure * np.maximum(0, 1 - others / max(invited - 1, 1))
    noise = (by_state * unsure).sum(axis=-1)
    return np.stack((misses, known, noise, by_state.sum(axis=-1)), axis=-1)


def _parts(sums: Floats) -> tuple[Floats, Floats]:
    """U′ and D′ from sums of shape (..., 4)."""
    count = np.maximum(sums[..., 3], 1)
    misses, known, noise = (sums[..., part] / count for part in range(3))
    return known - noise, np.maximum(0, misses - noise)


def _without_each(
    tables: Whole,
    sums: Floats,
    chosen: tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]],
    invited: int | None,
) -> Floats:
    """Calibration without each member, from the sums without a member of each cell."""
    states, tenths = chosen
    # Cells without members give nonsense that nobody asks for.
    rest = tables[:, np.newaxis] - np.eye(CELLS, dtype=np.int64).reshape(CELLS, 3, 12)
    changes = _sums(rest, invited) - sums[:, np.newaxis]
    cells = states.astype(np.int64) * 12 + tenths
    anchors = np.arange(tables.shape[0])[:, np.newaxis]
    total = sums.sum(axis=0) + changes[anchors, cells].sum(axis=0)
    known, unknown = _parts(total)
    # Less than nothing to know is nothing to know.
    known = np.maximum(known, 0)
    without = quotient(100 * known, known + unknown)
    # Where no prediction is left, rounding may still leave a trace of one.
    return np.where(total[:, 3] > 0.5, without, np.nan)
