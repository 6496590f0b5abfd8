"""Where a group stands on a characteristic: from 0 to 100."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Reason, Result
from scoring.canonical import Answers
from scoring.counts import quotient
from scoring.frame import Frame
from scoring.interval import FEWEST_ANSWERS, with_interval
from scoring.statistics import points

Floats = npt.NDArray[np.float64]


def scale_values(answers: Answers, frame: Frame, columns: tuple[int, ...]) -> Floats:
    """Each member's mean over the items answered, reversed ones turned round (x → k + 1 - x).

    Parameters
    ----------
    answers : ndarray of uint8, shape (frame.width, sheets)
    frame : Frame
    columns : tuple of int
        Columns of the items.

    Returns
    -------
    ndarray, shape (sheets,)
        From 1 to k; NaN for members who answered fewer than half of the items. Can't say is
        not answered.
    """
    turned = points(answers, frame, columns)
    answered = (turned > 0).sum(axis=0)
    total = turned.sum(axis=0, dtype=np.int64)
    enough = 2 * answered >= len(columns)
    return np.where(enough, quotient(total, answered), np.nan)


def rescaled(values: Floats, options: int) -> Floats:
    """Turn 1 … k into 0 … 100."""
    return 100 * (values - 1) / (options - 1)


def level(values: Floats, *, options: int, invited: int | None = None) -> Result:
    """Level of a group on a characteristic, ``100·(mean - 1)/(k - 1)``.

    The interval is ``± t·s/√n·√(1 - n/N)`` with n members and N invited; without `invited`
    the last factor is 1.

    Parameters
    ----------
    values : ndarray, shape (members,)
        Scale values from 1 to k, NaN for none; see `scale_values`.
    options : int
        Points k of the scale.
    invited : int, optional
        Members N asked. Numbers below n count as n.

    Returns
    -------
    Estimate or Absent
        From 0 to 100; absent under 5 values. Without an interval when all values are alike
        and somebody was not heard.
    """
    known = rescaled(values[~np.isnan(values)], options)
    if known.size < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    error = float(known.std(ddof=1)) / math.sqrt(known.size) if np.ptp(known) > 0 else 0.0
    return with_interval(float(known.mean()), error=error, answers=int(known.size), invited=invited)


def overall(values: Sequence[Floats], *, options: int, invited: int | None = None) -> Result:
    """Mean of the levels of all characteristics.

    The error is that of the members' own means; where members miss some characteristics,
    that of their contributions ``z_i = Σ_c (x_ic - mean_c)/(C·n_c)`` to the mean of means.

    Parameters
    ----------
    values : sequence of ndarray, shape (members,) each
        One array of scale values for each characteristic.
    options, invited
        As for `level`.

    Returns
    -------
    Estimate or Absent
        From 0 to 100; absent when any level is.
    """
    if not values:
        return Absent(Reason.NOT_MEASURED)
    if min(int((~np.isnan(x)).sum()) for x in values) < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    mean, parts = contributions(values, options=options)
    answers = min(int((~np.isnan(x)).sum()) for x in values)
    members = int((~np.isnan(np.stack(values))).any(axis=0).sum())
    spread = float(np.sqrt((parts**2).sum() * members / (members - 1)))
    error = spread if spread > 1e-12 else 0.0
    return with_interval(mean, error=error, answers=answers, invited=invited)


def contributions(values: Sequence[Floats], *, options: int) -> tuple[float, Floats]:
    """Give the mean of the levels and what each member adds to it, around 0."""
    mean = 0.0
    parts = np.zeros(values[0].shape)
    for column in values:
        scaled = rescaled(column, options)
        known = ~np.isnan(scaled)
        centre = float(scaled[known].mean())
        mean += centre / len(values)
        parts = parts + np.where(known, scaled - centre, 0) / (known.sum() * len(values))
    return mean, parts
