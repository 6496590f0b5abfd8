"""From a value and its error to an estimate with its 95 % interval."""

import math

import numpy as np
import numpy.typing as npt

from scoring.absent import Estimate
from scoring.counts import quotient
from scoring.student import t_quantile

FEWEST_ANSWERS = 5
CONFIDENCE = 0.975


def unheard(*, answered: int, invited: int | None) -> float:
    """Factor √(1 - n/N) of a standard error: 0 when all were heard, 1 when nobody knows N."""
    if invited is None:
        return 1.0
    # A member who was erased is no longer invited, though their sheet still counts.
    return math.sqrt(max(0.0, 1 - answered / invited)) if invited > 0 else 0.0


def with_interval(
    value: float,
    *,
    error: float,
    answers: int,
    invited: int | None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Estimate:
    """Give value ± t·error·√(1 - n/N), within its bounds.

    Without spread nothing is known of those not heard, so there is no interval then; when
    all were heard its width is 0. The interval speaks of who was not heard, not of error in
    answering.
    """
    share = unheard(answered=answers, invited=invited)
    if share == 0:
        return Estimate(value=value, low=value, high=value, answers=answers)
    if answers < 2 or not error > 0:
        return Estimate(value=value, answers=answers)
    return around(
        value,
        half=t_quantile(CONFIDENCE, answers - 1) * error * share,
        answers=answers,
        bounds=bounds,
    )


def around(
    value: float,
    *,
    half: float,
    answers: int,
    centre: float | None = None,
    bounds: tuple[float, float] = (0.0, 100.0),
) -> Estimate:
    """Give the value with the interval centre ± half, clipped to the bounds."""
    middle = value if centre is None else centre
    low, high = (min(max(end, bounds[0]), bounds[1]) for end in (middle - half, middle + half))
    return Estimate(value=value, low=low, high=high, answers=answers)


def jackknife_error(replicates: npt.NDArray[np.float64]) -> float:
    """Standard error √((n-1)/n · Σ(θ_i - mean θ)²) from n values, each without one unit."""
    error = float(jackknife_errors(replicates))
    # Rounding must not leave a trace of spread where there is none.
    return error if error > 1e-9 else 0.0


def jackknife_errors(replicates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Standard errors of several values, each as `jackknife_error`; shape (..., n) to (...)."""
    errors: npt.NDArray[np.float64] = np.sqrt((replicates.shape[-1] - 1) * replicates.var(axis=-1))
    return errors


def without_each(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give for each member the mean of the others; NaN marks a member without a value.

    Shape (..., members).
    """
    known = ~np.isnan(values)
    filled = np.where(known, values, 0)
    rest = filled.sum(axis=-1, keepdims=True) - filled
    return quotient(rest, known.sum(axis=-1, keepdims=True) - known)
