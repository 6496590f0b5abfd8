"""Van der Eijk's layers of a histogram, in each of which a point is either used or not."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats

Used = npt.NDArray[np.bool_]

# Up to so many points the agreement of every possible layer is looked up in a table.
MOST_TABLED = 11


def agreement_of_layers(n: Floats) -> Floats:
    """Sum over the layers of their agreement times their answers: A times the answers.

    Counts of shape (..., K), checked, to shape (...).
    """
    size = n.shape[-1]
    agreement_of = _looked_up(size) if size <= MOST_TABLED else _computed
    heights = np.sort(n, axis=-1)
    below = np.zeros(n.shape[:-1])
    weighted = np.zeros(n.shape[:-1])
    for rank in range(size):
        top = heights[..., rank]
        agreed = agreement_of(n >= top[..., np.newaxis])
        weighted = weighted + (top - below) * (size - rank) * agreed
        below = top
    return weighted


def _looked_up(size: int) -> Callable[[Used], Floats]:
    table, bits = _table(size), 1 << np.arange(size)
    return lambda used: table[used @ bits]


@lru_cache(maxsize=16)
def _table(size: int) -> Floats:
    """Agreement of every layer; bit j of the index says that point j is used."""
    bits = (np.arange(1 << size)[:, np.newaxis] >> np.arange(size)) & 1
    table = _computed(bits.astype(np.bool_))
    table.setflags(write=False)
    return table


def _computed(layers: Used) -> Floats:
    used = layers.astype(np.int64)
    size, number = used.shape[-1], used.sum(axis=-1)
    # Points used, and not, on either side of each.
    left = np.cumsum(used, axis=-1) - used
    right = number[..., np.newaxis] - left - used
    place = np.arange(size)
    no_left, no_right = place - left, size - 1 - place - right
    # Triples: a used pair beside an unused point; an unused point between two used ones.
    together = (used * (left * no_right + no_left * right)).sum(axis=-1)
    apart = ((1 - used) * left * right).sum(axis=-1)
    # No such triple: only one point is used, or all, where the second factor is 0 anyway.
    wanting = apart / np.maximum(together + apart, 1)
    unimodality = 1 - wanting * (2 * size - 3) / max(size - 2, 1)
    agreement: Floats = unimodality * (1 - (number - 1) / (size - 1))
    return agreement
