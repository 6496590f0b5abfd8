"""Counting very many sheets: how often each way of answering a whole characteristic occurs."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers
from scoring.frame import CANT_SAY, Frame

Whole = npt.NDArray[np.int64]

MOST_BITS = 16
PREDICTION_BITS = 4  # 0 to 11


class Tally:
    """Sheets counted by their answers to each characteristic, and to each prediction and its item.

    The last bits of an answer tell the points of the scale apart, and those of can't say are all
    set. Put together, the bits of the answers to a characteristic are one number; how often each
    number occurs says all that `Statistics` holds.

    Attributes
    ----------
    frame : Frame
    sheets : int
    ways : list of ndarray of int, shape (2^bits, ..., 2^bits)
        For each characteristic, how often each way of answering its items occurs.
    foretold : list of ndarray of int, shape (2^(bits + 4), ...)
        The same of each prediction and its item, two predictions at once.
    others : dict of int to ndarray of int, shape (256,)
        How often each byte occurs, by column, in all other columns.
    """

    def __init__(self, frame: Frame) -> None:
        bits = _bits(frame)
        told = {column for c in frame.characteristics for column in c.items}
        told.update(column for column, _ in frame.predictions)
        others = sorted({*range(frame.width)} - told)
        sizes = [(1 << bits,) * len(c.items) for c in frame.characteristics]
        pair = 1 << (PREDICTION_BITS + bits)
        self.frame = frame
        self.sheets = 0
        self.ways = [np.zeros(size, dtype=np.int64) for size in sizes]
        self.foretold = [
            np.zeros((pair,) * len(two), dtype=np.int64) for two in _by_two(frame.predictions)
        ]
        self.others = {column: np.zeros(CANT_SAY + 1, dtype=np.int64) for column in others}

    @staticmethod
    def suits(frame: Frame) -> bool:
        """Whether there are few enough ways of answering each characteristic."""
        return all(_bits(frame) * len(c.items) <= MOST_BITS for c in frame.characteristics)

    def count(self, answers: Answers) -> None:
        """Count sheets whose values were checked."""
        bits = _bits(self.frame)
        self.sheets += answers.shape[1]
        for c, ways in zip(self.frame.characteristics, self.ways, strict=True):
            _add(ways, _ways(answers, c.items, bits))
        for two, times in zip(_by_two(self.frame.predictions), self.foretold, strict=True):
            _add(times, _pairs(answers, two, bits))
        for column, times in self.others.items():
            _add(times, answers[column])

    def columns(self) -> Iterator[tuple[int, Whole]]:
        """Give with each column how often it holds 0, 1, …; last can't say."""
        yield from self.others.items()
        for (column, _), pairs in zip(self.frame.predictions, self._pairs(), strict=True):
            yield column, pairs.sum(axis=1)
        for c, ways in zip(self.frame.characteristics, self.ways, strict=True):
            rest = ways
            for column in c.items:
                yield column, rest.reshape(len(rest), -1).sum(axis=1)
                rest = rest.sum(axis=0)

    def sums(self, number: int) -> Whole:
        """Give `Statistics.sums` of the characteristic of that number."""
        ways, points = self.ways[number], self._points(number)
        items, size = ways.ndim, ways.ndim * self.frame.options + 1
        cells = np.zeros(1, dtype=np.int64)
        for point in points:
            # An answer adds one to the answered, and its point to the sum.
            added = np.zeros(ways.shape[0], dtype=np.int64)
            added[1 : self.frame.options + 1] = size + point
            cells = np.add.outer(cells, added).ravel()
        # Whole numbers are exact in float64 up to 2**53.
        found = np.bincount(cells, weights=ways.ravel(), minlength=(items + 1) * size)
        return found.astype(np.int64).reshape(items + 1, size)

    def products(self, number: int) -> Whole:
        """Give `Statistics.products` of the characteristic of that number."""
        ways = self.ways[number]
        complete = ways[(slice(1, self.frame.options + 1),) * ways.ndim].ravel()
        y = np.ones((ways.ndim + 1, *(self.frame.options,) * ways.ndim))
        for axis, point in enumerate(self._points(number)):
            y[axis + 1] = point.reshape(-1, *(1,) * (ways.ndim - axis - 1))
        y = y.reshape(ways.ndim + 1, -1)
        found: Whole = ((y * complete) @ y.T).astype(np.int64)
        return found

    def predicted(self) -> Whole:
        """Give `Statistics.predicted`."""
        options = self.frame.options
        above = [2 * point > options + 1 for point in range(1, options + 1)]
        found = np.zeros((len(self.frame.predictions), 3, 12), dtype=np.int64)
        for table, pairs in zip(found, self._pairs(), strict=True):
            answered = pairs[:12, 1 : options + 1].T
            table[2] = answered[above].sum(axis=0)
            table[1] = answered.sum(axis=0) - table[2]
            table[0] = pairs[:12].sum(axis=1) - answered.sum(axis=0)
        return found

    def _pairs(self) -> Iterator[Whole]:
        """How often each prediction meets each answer to its item; shape (16, 2^bits) each."""
        for times in self.foretold:
            each = [times] if times.ndim == 1 else [times.sum(axis=1), times.sum(axis=0)]
            for pairs in each:
                yield pairs.reshape(1 << PREDICTION_BITS, -1)

    def _points(self, number: int) -> list[Whole]:
        """Points of each item's options, reversed items turned round."""
        points = np.arange(1, self.frame.options + 1)
        turned = self.frame.reversed_columns
        items = self.frame.characteristics[number].items
        return [points[::-1] if column in turned else points for column in items]


def _bits(frame: Frame) -> int:
    """Bits that tell no answer, k points and can't say apart."""
    return (frame.options + 1).bit_length()


def _add(times: Whole, cells: npt.NDArray[np.unsignedinteger]) -> None:
    found = np.bincount(cells, minlength=times.size).reshape(times.shape)
    np.add(times, found, out=times)


def _ways(answers: Answers, columns: Sequence[int], bits: int) -> npt.NDArray[np.uint16]:
    mask = np.uint8((1 << bits) - 1)
    cells = np.zeros(answers.shape[1], dtype=np.uint16)
    for column in columns:
        cells <<= bits
        cells |= answers[column] & mask
    return cells


def _pairs(
    answers: Answers, predictions: Sequence[tuple[int, int]], bits: int
) -> npt.NDArray[np.uint16]:
    mask = np.uint8((1 << bits) - 1)
    cells = np.zeros(answers.shape[1], dtype=np.uint16)
    for prediction, item in predictions:
        pair = answers[prediction] << np.uint8(bits)
        pair |= answers[item] & mask
        cells <<= PREDICTION_BITS + bits
        cells |= pair
    return cells


def _by_two(predictions: Sequence[tuple[int, int]]) -> list[Sequence[tuple[int, int]]]:
    return [predictions[start : start + 2] for start in range(0, len(predictions), 2)]
