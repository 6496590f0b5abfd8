"""Histograms of answers: what every index of counts checks and divides by."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.integer] | npt.NDArray[np.floating]


def checked(counts: Counts | Sequence[float]) -> Floats:
    """The counts as floats, in which whole numbers are exact up to 2**53.

    Raises
    ------
    ValueError
        If there are fewer than two points, or a count is negative, infinite or NaN.
    """
    n = np.asarray(counts, dtype=np.float64)
    if n.ndim == 0 or n.shape[-1] < 2:
        raise ValueError(f"counts must have shape (..., K) with K >= 2, got {n.shape}")
    if n.size and not n.min() >= 0:
        raise ValueError(f"counts must not be negative, got {n.min():g}")
    if n.size and n.max() == np.inf:
        raise ValueError("counts must be finite")
    return n


def quotient(part: Floats, whole: Floats) -> Floats:
    """``part / whole``, NaN where the whole is not positive; a float when neither has axes."""
    there = np.greater(whole, 0)
    # [()] makes a float of an array without axes and leaves others alone.
    result: Floats = np.where(there, part / np.where(there, whole, 1), np.nan)[()]
    return result


def mean_of_defined(values: Floats) -> Floats:
    """Mean over the last axis of the values that are not NaN; NaN when all are."""
    there = ~np.isnan(values)
    # Contiguous, so that the same values are added in the same order whatever their strides.
    known = np.ascontiguousarray(np.where(there, values, 0))
    return quotient(known.sum(axis=-1), there.sum(axis=-1))
