"""What the answers of one group without camps would look like: discrete, skewed, at the ends."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers
from scoring.counts import quotient

Floats = npt.NDArray[np.float64]

_STEPS = 30
# Wider than this share of the scale, the normal opinion heaps up at both ends: two camps already.
_WIDEST = 0.4
_NARROWEST = 0.1
# Cutting opinions to points never costs a correlation more than this factor in each item.
_LEAST_KEPT = 0.3


@dataclass(frozen=True, kw_only=True, eq=False)
class OneGroup:
    """Members whose opinions are normal, cut to the points of the scale.

    Item i is answered with the point nearest to ``μ_i + σ_i·z_i``, z normal with the
    correlations of the group: a member with a high opinion beyond the last point chooses the
    last. Means, spreads and correlations are those of a group's own answers, so that what is
    drawn is as discrete, as skewed and as crowded at the ends as these.

    Attributes
    ----------
    cuts : ndarray, shape (items, k - 1)
        Values of z from which the next point is chosen.
    mixing : ndarray, shape (items, items)
        Turns independent normal numbers into z.
    """

    cuts: Floats
    mixing: Floats

    @classmethod
    def like(cls, points: Answers, *, options: int) -> "OneGroup":
        """Fit to the answers of a group, of shape (items, members), 0 for no answer."""
        counts = np.stack([(points == p).sum(axis=1) for p in range(1, options + 1)], axis=1)
        mean, spread = _normal_behind(counts.astype(np.float64))
        cuts = (np.arange(1, options) + 0.5 - mean) / spread
        return cls(cuts=cuts, mixing=_mixing(_opinion_correlations(points, cuts)))

    def drawn(self, generator: np.random.RandomState, *, groups: int, members: int) -> Answers:
        """Draw groups of members; shape (groups, items, members)."""
        z = self.mixing @ generator.standard_normal((groups, len(self.cuts), members))
        points = np.ones(z.shape, dtype=np.uint8)
        for cut in self.cuts.T:
            points = points + (z > cut[:, np.newaxis])
        return points


def item_centred(points: Answers) -> Floats:
    """Answers less their item's mean, 0 for no answer; shape (..., items, members)."""
    known = points > 0
    count = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    mean = points.sum(axis=-1, keepdims=True, dtype=np.int64) / count
    return np.where(known, points - mean, 0)


def _normal_behind(counts: Floats) -> tuple[Floats, Floats]:
    """Mean and spread of the normal opinion behind each item, shape (items, 1) each.

    Maximum likelihood for a normal number of which only the nearest point is known, by
    expectation and maximisation.
    """
    n = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    points = np.arange(1, counts.shape[1] + 1)
    widest = _WIDEST * (len(points) - 1)
    mean = counts @ points[:, np.newaxis] / n
    spread = np.sqrt((counts * (points - mean) ** 2).sum(axis=1, keepdims=True) / n)
    spread = np.clip(spread, _NARROWEST, widest)
    for _ in range(_STEPS):
        cuts = (points[:-1] + 0.5 - mean) / spread
        share = counts / n / np.maximum(np.diff(_padded(_below(cuts), 1.0), axis=1), 1e-12)
        density = _density(cuts)
        shift = -(share * np.diff(_padded(density, 0.0), axis=1)).sum(axis=1, keepdims=True)
        inner = (share * np.diff(_padded(cuts * density, 0.0), axis=1)).sum(axis=1, keepdims=True)
        mean = mean + spread * shift
        spread = np.clip(spread * np.sqrt(np.maximum(1 - inner - shift**2, 0)), _NARROWEST, widest)
    return mean, spread


def _opinion_correlations(points: Answers, cuts: Floats) -> Floats:
    """Correlations of the opinions: those of the answers, less what cutting them takes away."""
    centred = item_centred(points)
    products = centred @ centred.T
    spread = np.sqrt(np.diagonal(products))
    kept = np.maximum(_kept(cuts), _LEAST_KEPT)
    observed = np.nan_to_num(quotient(products, np.outer(spread, spread)))
    return np.where(np.eye(len(cuts)) > 0, 1.0, observed / np.outer(kept, kept))


def _kept(cuts: Floats) -> Floats:
    """Correlation of each normal opinion with the point chosen for it, ``Σ φ(cut) / sd``."""
    share = np.diff(_padded(_below(cuts), 1.0), axis=1)
    points = np.arange(share.shape[1])
    variance = share @ points**2 - (share @ points) ** 2
    kept: Floats = _density(cuts).sum(axis=1) / np.sqrt(np.maximum(variance, 1e-12))
    return np.minimum(kept, 1)


def _mixing(correlations: Floats) -> Floats:
    """Root of the correlations, or of the nearest that may be, each row of length 1."""
    values, vectors = np.linalg.eigh(correlations)
    root = vectors * np.sqrt(np.maximum(values, 0))
    mixing: Floats = root / np.sqrt((root**2).sum(axis=1, keepdims=True))
    return mixing


def _padded(cuts: Floats, last: float) -> Floats:
    ends = np.zeros((len(cuts), 1))
    return np.concatenate((ends, cuts, ends + last), axis=1)


def _below(z: Floats) -> Floats:
    flat = [math.erfc(-x / math.sqrt(2)) / 2 for x in z.ravel()]
    return np.array(flat).reshape(z.shape)


def _density(z: Floats) -> Floats:
    density: Floats = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    return density
