"""One common factor behind several items, fitted by maximum likelihood."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats

# A fit may push an error variance to nothing (a Heywood case); factor analysis by custom stops
# at this share of the item's variance, as R's factanal does.
LEAST_ERROR = 0.005
_LOWEST = math.log(LEAST_ERROR)
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFactor:
    """Loadings and error variances of the items, in the units of their answers."""

    loadings: Floats
    errors: Floats


def one_factor(covariances: Floats) -> OneFactor | None:
    """Fit ``Σ = λλ' + diag(θ)`` by maximum likelihood.

    Newton's method on the logarithm of the error variances, the factor concentrated out.
    The fit does not depend on the units of the items, nor on the divisor of the covariances.

    Parameters
    ----------
    covariances : ndarray, shape (J, J)
        Covariances of J items.

    Returns
    -------
    OneFactor or None
        The loadings add up to a positive number. None with fewer than three items, with an
        item that does not vary, and when the matrix is not positive definite.

    References
    ----------
    Jöreskog (1967), Some contributions to maximum likelihood factor analysis, Psychometrika
    32(4), 443-482. Lawley & Maxwell (1971), Factor analysis as a statistical method.
    """
    fit = one_factor_each(covariances[np.newaxis])
    if np.isnan(fit.errors[0]).any():
        return None
    return OneFactor(loadings=fit.loadings[0], errors=fit.errors[0])


def one_factor_each(covariances: Floats) -> OneFactor:
    """Fit one factor to each of several matrices at once; see `one_factor`.

    Parameters
    ----------
    covariances : ndarray, shape (matrices, J, J)

    Returns
    -------
    OneFactor
        Loadings and errors of shape (matrices, J), NaN where there is no fit.
    """
    variances = np.diagonal(covariances, axis1=-2, axis2=-1)
    usable = _determined(covariances, variances)
    loadings, errors = np.full(variances.shape, np.nan), np.full(variances.shape, np.nan)
    if usable.any():
        spread = np.sqrt(variances[usable])
        fit = _fitted(covariances[usable] / _outer(spread))
        strength = np.sqrt(np.maximum(fit.values[:, -1:] - 1, 0))
        found = np.exp(fit.log_errors / 2) * fit.vectors[..., -1] * strength * spread
        upright = found.sum(axis=-1, keepdims=True) >= 0
        loadings[usable] = np.where(upright, found, -found)
        errors[usable] = np.exp(fit.log_errors) * variances[usable]
    return OneFactor(loadings=loadings, errors=errors)


def _determined(covariances: Floats, variances: Floats) -> npt.NDArray[np.bool_]:
    """Whether each matrix has three items, all varying, and is positive definite."""
    if variances.shape[-1] < 3:
        return np.zeros(len(variances), dtype=np.bool_)
    # One NaN makes the sum NaN.
    there = np.isfinite(covariances.sum(axis=(-2, -1))) & (variances.min(axis=-1) > 0)
    some = np.where(there[:, np.newaxis, np.newaxis], covariances, np.eye(variances.shape[-1]))
    spread = np.sqrt(np.diagonal(some, axis1=-2, axis2=-1))
    least = np.linalg.eigvalsh(some / _outer(spread))[:, 0]
    determined: npt.NDArray[np.bool_] = there & (least >= 1e-10)
    return determined


@dataclass(frozen=True, slots=True)
class _Fit:
    """Eigenvalues, ascending, and eigenvectors of the correlations weighted by the errors.

    Of each matrix, as all arrays here.
    """

    log_errors: Floats
    values: Floats
    vectors: Floats

    @property
    def misfit(self) -> Floats:
        rest = self.values[:, :-1]
        worst: Floats = (rest - np.log(rest) - 1).sum(axis=-1)
        return worst

    @property
    def gradient(self) -> Floats:
        """Of the misfit over the log errors."""
        slope: Floats = _times(self.vectors[..., :-1] ** 2, 1 - self.values[:, :-1])
        return slope

    def curvature(self) -> tuple[Floats, Floats]:
        """Second derivatives of the misfit, and the bound usual where they bend downward."""
        rest, first = self.vectors[..., :-1], self.vectors[..., -1]
        values, largest = self.values[:, np.newaxis, :-1], self.values[:, np.newaxis, -1:]
        across = np.swapaxes(rest, -1, -2)
        plain = rest @ across
        tilt = (1 - values) * (largest + values) / np.maximum(largest - values, 1e-9)
        exact: Floats = (rest * values) @ across * plain
        return exact + _outer(first) * ((rest * tilt) @ across), plain**2

    def step(self) -> Floats:
        """Newton's step; errors at a bound are held there unless they want to come back."""
        gradient = self.gradient
        at_least = (self.log_errors <= _LOWEST) & (gradient > 0)
        at_most = (self.log_errors >= 0) & (gradient < 0)
        free = ~(at_least | at_most)
        exact, bound = self.curvature()
        values, vectors = np.linalg.eigh(exact)
        downward = values[:, 0] <= 1e-8
        if downward.any() or not free.all():
            chosen = np.where(downward[:, np.newaxis, np.newaxis], bound, exact)
            # What is held has a curvature of its own, so that it stays out of the others' step.
            held = free[:, :, np.newaxis] & free[:, np.newaxis]
            values, vectors = np.linalg.eigh(np.where(held, chosen, np.eye(free.shape[-1])))
        # Without a common factor the curvature may be singular: no step that way.
        steep = values > values[:, -1:] * free.shape[-1] * np.finfo(np.float64).eps
        inverse = np.where(steep, 1 / np.where(steep, values, 1), 0)
        along = _times(np.swapaxes(vectors, -1, -2), np.where(free, gradient, 0))
        return _times(vectors, inverse * along)

    def where(self, better: npt.NDArray[np.bool_], other: "_Fit") -> "_Fit":
        """Give this fit where it is better, and the other elsewhere."""
        rows = better[:, np.newaxis]
        return _Fit(
            np.where(rows, self.log_errors, other.log_errors),
            np.where(rows, self.values, other.values),
            np.where(rows[..., np.newaxis], self.vectors, other.vectors),
        )


def _fitted(correlations: Floats) -> _Fit:
    # The start customary for one factor: half of what the other items do not explain.
    alone = 1 / np.diagonal(np.linalg.inv(correlations), axis1=-2, axis2=-1)
    fit = _weighted(correlations, np.log((1 - 0.5 / alone.shape[-1]) * alone))
    going = np.ones(len(alone), dtype=np.bool_)
    for _ in range(_MOST_STEPS):
        step = fit.step()
        going = going & (np.abs(step).max(axis=-1) >= 1e-10)
        if not going.any():
            break
        fit, improved = _downhill(correlations, fit, np.where(going[:, np.newaxis], step, 0))
        going = going & improved
    return fit


def _downhill(correlations: Floats, fit: _Fit, step: Floats) -> tuple[_Fit, npt.NDArray[np.bool_]]:
    """The whole steps, or the first of their halves that do not make the fits worse."""
    # Near the end the misfit is rounded, and only the gradient still tells.
    limit = fit.misfit + 1e-13 * np.maximum(1, fit.misfit)
    improved = np.zeros(len(step), dtype=np.bool_)
    found = fit
    for halvings in range(40):
        log_errors = np.clip(fit.log_errors - step / 2**halvings, _LOWEST, 0)
        following = _weighted(correlations, log_errors)
        better = ~improved & (following.misfit <= limit)
        found = following if better.all() else following.where(better, found)
        improved = improved | better
        if improved.all():
            break
    return found, improved


def _weighted(correlations: Floats, log_errors: Floats) -> _Fit:
    values, vectors = np.linalg.eigh(correlations * _outer(np.exp(-log_errors / 2)))
    return _Fit(log_errors, values, vectors)


def _outer(rows: Floats) -> Floats:
    return rows[:, :, np.newaxis] * rows[:, np.newaxis]


def _times(matrices: Floats, rows: Floats) -> Floats:
    product: Floats = (matrices @ rows[..., np.newaxis])[..., 0]
    return product
