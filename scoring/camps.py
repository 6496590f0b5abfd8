"""Whether a group falls into two camps, rather than spreading around one middle."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers, input_hash
from scoring.frame import Frame
from scoring.interval import FEWEST_ANSWERS
from scoring.one_group import OneGroup, item_centred
from scoring.statistics import points

Floats = npt.NDArray[np.float64]

SMALLEST_CAMP = 5
# Of one group, the second most extreme of 399 and itself: .5 %.
SIMULATED = 399
MOST_BEYOND = 1
SIMULATED_AT_ONCE = 7  # mostly these are enough to see that there are no camps
# More members say nothing new of camps, and simulating them would cost seconds.
MOST_MEMBERS = 400
# An item separates the camps when they explain this share of its answers' variance.
SEPARATING = 0.5

# What the best split of n normal numbers explains in all but .5 % of 300,000 samples.
_LIMITS = {
    10: 0.8911,
    11: 0.8944,
    12: 0.8901,
    13: 0.8857,
    14: 0.8784,
    15: 0.8728,
    16: 0.8657,
    18: 0.8538,
    20: 0.8436,
    22: 0.8344,
    25: 0.8225,
    28: 0.8124,
    32: 0.8009,
    40: 0.7836,
    50: 0.7675,
    65: 0.7514,
    80: 0.7394,
    100: 0.7283,
    130: 0.7166,
    170: 0.7065,
    230: 0.6963,
    300: 0.6889,
    400: 0.6817,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Camps:
    """Two camps of at least 5 members; who belongs to which is told to nobody.

    ``separating_items`` are the codes of the items on which they differ most, that first: the
    camps explain at least half of the variance of the answers, at least 5 from each camp.
    """

    separating_items: tuple[str, ...]


def camps(answers: Answers, frame: Frame, *, seed: bytes | None = None) -> Camps | None:
    """Find two camps of at least 5 members each, or None for one group.

    The members' places on the first principal component of their answers are split in two
    where that explains most of their variance: once with each item's mean taken out, and
    again with each member's mean taken out too, so that camps are found beneath a general
    liking. One group is rejected only when the split explains more than in all but .5 % of

    - normal samples of the same size, and
    - groups drawn from one normal opinion with this group's own means, spreads and
      correlations, cut to the points of the scale: answers crowded at an end of the scale
      look like camps to the first alone.

    Missing answers count as the item's mean; who answered fewer than half of the items is
    left out. Above 400 members 400 are drawn by lot.

    Parameters
    ----------
    answers : ndarray of uint8, shape (frame.width, sheets)
        In canonical order: the draws follow it.
    frame : Frame
    seed : bytes, optional
        Seeds the draws, a multiple of 4 bytes; the answers' `input_hash` when left out.

    Returns
    -------
    Camps or None
        None under 10 members with half of the items, and with fewer than two items.

    Raises
    ------
    ValueError
        If the seed is empty or no multiple of 4 bytes.

    References
    ----------
    Hartigan (1978), Asymptotic distributions for k-means, Annals of Statistics 6(1), 117-131,
    for the split of one dimension. Ours otherwise, not validated on real groups.
    """
    columns = tuple(item.column for item in frame.items)
    if answers.shape[1] < 2 * SMALLEST_CAMP or len(columns) < 2:
        return None
    state = np.frombuffer(input_hash(answers) if seed is None else seed, dtype="<u4")
    generator = np.random.RandomState(state)
    turned = _chosen_members(points(answers, frame, columns), generator)
    side = _sides(turned, frame.options, generator)
    if side is None:
        return None
    found = _separating(turned, side)
    return Camps(separating_items=tuple(frame.items[number].code for number in found))


def two_camps(answers: Answers, frame: Frame, *, seed: bytes | None = None) -> bool:
    """Say whether the members split into two camps of at least 5.

    Parameters
    ----------
    answers, frame, seed
        As for `camps`, which says how they are found, after whom, and what is ours.

    Returns
    -------
    bool
        Never True under 10 members with half of the items, or with fewer than two items.
    """
    return camps(answers, frame, seed=seed) is not None


def separating_items(
    answers: Answers, frame: Frame, *, seed: bytes | None = None
) -> tuple[str, ...]:
    """Give the items on which the two camps differ.

    Parameters
    ----------
    answers, frame, seed
        As for `camps`, which says how they are found, after whom, and what is ours.

    Returns
    -------
    tuple of str
        Codes, that of the largest difference first; none for one group.
    """
    found = camps(answers, frame, seed=seed)
    return () if found is None else found.separating_items


def best_split(places: Floats) -> Floats:
    """Share of the variance that the best split in two parts of at least 5 explains.

    Parameters
    ----------
    places : ndarray, shape (..., members)

    Returns
    -------
    ndarray, shape (...); a float for one sample
        From 0 to 1; 0 without spread.
    """
    centred = np.sort(places, axis=-1) - places.mean(axis=-1, keepdims=True)
    whole = (centred**2).sum(axis=-1)
    between = _between(centred).max(axis=-1)
    # Without spread there is nothing to explain.
    explained: Floats = np.where(whole > 1e-9, between / np.maximum(whole, 1e-9), 0)[()]
    return explained


def _between(ordered: Floats) -> Floats:
    """Sum of squares between both parts, for each split of sorted places around 0."""
    n = ordered.shape[-1]
    left = np.arange(SMALLEST_CAMP, n - SMALLEST_CAMP + 1)
    total = np.cumsum(ordered, axis=-1)[..., left - 1]
    squares: Floats = total**2 * n / (left * (n - left))
    return squares


def _chosen_members(turned: Answers, generator: np.random.RandomState) -> Answers:
    answered = 2 * (turned > 0).sum(axis=0) >= turned.shape[0]
    kept = turned[:, answered]
    if kept.shape[1] <= MOST_MEMBERS:
        return kept
    return kept[:, generator.permutation(kept.shape[1])[:MOST_MEMBERS]]


def _sides(
    turned: Answers, options: int, generator: np.random.RandomState
) -> npt.NDArray[np.bool_] | None:
    """Which camp each member belongs to; None for one group."""
    members = turned.shape[1]
    if members < 2 * SMALLEST_CAMP:
        return None
    places = _places(turned)
    explained = best_split(places)
    suspected = np.flatnonzero(explained > normal_limit(members))
    if not suspected.size:
        return None
    beyond = _beyond(turned, explained[suspected], suspected, options, generator)
    rejected = suspected[beyond <= MOST_BEYOND]
    return _upper(places[rejected[0]]) if rejected.size else None


def _beyond(
    turned: Answers,
    explained: Floats,
    which: npt.NDArray[np.intp],
    options: int,
    generator: np.random.RandomState,
) -> npt.NDArray[np.int64]:
    """How many groups without camps split as well, until all splits have too many.

    They are drawn one after the other from one stream, however many at once.
    """
    group = OneGroup.like(turned, options=options)
    beyond = np.zeros(len(which), dtype=np.int64)
    for _ in range(SIMULATED // SIMULATED_AT_ONCE):
        drawn = group.drawn(generator, groups=SIMULATED_AT_ONCE, members=turned.shape[1])
        masked = np.where(turned > 0, drawn, np.uint8(0))
        simulated = best_split(_places(masked, which))
        beyond = beyond + (simulated >= explained[:, np.newaxis]).sum(axis=1)
        if (beyond > MOST_BEYOND).all():
            break
    return beyond


def _places(turned: Answers, which: Iterable[int] = (0, 1)) -> Floats:
    """Places on the first component with items centred (0), and members too (1).

    Shape (which, ..., members).
    """
    centred = item_centred(turned)
    return np.stack(
        [
            _first_component(centred - centred.mean(axis=-2, keepdims=True) if rows else centred)
            for rows in which
        ]
    )


def _first_component(matrix: Floats) -> Floats:
    """Members' places, to scale, from centred answers of shape (..., items, members)."""
    turned = np.swapaxes(matrix, -1, -2)
    # The smaller of both products has the same component.
    if matrix.shape[-1] <= matrix.shape[-2]:
        _, vectors = np.linalg.eigh(turned @ matrix)
        return np.asarray(vectors[..., -1])
    _, vectors = np.linalg.eigh(matrix @ turned)
    return np.asarray((turned @ vectors[..., -1:])[..., 0])


def _upper(places: Floats) -> npt.NDArray[np.bool_]:
    order = np.argsort(places, kind="stable")
    ordered = places[order] - places.mean()
    left = SMALLEST_CAMP + int(_between(ordered).argmax())
    upper = np.zeros(len(places), dtype=np.bool_)
    upper[order[left:]] = True
    return upper


def _separating(turned: Answers, side: npt.NDArray[np.bool_]) -> Sequence[int]:
    """Items that separate both camps, the most separating first."""
    known = turned > 0
    centred = item_centred(turned)
    n = np.stack([(known & (side == camp)).sum(axis=1) for camp in (False, True)])
    total = np.stack([centred[:, side == camp].sum(axis=1) for camp in (False, True)])
    between = (total**2 / np.maximum(n, 1)).sum(axis=0)
    # Rounded, so that items which separate alike stay in their order.
    share = np.round(between / np.maximum((centred**2).sum(axis=1), 1e-9), 9)
    heard = n.min(axis=0) >= FEWEST_ANSWERS
    order = np.argsort(-share, kind="stable")
    return [int(item) for item in order if heard[item] and share[item] >= SEPARATING]


def normal_limit(members: int) -> float:
    """What the best split of 10 to 400 normal numbers explains in all but .5 % of samples."""
    # Nearly a straight line over 1/√n, which falls as n grows.
    rooted = [-1 / math.sqrt(n) for n in _LIMITS]
    return float(np.interp(-1 / math.sqrt(members), rooted, list(_LIMITS.values())))
