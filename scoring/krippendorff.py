"""Krippendorff's alpha: how far raters of the same units agree beyond chance."""

import math
from enum import StrEnum
from typing import assert_never

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats


class Measurement(StrEnum):
    """What the numbers of a rating mean, and with it how far two of them are apart."""

    NOMINAL = "NOMINAL"  # names: alike or not
    ORDINAL = "ORDINAL"  # ranks: how many ratings lie between
    INTERVAL = "INTERVAL"  # their difference
    RATIO = "RATIO"  # their difference relative to their sum


def krippendorff_alpha(ratings: npt.ArrayLike, *, measurement: Measurement) -> float:
    """Krippendorff's alpha of units rated by several raters, missing ratings allowed.

    ``α = 1 - D_o / D_e``, the disagreement observed within units over that expected by
    chance. Over the pairs of ratings v and w of one unit, ``D_o = Σ o(v, w)·d²(v, w) / n``,
    each unit of m ratings counted 1/(m - 1) a pair; over all n ratings,
    ``D_e = Σ n_v·n_w·d²(v, w) / (n·(n - 1))``. The squared distance d² is 0 or 1 (nominal),
    ``(v - w)²`` (interval), ``((v - w)/(v + w))²`` (ratio), or the square of the ratings from
    v to w, those at both ends counted half (ordinal).

    Parameters
    ----------
    ratings : array_like of int, shape (units, raters)
        1 and more, 0 for no rating. Units with fewer than two ratings are left out.
    measurement : Measurement
        What the numbers mean.

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance, negative below it; NaN when all ratings are
        alike or no unit has two.

    Raises
    ------
    ValueError
        If ratings has not two axes, one is no whole number from 0 on, or there is no such
        measurement.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
    Pennsylvania, https://repository.upenn.edu/asc_papers/43.
    """
    given = np.asarray(ratings)
    if given.ndim != 2:
        raise ValueError(f"ratings must have shape (units, raters), got {given.shape}")
    if not ((given >= 0) & (given == np.floor(given))).all():
        raise ValueError("ratings are whole numbers from 0 on, 0 for none")
    values = np.unique(given[given > 0])
    counts = (given[:, :, np.newaxis] == values).sum(axis=1)
    return krippendorff_alpha_of_counts(counts, values=values, measurement=measurement)


def krippendorff_alpha_of_counts(
    counts: npt.ArrayLike, *, values: npt.ArrayLike, measurement: Measurement
) -> float:
    """Krippendorff's alpha from how often each unit was given each value.

    Parameters
    ----------
    counts : array_like of int, shape (units, V)
        Number of ratings.
    values : array_like, shape (V,)
        The values, ascending; any finite numbers (not negative for RATIO).
    measurement : Measurement
        What the numbers mean.

    Returns
    -------
    float
        As `krippendorff_alpha`.

    Raises
    ------
    ValueError
        If the shapes do not fit, a count is negative or not finite, values do not ascend, or
        one is negative for RATIO.
    """
    n, points = np.asarray(counts, dtype=np.float64), np.asarray(values, dtype=np.float64)
    _check(n, points, measurement)
    pairable = n[n.sum(axis=1) >= 2]
    others = pairable.sum(axis=1, keepdims=True) - 1
    weighted = pairable / others
    coincidences = pairable.T @ weighted - np.diag(weighted.sum(axis=0))
    margin = pairable.sum(axis=0)
    distance = _distance(margin, points, measurement)
    expected = float(margin @ distance @ margin)
    if expected <= 0:
        return math.nan
    return 1 - (float(margin.sum()) - 1) * float((coincidences * distance).sum()) / expected


def _check(n: Floats, values: Floats, measurement: Measurement) -> None:
    if n.ndim != 2 or values.shape != n.shape[1:]:
        raise ValueError(f"counts must have shape (units, V), got {n.shape} of {values.shape}")
    if not ((n >= 0) & (n < np.inf)).all():
        raise ValueError("counts must not be negative, and finite")
    if not (np.isfinite(values).all() and (np.diff(values) > 0).all()):
        raise ValueError("values must be finite and ascend")
    if measurement is Measurement.RATIO and (values < 0).any():
        raise ValueError("on a ratio scale no value is negative")


def _distance(margin: Floats, values: Floats, measurement: Measurement) -> Floats:
    """Squared distance between any two values."""
    apart = np.abs(np.subtract.outer(values, values))
    match Measurement(measurement):
        case Measurement.NOMINAL:
            return (apart > 0).astype(np.float64)
        case Measurement.ORDINAL:
            # Ratings below, and half of those at, a value: ranks up to a constant.
            rank = np.cumsum(margin) - margin / 2
            return np.asarray(np.subtract.outer(rank, rank) ** 2)
        case Measurement.INTERVAL:
            return apart**2
        case Measurement.RATIO:
            together = np.add.outer(values, values)
            return np.divide(apart, together, out=np.zeros(apart.shape), where=together > 0) ** 2
        case _:
            assert_never(measurement)
