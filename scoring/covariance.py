"""Covariances of items, from answers or from sums that can be added up in any order.

Answers are whole numbers 1..K, 0 where a member gave none. All sums are whole numbers, so that
covariances of the same answers are the same to the last bit, whatever their order.
"""

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats, quotient

Answers = npt.NDArray[np.integer]


def covariance(answers: Answers, *, pairwise: bool = False) -> Floats:
    """Sample covariances (divisor n - 1) between items.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        1..K, 0 for no answer.
    pairwise : bool
        False: only members who answered every item. True: for each pair of items the
        members who answered both; such a matrix need not be positive definite.

    Returns
    -------
    ndarray, shape (items, items)
        NaN where fewer than two members answered.

    Raises
    ------
    ValueError
        If answers has not two axes.
    """
    given = _checked(answers)
    rows = given if pairwise else given[(given > 0).all(axis=1)]
    n, sums, products = _sums(rows)
    return covariance_from_sums(n=n, sums=sums, products=products)


def correlation(answers: Answers) -> Floats:
    """Pearson correlations between items, for each pair over the members who answered both.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        1..K, 0 for no answer.

    Returns
    -------
    ndarray, shape (items, items)
        NaN where fewer than two members answered both, or one of the two does not vary.
    """
    given = _checked(answers)
    n, sums, products = _sums(given)
    spread = n * ((given**2).T @ (given > 0)) - sums**2
    both = spread * spread.T
    shared = n * products - sums * sums.T
    return quotient(shared, np.sqrt(both))


def covariance_from_sums(
    *, n: npt.ArrayLike, sums: npt.ArrayLike, products: npt.ArrayLike
) -> Floats:
    """Sample covariances from the number of members, sums and sums of products.

    ``(n · Σxy - Σx · Σy) / (n · (n - 1))``.

    Parameters
    ----------
    n : array_like of int, broadcast to (..., items, items)
        Members counted: one number, or one for each pair of items.
    sums : array_like of int, shape (..., items) or (..., items, items)
        Sum of each item's answers; or, at [i, j], of item i's over those who answered j too.
    products : array_like of int, shape (..., items, items)
        Sums of products.

    Returns
    -------
    ndarray, shape (..., items, items)
        NaN where fewer than two members were counted.
    """
    xy = np.asarray(products, dtype=np.float64)
    x = np.asarray(sums, dtype=np.float64)
    x_where_y = x if x.ndim == xy.ndim else np.broadcast_to(x[..., np.newaxis], xy.shape)
    members = np.broadcast_to(np.asarray(n, dtype=np.float64), xy.shape)
    shared = members * xy - x_where_y * np.swapaxes(x_where_y, -1, -2)
    return quotient(shared, members * (members - 1))


def _checked(answers: Answers) -> Floats:
    given = np.asarray(answers, dtype=np.float64)
    if given.ndim != 2:
        raise ValueError(f"answers must have shape (members, items), got {given.shape}")
    return given


def _sums(given: Floats) -> tuple[Floats, Floats, Floats]:
    """For each pair of items: members who answered both, their sum at the first, of products."""
    answered = (given > 0).astype(np.float64)
    return answered.T @ answered, given.T @ answered, given.T @ given
