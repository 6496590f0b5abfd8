"""How alike the members of a group answer one item: indices of a histogram.

Every function takes counts of shape (..., K), the number of answers at each of K ordered
scale points, lowest first, and gives an array of the leading shape (...); one histogram of
shape (K,) gives one float. Without answers an index is NaN. The input is never changed.
Whole counts are summed exactly (up to 2**53), so an index does not depend on the order in
which histograms were added up. All raise ``ValueError`` when there are fewer than two
points, or when a count is negative, infinite or NaN.
"""

from collections.abc import Sequence
from typing import overload

import numpy as np

from scoring.counts import Counts, Floats, checked, quotient
from scoring.layers import agreement_of_layers


@overload
def ad_median(counts: Sequence[float]) -> float: ...
@overload
def ad_median(counts: Counts) -> Floats: ...
def ad_median(counts: Counts | Sequence[float]) -> Floats | float:
    """Mean absolute deviation from the median, in scale points.

    ``AD_Md = Σ_j min(N_j, n - N_j) / n`` over the K - 1 cumulative counts ``N_j``: between
    two neighbouring points pass as many deviations as there are answers on the smaller side.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From 0 (all at one point) to (K - 1) / 2 (one half at either end); NaN without answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    Burke, Finkelstein & Dusig (1999), On average deviation indices for estimating interrater
    agreement, Organizational Research Methods 2(1), 49-68.
    """
    n = checked(counts)
    total = n.sum(axis=-1)
    return quotient(_median_deviations(n), total)


@overload
def ad_mean(counts: Sequence[float]) -> float: ...
@overload
def ad_mean(counts: Counts) -> Floats: ...
def ad_mean(counts: Counts | Sequence[float]) -> Floats | float:
    """Mean absolute deviation from the mean, in scale points.

    ``AD_M = Σ_k n_k · |k - μ| / n``, computed as ``Σ_k n_k · |k·n - Σ k·n_k| / n²``.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From 0 (all at one point) to (K - 1) / 2 (one half at either end); NaN without answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    Burke, Finkelstein & Dusig (1999), Organizational Research Methods 2(1), 49-68.
    """
    n = checked(counts)
    total = n.sum(axis=-1)
    points = np.arange(n.shape[-1])
    away = np.abs(points * total[..., np.newaxis] - (n @ points)[..., np.newaxis])
    return quotient((n * away).sum(axis=-1), total**2)


@overload
def consensus(counts: Sequence[float]) -> float: ...
@overload
def consensus(counts: Counts) -> Floats: ...
def consensus(counts: Counts | Sequence[float]) -> Floats | float:
    """The consensus of the answers to one item, ``C = 100 · (1 - 2·AD_Md / (K - 1))``.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From 0 (one half at either end; 100/n when n is odd) to 100 (all at one point); NaN
        without answers.
        Burke and Dunlap's practical limit, AD_Md <= K/6, is C >= 58.3 at K = 5.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    Notes
    -----
    It equals ``100 · (1 - leik)``. It never falls when a member moves toward the median. It
    depends somewhat on the level, and separates two camps from an even spread only weakly:
    read it beside `polarisation`.

    References
    ----------
    Burke & Dunlap (2002), Estimating interrater agreement with the average deviation index:
    a user's guide, Organizational Research Methods 5(2), 159-172.
    """
    n = checked(counts)
    most = n.sum(axis=-1) * (n.shape[-1] - 1)
    return quotient(100 * (most - 2 * _median_deviations(n)), most)


@overload
def leik(counts: Sequence[float]) -> float: ...
@overload
def leik(counts: Counts) -> Floats: ...
def leik(counts: Counts | Sequence[float]) -> Floats | float:
    """Leik's ordinal dispersion ``D = 2 · Σ_j min(F_j, 1 - F_j) / (K - 1)``.

    ``F_j`` are the K - 1 cumulative shares. High is *dis*agreement, as in Leik's paper and
    agrmt's ``Leik``.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From 0 (all at one point) to 1 (one half at either end); NaN without answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    Leik (1966), A measure of ordinal consensus, Pacific Sociological Review 9(2), 85-90.
    """
    n = checked(counts)
    return quotient(2 * _median_deviations(n), n.sum(axis=-1) * (n.shape[-1] - 1))


@overload
def van_der_eijk_a(counts: Sequence[float]) -> float: ...
@overload
def van_der_eijk_a(counts: Counts) -> Floats: ...
def van_der_eijk_a(counts: Counts | Sequence[float]) -> Floats | float:
    """Van der Eijk's agreement A.

    The histogram is cut into layers in which each point is either used or not; ``A`` is the
    mean of the layers' agreement, weighted by their answers. A layer using S of the K points
    has agreement ``U · (1 - (S - 1) / (K - 1))`` with unimodality
    ``U = ((K - 2)·TU - (K - 1)·TDU) / ((K - 2)·(TU + TDU))``, TU the triples of points with a
    used pair beside an unused point, TDU those with an unused point between two used ones.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From -1 (one half at either end), over 0 (evenly spread), to 1 (all at one point). At
        K = 2 an even spread and opposite camps are the same, and it begins at 0. NaN without
        answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    van der Eijk (2001), Measuring agreement in ordered rating scales, Quality & Quantity
    35(3), 325-341.
    """
    n = checked(counts)
    return quotient(agreement_of_layers(n), n.sum(axis=-1))


@overload
def polarisation(counts: Sequence[float]) -> float: ...
@overload
def polarisation(counts: Counts) -> Floats: ...
def polarisation(counts: Counts | Sequence[float]) -> Floats | float:
    """How far the answers stand in opposite camps, ``50 · (1 - A)`` with van der Eijk's A.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From 0 (all at one point), over 50 (evenly spread), to 100 (one half at either end);
        to 50 at K = 2. NaN without answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    van der Eijk (2001), Quality & Quantity 35(3), 325-341. The turn and the unit are ours, as
    in R's agrmt (polarization, from 0 to 1).
    """
    return 50 * (1 - van_der_eijk_a(np.asarray(counts)))


@overload
def tastle_wierman(counts: Sequence[float]) -> float: ...
@overload
def tastle_wierman(counts: Counts) -> Floats: ...
def tastle_wierman(counts: Counts | Sequence[float]) -> Floats | float:
    """Tastle and Wierman's consensus, ``1 + Σ_k p_k · log2(1 - |k - μ| / (K - 1))``.

    ``p_k`` is the share of answers at point k and ``μ`` the mean answer.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        Number of answers at each of K ordered points, lowest first.

    Returns
    -------
    ndarray, shape (...), or float
        From 0 (one half at either end) to 1 (all at one point); NaN without answers.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.

    References
    ----------
    Tastle & Wierman (2007), Consensus and dissention: a measure of ordinal dispersion,
    Int. J. Approximate Reasoning 45(3), 531-545.
    """
    n = checked(counts)
    top = n.shape[-1] - 1
    total = n.sum(axis=-1)
    mean = quotient(n @ np.arange(top + 1), total)
    cns = np.ones(total.shape)
    # Point by point, so that a histogram gives the same bits alone and among others.
    for point in range(top + 1):
        used = n[..., point]
        # An unused point adds nothing, yet its log2(0) would turn the sum into NaN.
        closeness = np.where(used > 0, 1 - np.abs(point - mean) / top, 1)
        cns = cns + used * np.log2(closeness) / np.where(total > 0, total, np.nan)
    return cns


def _median_deviations(n: Floats) -> Floats:
    """``n · AD_Md``, a whole number for whole counts."""
    total = n.sum(axis=-1)
    below = np.zeros(total.shape)
    passing = np.zeros(total.shape)
    for point in range(n.shape[-1] - 1):
        below = below + n[..., point]
        passing = passing + np.minimum(below, total - below)
    return passing
