"""How many things an instrument tells apart: its items' correlations against simple structures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats, quotient

Whole = npt.NDArray[np.int64]

_MOST_STEPS = 5_000


@dataclass(frozen=True, eq=False)
class PairSums:
    """For each pair of items, over the members who answered both: their number and sums.

    Arrays of shape (items, items): members, sum and sum of squares of the first item, sum of
    products. Whole numbers, which add up to the same in any order.
    """

    n: Whole
    sums: Whole
    squares: Whole
    products: Whole

    @classmethod
    def of(cls, points: npt.NDArray[np.integer]) -> Self:
        """Count answers 1..k, 0 for none, of shape (items, members); reversed items turned."""
        given = points.astype(np.float64)
        there = (points > 0).astype(np.float64)
        tables = (there @ there.T, given @ there.T, given**2 @ there.T, given @ given.T)
        return cls(*(table.astype(np.int64) for table in tables))

    def __add__(self, other: Self) -> "PairSums":
        return PairSums(
            self.n + other.n,
            self.sums + other.sums,
            self.squares + other.squares,
            self.products + other.products,
        )

    def correlations(self) -> Floats:
        """Pearson correlations, NaN where an item does not vary; see `covariance.correlation`."""
        n, sums = self.n.astype(np.float64), self.sums.astype(np.float64)
        spread = n * self.squares - sums**2
        return quotient(n * self.products - sums * sums.T, np.sqrt(spread * spread.T))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFactors:
    """Each item loads on the factor of its group alone; factors are correlated.

    ``misfit`` is the root mean square of what the factors leave of the correlations between
    different items: 0 when they explain all; about .08 and less is called acceptable.
    """

    loadings: Floats
    correlations: Floats
    misfit: float


def group_factors(correlations: Floats, groups: Sequence[int]) -> GroupFactors | None:
    """Fit one factor to each group of items by the multiple group (centroid) method.

    A factor is the sum of its items, less their errors: with the communalities ``h`` in the
    diagonal of R, loadings are ``Σ_group r / √(ΣΣ_group r)`` and factor correlations ``ΣΣ r``
    between groups over the roots of those within. ``h`` is the squared loading, repeated until
    it stands still. All in one group is one general factor.

    Parameters
    ----------
    correlations : ndarray, shape (J, J)
        Correlations of J items.
    groups : sequence of int, shape (J,)
        The group of each item, from 0 on without gaps.

    Returns
    -------
    GroupFactors or None
        Exact where the structure holds. Factor correlations may pass 1 where groups cannot be
        told apart. With two items in a group both get the same loading; a group of one item is
        that item. None with fewer than three items, with a correlation missing, and where the
        items of a group do not go together.

    References
    ----------
    Thurstone (1945), A multiple group method of factoring the correlation matrix, Psychometrika
    10(2), 73-78. Guttman (1952), Multiple group methods for common-factor analysis, Psychometrika
    17(2), 209-222.
    """
    r = np.asarray(correlations, dtype=np.float64)
    if len(r) < 3 or not np.isfinite(r).all():
        return None
    member = np.asarray(groups)[:, np.newaxis] == np.arange(max(groups) + 1)
    away = r - np.diag(np.diagonal(r))
    common = _start(away, member)
    for _ in range(_MOST_STEPS):
        loadings = _loadings(away, common, member)
        if loadings is None:
            return None
        following = np.where(member.sum(axis=0)[member.argmax(axis=1)] > 1, loadings**2, 1.0)
        if np.abs(following - common).max() < 1e-12:
            break
        common = following
    return _fitted(away, common, member)


def components(correlations: Floats) -> int | None:
    """How many components the correlations call for, by Velicer's minimum average partial.

    The number of principal components after whose removal the mean squared partial correlation
    between items is smallest.

    Parameters
    ----------
    correlations : ndarray, shape (J, J)
        Correlations of J items.

    Returns
    -------
    int or None
        From 0 to J - 2; None with fewer than three items or a correlation missing. It counts
        too few rather than too many where components go together.

    References
    ----------
    Velicer (1976), Determining the number of components from the matrix of partial
    correlations, Psychometrika 41(3), 321-327.
    """
    r = np.asarray(correlations, dtype=np.float64)
    if len(r) < 3 or not np.isfinite(r).all():
        return None
    values, vectors = np.linalg.eigh(r)
    rest, averages = r, [_mean_square(r)]
    for place in range(len(r) - 1, 1, -1):
        rest = rest - values[place] * np.outer(vectors[:, place], vectors[:, place])
        own = np.diagonal(rest)
        if own.min() < 1e-9:
            break
        averages.append(_mean_square(rest / np.sqrt(np.outer(own, own))))
    return int(np.argmin(averages))


def _start(away: Floats, member: npt.NDArray[np.bool_]) -> Floats:
    """The largest correlation with another item of the group; 1 for an item alone."""
    inside = np.where(member @ member.T, np.abs(away), 0).max(axis=1)
    return np.where(member.sum(axis=0)[member.argmax(axis=1)] > 1, inside, 1.0)


def _loadings(away: Floats, common: Floats, member: npt.NDArray[np.bool_]) -> Floats | None:
    with_factor = (away + np.diag(common)) @ member
    strength = (with_factor * member).sum(axis=0)
    if not (strength > 0).all():
        return None
    own: Floats = (with_factor / np.sqrt(strength))[member]
    return np.clip(own, -1, 1)


def _fitted(away: Floats, common: Floats, member: npt.NDArray[np.bool_]) -> GroupFactors | None:
    loadings = _loadings(away, common, member)
    if loadings is None:
        return None
    between = member.T @ (away + np.diag(common)) @ member
    strength = np.sqrt(np.diagonal(between))
    factors = between / np.outer(strength, strength)
    pattern = loadings[:, np.newaxis] * member
    left = away - pattern @ factors @ pattern.T
    return GroupFactors(
        loadings=loadings, correlations=factors, misfit=float(np.sqrt(_mean_square(left)))
    )


def _mean_square(matrix: Floats) -> float:
    """Mean square of what is off the diagonal."""
    size = len(matrix)
    return float((matrix**2).sum() - (np.diagonal(matrix) ** 2).sum()) / (size * (size - 1))
