"""Within-group agreement as researchers report it: r_wg, a_wg and their kin.

Counts have shape (..., K), or (..., J, K) for the indices of J items: the number of answers at
each of K ordered scale points, lowest first. Results have the leading shape (...), a float for
one group. An item with fewer than two answers is NaN by itself and left out of the indices of
several items; these are NaN only when no item is left. All raise ``ValueError`` when there are
fewer than two points, when a count is negative, infinite or NaN, or a null variance is not
positive and finite.
"""

from enum import StrEnum

import numpy as np

from scoring.counts import Counts, Floats, checked, mean_of_defined, quotient


class Null(StrEnum):
    """How a group without agreement would answer."""

    UNIFORM = "UNIFORM"
    SLIGHT_SKEW = "SLIGHT_SKEW"
    MODERATE_SKEW = "MODERATE_SKEW"
    HEAVY_SKEW = "HEAVY_SKEW"
    TRIANGULAR = "TRIANGULAR"
    NORMAL = "NORMAL"


# LeBreton & Senter (2008), Answers to 20 questions about interrater reliability and interrater
# agreement, Organizational Research Methods 11(4), 815-852, table 2.
_VARIANCES: dict[Null, dict[int, float]] = {
    Null.SLIGHT_SKEW: {5: 1.34, 6: 1.85, 7: 2.90, 8: 3.47, 9: 5.66, 10: 6.30, 11: 7.31},
    Null.MODERATE_SKEW: {5: 0.90, 6: 1.26, 7: 2.14, 8: 2.79, 9: 4.73, 10: 5.09, 11: 6.32},
    Null.HEAVY_SKEW: {5: 0.44, 6: 0.69, 7: 1.39, 8: 2.35, 9: 3.16, 10: 3.46, 11: 4.02},
    Null.TRIANGULAR: {5: 1.32, 6: 1.45, 7: 2.10, 8: 2.81, 9: 3.00, 10: 2.89, 11: 3.32},
    Null.NORMAL: {5: 1.04, 6: 1.25, 7: 1.40, 8: 1.73, 9: 1.58, 10: 1.45, 11: 1.40},
}


def null_variance(points: int, null: Null = Null.UNIFORM) -> float:
    """Variance of answers without agreement, in squared scale points.

    ``(K² - 1) / 12`` when they are uniform, else LeBreton and Senter's table.

    Parameters
    ----------
    points : int
        Points K of the scale, at least 2.
    null : Null
        How the answers are spread.

    Returns
    -------
    float
        Above 0; rounded to two decimals in the table.

    Raises
    ------
    ValueError
        If there are fewer than two points, or the table has no such number (it has 5 to 11).

    References
    ----------
    James, Demaree & Wolf (1984), Journal of Applied Psychology 69(1), 85-98 (uniform).
    LeBreton & Senter (2008), Organizational Research Methods 11(4), 815-852, table 2.
    """
    if points < 2:
        raise ValueError(f"a scale has at least 2 points, got {points}")
    if null is Null.UNIFORM:
        return (points**2 - 1) / 12
    try:
        return _VARIANCES[null][points]
    except KeyError:
        raise ValueError(f"no {null} null variance for {points} points") from None


def rwg(counts: Counts, *, null: float | None = None) -> Floats:
    """Agreement on one item, ``r_wg = max(0, 1 - s² / σ²)``.

    Parameters
    ----------
    counts : array, shape (..., K)
        Histograms.
    null : float, optional
        Null variance σ²; uniform when left out (see `null_variance`).

    Returns
    -------
    ndarray, shape (...); a float for one histogram
        From 0 (as divided as the null, or more) to 1 (all at one point); NaN with fewer than
        two answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, a count is negative, infinite or NaN, or the null
        variance is not positive and finite.

    References
    ----------
    James, Demaree & Wolf (1984), Estimating within-group interrater reliability with and
    without response bias, Journal of Applied Psychology 69(1), 85-98.
    """
    return _not_below_0(1 - _relative_variance(counts, null))


def rwg_j(counts: Counts, *, null: float | None = None) -> Floats:
    """Agreement on J items, ``r_wg(j) = J(1 - m) / (J(1 - m) + m)``, m the mean of ``s² / σ²``.

    0 when m is above 1, as R's multilevel has it. J counts the items with two answers.

    Parameters
    ----------
    counts : array, shape (..., J, K)
        Histograms of J items.
    null : float, optional
        Null variance σ²; uniform when left out.

    Returns
    -------
    ndarray, shape (...); a float for one group
        From 0 (as divided as the null, or more) to 1 (unanimous on every item); NaN when no
        item has two answers.

    Raises
    ------
    ValueError
        As `rwg`, and without an axis of items.

    References
    ----------
    James, Demaree & Wolf (1984), Journal of Applied Psychology 69(1), 85-98.
    """
    relative = _of_items(_relative_variance(counts, null))
    items = np.isfinite(relative).sum(axis=-1)
    mean = mean_of_defined(relative)
    agreed = items * _not_below_0(1 - mean)
    # Unanimity makes the whole J, no agreement makes it m: it is 0 only without items.
    return quotient(agreed, agreed + mean)


def rwg_star_j(counts: Counts, *, null: float | None = None) -> Floats:
    """Lindell's agreement on J items, ``r*_wg(j) = 1 - m``, m the mean of ``s² / σ²``.

    Unlike `rwg_j` it does not grow with the number of items and is not cut off at 0.

    Parameters
    ----------
    counts : array, shape (..., J, K)
        Histograms of J items.
    null : float, optional
        Null variance σ²; uniform when left out. With the largest possible variance,
        ``(K - 1)² / 4``, a group of n members falls to -1/(n - 1) at the least.

    Returns
    -------
    ndarray, shape (...); a float for one group
        At most 1 (unanimous on every item), 0 as divided as the null, below 0 more divided;
        NaN when no item has two answers.

    Raises
    ------
    ValueError
        As `rwg`, and without an axis of items.

    References
    ----------
    Lindell, Brandt & Whitney (1999), A revised index of interrater agreement for multi-item
    ratings of a single target, Applied Psychological Measurement 23(2), 127-135.
    """
    return 1 - mean_of_defined(_of_items(_relative_variance(counts, null)))


def awg(counts: Counts) -> Floats:
    """Brown and Hauenstein's agreement on one item.

    ``a_wg = 1 - 2·s² / (((H + L)·M - M² - H·L) · n/(n - 1))``, M the mean answer, L and H the
    lowest and highest point: one less twice the variance over the largest one possible at M.

    Parameters
    ----------
    counts : array, shape (..., K)
        Histograms.

    Returns
    -------
    ndarray, shape (...); a float for one histogram
        From -1 to 1. 1 when all are at one end. NaN with fewer than two answers, and when
        the mean is so near an end that n answers cannot spread there: below
        ``(L(n - 1) + H)/n`` or above ``(H(n - 1) + L)/n``.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    Brown & Hauenstein (2005), Interrater agreement reconsidered: an alternative to the rwg
    indices, Organizational Research Methods 8(2), 165-184.
    """
    n = checked(counts)
    top = n.shape[-1] - 1
    points = np.arange(top + 1)
    total, total_points, squares = n.sum(axis=-1), n @ points, n @ points**2
    # With points from 0 to top, ((H + L)·M - M² - H·L)·n² becomes this product.
    possible = total_points * (top * total - total_points)
    deviations = total * squares - total_points**2
    nearest = np.minimum(total_points, top * total - total_points)
    share = np.where(possible > 0, quotient(deviations, possible), 0)
    defined = (total >= 2) & ((possible == 0) | (nearest >= top))
    result: Floats = np.where(defined, 1 - 2 * share, np.nan)[()]
    return result


def awg_j(counts: Counts) -> Floats:
    """Brown and Hauenstein's agreement on J items, the mean of `awg` where it is defined.

    Parameters
    ----------
    counts : array, shape (..., J, K)
        Histograms of J items.

    Returns
    -------
    ndarray, shape (...); a float for one group
        From -1 to 1; NaN when it is defined for no item.

    Raises
    ------
    ValueError
        As `awg`, and without an axis of items.

    References
    ----------
    Brown & Hauenstein (2005), Organizational Research Methods 8(2), 165-184.
    """
    return mean_of_defined(_of_items(awg(counts)))


def _relative_variance(counts: Counts, null: float | None) -> Floats:
    """Sample variance over null variance; NaN with fewer than two answers."""
    n = checked(counts)
    points = np.arange(n.shape[-1])
    variance = null_variance(n.shape[-1]) if null is None else null
    if not 0 < variance < np.inf:
        raise ValueError(f"a null variance must be positive and finite, got {variance:g}")
    total = n.sum(axis=-1)
    deviations = total * (n @ points**2) - (n @ points) ** 2
    return quotient(deviations, total * (total - 1) * variance)


def _of_items(values: Floats) -> Floats:
    if values.ndim == 0:
        raise ValueError("counts must have shape (..., J, K), one histogram for each item")
    return values


def _not_below_0(values: Floats) -> Floats:
    result: Floats = np.maximum(values, 0)
    return result
