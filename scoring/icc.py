"""How much of what members answer belongs to their group: intraclass correlations."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Icc:
    """Intraclass correlations of one item or scale over many groups; NaN where undefined.

    ``icc1`` is ICC(1) with the mean group size, as R's multilevel has it, ``icc1_unbalanced``
    with n0, which allows for unequal sizes; ``icc2`` is the reliability of the group means.
    """

    icc1: float
    icc1_unbalanced: float
    icc2: float
    between: float  # mean square between groups
    within: float  # mean square within groups
    mean_size: float
    n0: float
    groups: int
    answers: int


def icc(*, answers: npt.ArrayLike, sums: npt.ArrayLike, squares: npt.ArrayLike) -> Icc:
    """ICC(1) and ICC(2) from each group's number, sum and sum of squares of its answers.

    With the mean squares of a one-way analysis of variance and group size k,
    ``ICC(1) = (MSB - MSW) / (MSB + (k - 1) · MSW)`` and ``ICC(2) = (MSB - MSW) / MSB``; k is
    the mean size N/G, or ``n0 = (N - Σn²/N) / (G - 1)``.

    Parameters
    ----------
    answers, sums, squares : array_like, shape (groups,)
        Number, sum and sum of squares of each group's answers (or scale values). Groups
        without answers are left out. All three of two sets of groups simply join.

    Returns
    -------
    Icc
        ICC(1) from -1/(k - 1) to 1, ICC(2) up to 1 and without lower bound. Undefined with
        fewer than two groups, with one answer a group, or when nothing varies.

    Raises
    ------
    ValueError
        If the shapes differ or are not (groups,), a number of answers is negative, or a
        number is not finite.

    References
    ----------
    Bliese (2000), Within-group agreement, non-independence, and reliability. Snijders &
    Bosker (1999), Multilevel analysis, chapter 3 (n0).
    """
    n, s, q = _checked(answers, sums, squares)
    groups, total = n.size, float(n.sum())
    if groups < 2 or total <= groups:
        return _undefined(groups, total)
    # Centred, so that a large mean does not swallow small differences.
    centre = float(s.sum()) / total
    apart = s - n * centre
    within_sum = float((q - 2 * centre * s + n * centre**2 - apart**2 / n).sum())
    between = float((apart**2 / n).sum()) / (groups - 1)
    within = max(within_sum, 0.0) / (total - groups)
    n0 = (total - float((n**2).sum()) / total) / (groups - 1)
    return Icc(
        icc1=_icc1(between, within, total / groups),
        icc1_unbalanced=_icc1(between, within, n0),
        icc2=(between - within) / between if between > 0 else math.nan,
        between=between,
        within=within,
        mean_size=total / groups,
        n0=n0,
        groups=groups,
        answers=int(total),
    )


def icc_of_counts(counts: npt.NDArray[np.integer]) -> Icc:
    """ICC(1) and ICC(2) of one item from the histograms of many groups.

    Parameters
    ----------
    counts : array of int, shape (groups, K)
        Number of answers at each of K scale points.
    """
    n = np.asarray(counts, dtype=np.float64)
    points = np.arange(n.shape[-1])
    return icc(answers=n.sum(axis=-1), sums=n @ points, squares=n @ points**2)


def _checked(*columns: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], ...]:
    arrays = tuple(np.asarray(column, dtype=np.float64) for column in columns)
    if len({array.shape for array in arrays}) > 1 or arrays[0].ndim != 1:
        raise ValueError(f"need three of shape (groups,), got {[a.shape for a in arrays]}")
    if (arrays[0] < 0).any():
        raise ValueError(f"answers must not be negative, got {arrays[0].min():g}")
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("answers, sums and squares must be finite")
    heard = arrays[0] > 0
    return tuple(array[heard] for array in arrays)


def _icc1(between: float, within: float, size: float) -> float:
    whole = between + (size - 1) * within
    return (between - within) / whole if whole > 0 else math.nan


def _undefined(groups: int, total: float) -> Icc:
    return Icc(
        icc1=math.nan,
        icc1_unbalanced=math.nan,
        icc2=math.nan,
        between=math.nan,
        within=math.nan,
        mean_size=total / groups if groups else math.nan,
        n0=math.nan,
        groups=groups,
        answers=int(total),
    )
