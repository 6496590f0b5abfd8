"""How consistently the items of one characteristic measure it: Cronbach's alpha, omega total.

All work on item covariances (see `scoring.covariance`), items already reversed, and raise
``ValueError`` for what is no square matrix. A matrix holding NaN gives NaN.
"""

import math

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats, quotient
from scoring.one_factor import one_factor_each
from scoring.student import f_quantile


def cronbach_alpha(covariances: npt.ArrayLike) -> Floats:
    """Cronbach's alpha, ``J/(J - 1) · (1 - Σ variances / variance of the sum)``.

    Parameters
    ----------
    covariances : array_like, shape (..., J, J)
        Covariances of J items, reversed ones turned round.

    Returns
    -------
    ndarray, shape (...); a float for one matrix
        At most 1, negative when items contradict each other; NaN with one item, when the sum
        of the items does not vary, and where a covariance is NaN.

    Raises
    ------
    ValueError
        If the matrices are not square.

    References
    ----------
    Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika
    16(3), 297-334.
    """
    matrices = _checked(covariances)
    variances = np.trace(matrices, axis1=-2, axis2=-1)
    return _alpha(variances, matrices.sum(axis=(-2, -1)), matrices.shape[-1])


def alpha_if_dropped(covariances: npt.ArrayLike) -> Floats:
    """Cronbach's alpha of the other items, for each item left out.

    Parameters
    ----------
    covariances : array_like, shape (..., J, J)
        Covariances of J items.

    Returns
    -------
    ndarray, shape (..., J)
        NaN with fewer than three items, and where the sum of the others does not vary.
    """
    matrices = _checked(covariances)
    own = np.diagonal(matrices, axis1=-2, axis2=-1)
    rest = matrices.sum(axis=-1) - own
    variances = own.sum(axis=-1, keepdims=True) - own
    total = matrices.sum(axis=(-2, -1))[..., np.newaxis] - 2 * rest - own
    return _alpha(variances, total, matrices.shape[-1] - 1)


def item_rest_correlation(covariances: npt.ArrayLike) -> Floats:
    """Corrected item-total correlation: of each item with the sum of the others.

    Parameters
    ----------
    covariances : array_like, shape (..., J, J)
        Covariances of J items.

    Returns
    -------
    ndarray, shape (..., J)
        From -1 to 1; NaN where the item or the sum of the others does not vary.
    """
    matrices = _checked(covariances)
    own = np.diagonal(matrices, axis1=-2, axis2=-1)
    rest = matrices.sum(axis=-1) - own
    total = matrices.sum(axis=(-2, -1))[..., np.newaxis] - 2 * rest - own
    variances = own.sum(axis=-1, keepdims=True) - own
    return quotient(rest, np.sqrt(own * _varying(total, variances)))


def feldt_interval(
    alpha: float, *, members: int, items: int, confidence: float = 0.95
) -> tuple[float, float]:
    """Feldt's interval for Cronbach's alpha.

    ``1 - (1 - alpha) · F`` at both ends of Fisher's F with n - 1 and (n - 1)(J - 1) degrees
    of freedom.

    Parameters
    ----------
    alpha : float
        Cronbach's alpha, at most 1.
    members : int
        Members n who answered every item, at least 2.
    items : int
        Items J, at least 2.
    confidence : float
        Share of intervals that hold the true alpha, between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high end, at most 1 and without lower bound; both 1 at an alpha of 1.

    Raises
    ------
    ValueError
        If there are fewer than two members or items, alpha is NaN or above 1, or the
        confidence is not between 0 and 1.

    References
    ----------
    Feldt (1965), The approximate sampling distribution of Kuder-Richardson reliability
    coefficient twenty, Psychometrika 30(3), 357-370.
    """
    if members < 2 or items < 2:
        raise ValueError(f"needs two members and two items, got {members} and {items}")
    # Rounding may put an alpha of 1 a hair above it.
    if not alpha <= 1 + 1e-9:
        raise ValueError(f"alpha is at most 1, got {alpha}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, got {confidence}")
    free, error = members - 1, (members - 1) * (items - 1)
    tail = (1 - confidence) / 2
    low = 1 - (1 - alpha) * f_quantile(1 - tail, free, error)
    return low, 1 - (1 - alpha) * f_quantile(tail, free, error)


def omega_total(covariances: npt.ArrayLike) -> Floats:
    """McDonald's omega total of one factor, ``(Σλ)² / ((Σλ)² + Σθ)``.

    Loadings λ and error variances θ are fitted by maximum likelihood (`one_factor`).

    Parameters
    ----------
    covariances : array_like, shape (..., J, J)
        Covariances of J items, reversed ones turned round.

    Returns
    -------
    ndarray, shape (...); a float for one matrix
        From 0 to 1; NaN with fewer than three items (one factor is not determined), with an
        item that does not vary, when the matrix is not positive definite, and where a
        covariance is NaN.

    Raises
    ------
    ValueError
        If the matrices are not square.

    References
    ----------
    McDonald (1999), Test theory: a unified treatment, Erlbaum, chapter 6.
    """
    matrices = _checked(covariances)
    shape = matrices.shape
    fitted = one_factor_each(matrices.reshape(math.prod(shape[:-2]), *shape[-2:]))
    common = fitted.loadings.sum(axis=-1) ** 2
    omega: Floats = common / (common + fitted.errors.sum(axis=-1))
    return omega.reshape(shape[:-2])[()]


def _checked(covariances: npt.ArrayLike) -> Floats:
    matrices = np.asarray(covariances, dtype=np.float64)
    if matrices.ndim < 2 or not matrices.shape[-1] == matrices.shape[-2] > 0:
        raise ValueError(f"covariances must have shape (..., J, J), got {matrices.shape}")
    return matrices


def _alpha(variances: Floats, total: Floats, items: int) -> Floats:
    # One item has no alpha: 0/0 is NaN.
    factor = items / (items - 1) if items > 1 else np.nan
    return factor * (1 - quotient(variances, _varying(total, variances)))


def _varying(total: Floats, variances: Floats) -> Floats:
    """Variance of a sum; 0 where its items cancel each other, save for rounding."""
    return np.where(total > 1e-12 * variances, total, 0)
