"""Where a group stands on a characteristic: from 0 to 100."""

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

    Raises
    ------
    IndexError
        If there are no columns, or one of them is not there.

    References
    ----------
    The mean of the items answered is customary; that half of them are enough is ours.
    """
    (values,) = scale_values_of_each(answers, frame, [columns])
    return np.asarray(values)


def scale_values_of_each(
    answers: Answers, frame: Frame, groups: Sequence[tuple[int, ...]]
) -> Floats:
    """Give the `scale_values` of several groups of items; shape (groups, sheets)."""
    turned = points(answers, frame, tuple(column for group in groups for column in group))
    size = np.array([len(group) for group in groups])
    starts = np.cumsum(size) - size
    answered = np.add.reduceat(turned > 0, starts, axis=0, dtype=np.int64)
    total = np.add.reduceat(turned, starts, axis=0, dtype=np.int64)
    return np.where(2 * answered >= size[:, np.newaxis], quotient(total, answered), np.nan)


def rescaled(values: Floats, options: int) -> Floats:
    """Turn 1 … k into 0 … 100."""
    return 100 * (values - 1) / (options - 1)


def level(values: npt.ArrayLike, *, options: int, invited: int | None = None) -> Result:
    """Level of a group on a characteristic, ``100·(mean - 1)/(k - 1)``.

    The interval is ``± t·s/√n·√(1 - n/N)``, clipped to 0 and 100, with n members, N invited
    and the 97.5 % point t of Student's distribution of n - 1 degrees of freedom; without
    `invited` the last factor is 1.

    Parameters
    ----------
    values : array_like, shape (members,)
        Scale values from 1 to k, NaN for none; see `scale_values`.
    options : int
        Points k of the scale, at least 2.
    invited : int, optional
        Members N asked. Numbers below n count as n.

    Returns
    -------
    Estimate or Absent
        From 0 to 100; TOO_FEW_ANSWERS under 5 values. Without an interval when all values are
        alike and somebody was not heard; of no width when everybody was.

    Raises
    ------
    ValueError
        If values have not one axis or one is not from 1 to k, or there are fewer than two
        points.

    References
    ----------
    Cochran (1977), Sampling techniques, chapter 2 (the mean of a finite population).
    """
    given = _checked(values, options=options, axes=1)
    return levels(given[np.newaxis], options=options, invited=invited)[0]


def levels(values: Floats, *, options: int, invited: int | None = None) -> list[Result]:
    """Give the `level` on several characteristics at once; shape (characteristics, members)."""
    means, centred, answers = _centred(values, options)
    squares = (centred**2).sum(axis=1)
    errors = np.sqrt(squares / np.maximum(answers * (answers - 1), 1))
    # Rounding must not leave a trace of spread where there is none.
    least, most = (end.reduce(values, axis=1, initial=np.nan) for end in (np.fmin, np.fmax))
    errors = np.where(most > least, errors, 0)
    return [
        with_interval(mean, error=error, answers=count, invited=invited)
        if count >= FEWEST_ANSWERS
        else Absent(Reason.TOO_FEW_ANSWERS)
        for mean, error, count in zip(
            means.tolist(), errors.tolist(), answers.tolist(), strict=True
        )
    ]


def overall(values: npt.ArrayLike, *, options: int, invited: int | None = None) -> Result:
    """Mean of the levels of all characteristics, ``Σ_c level_c / C``.

    The error is that of the members' own means; where members miss some characteristics,
    that of their contributions ``z_i = Σ_c (x_ic - mean_c)/(C·n_c)`` to the mean of means.

    Parameters
    ----------
    values : array_like, shape (characteristics, members)
        Scale values from 1 to k, NaN for none.
    options, invited
        As for `level`.

    Returns
    -------
    Estimate or Absent
        From 0 to 100; TOO_FEW_ANSWERS when any level is, NOT_MEASURED without characteristics.
        `answers` is the least over the characteristics.

    Raises
    ------
    ValueError
        As for `level`.

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model assisted survey sampling, chapter 5
    (linearisation, for the contributions). That all characteristics count alike is ours.
    """
    each = np.asarray(values, dtype=np.float64)
    if each.shape[:1] == (0,):
        return Absent(Reason.NOT_MEASURED)
    given = _checked(each, options=options, axes=2)
    known = ~np.isnan(given)
    answers = int(known.sum(axis=1).min())
    if answers < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    mean, parts = contributions(given, options=options)
    members = int(known.any(axis=0).sum())
    spread = float(np.sqrt((parts**2).sum() * members / (members - 1)))
    error = spread if spread > 1e-12 else 0.0
    return with_interval(mean, error=error, answers=answers, invited=invited)


def contributions(values: Sequence[Floats] | Floats, *, options: int) -> tuple[float, Floats]:
    """Give the mean of the levels and what each member adds to it, around 0."""
    means, centred, answers = _centred(np.array(values), options)
    parts = centred / (answers * len(values))[:, np.newaxis]
    return float(means.mean()), parts.sum(axis=0)


def _checked(values: npt.ArrayLike, *, options: int, axes: int) -> Floats:
    if options < 2:
        raise ValueError(f"a scale has at least 2 points, got {options}")
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != axes:
        raise ValueError(f"need {axes} axes of scale values, got shape {given.shape}")
    # NaN, which is no value, is neither below nor above. Means may miss the ends by a rounding.
    if ((given < 1 - 1e-9) | (given > options + 1e-9)).any():
        raise ValueError(f"scale values are from 1 to {options}, NaN for none")
    return given


def _centred(values: Floats, options: int) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Mean of each row from 0 to 100, each value less it (0 for none), and how many there are."""
    known = ~np.isnan(values)
    answers = known.sum(axis=1)
    scaled = rescaled(values, options)
    means = quotient(np.where(known, scaled, 0).sum(axis=1), answers)
    return means, np.where(known, scaled - means[:, np.newaxis], 0), answers
