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


def krippendorff_alpha(ratings: npt.NDArray[np.integer], *, measurement: Measurement) -> float:
    """Krippendorff's alpha of units rated by several raters, missing ratings allowed.

    ``α = 1 - D_o / D_e``: disagreement observed within units over that expected by chance.

    Parameters
    ----------
    ratings : array of int, shape (units, raters)
        1..K, 0 for no rating. Units with fewer than two ratings are left out.
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
        If ratings has not two axes.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
    Pennsylvania, https://repository.upenn.edu/asc_papers/43.
    """
    given = np.asarray(ratings)
    if given.ndim != 2:
        raise ValueError(f"ratings must have shape (units, raters), got {given.shape}")
    values = np.unique(given[given > 0])
    counts = (given[:, :, np.newaxis] == values).sum(axis=1)
    return krippendorff_alpha_of_counts(counts, values=values, measurement=measurement)


def krippendorff_alpha_of_counts(
    counts: npt.NDArray[np.integer], *, values: npt.ArrayLike, measurement: Measurement
) -> float:
    """Krippendorff's alpha from how often each unit was given each value.

    Parameters
    ----------
    counts : array of int, shape (units, V)
        Number of ratings.
    values : array_like, shape (V,)
        The values, ascending; any numbers (not negative for RATIO).
    measurement : Measurement
        What the numbers mean.

    Returns
    -------
    float
        As `krippendorff_alpha`.
    """
    n = np.asarray(counts, dtype=np.float64)
    pairable = n[n.sum(axis=1) >= 2]
    others = pairable.sum(axis=1, keepdims=True) - 1
    weighted = pairable / others
    coincidences = pairable.T @ weighted - np.diag(weighted.sum(axis=0))
    margin = pairable.sum(axis=0)
    distance = _distance(margin, np.asarray(values, dtype=np.float64), measurement)
    expected = float(margin @ distance @ margin)
    if expected <= 0:
        return math.nan
    return 1 - (float(margin.sum()) - 1) * float((coincidences * distance).sum()) / expected


def _distance(margin: Floats, values: Floats, measurement: Measurement) -> Floats:
    """Squared distance between any two values."""
    apart = np.abs(np.subtract.outer(values, values))
    match measurement:
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
