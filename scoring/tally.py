"""Counting very many sheets: how often each way of answering a whole characteristic occurs."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers
from scoring.frame import CANT_SAY, Frame

Whole = npt.NDArray[np.int64]

MOST_WAYS = 1 << 16
PREDICTED = 12  # no prediction, and "0 of 10" to "10 of 10"


class Tally:
    """Sheets counted by their answers to each characteristic, and to each prediction and its item.

    The answers to a characteristic are the digits of one number: 0 can't say, 1 no answer, 2 to
    k + 1 the points. How often each number occurs says all that `Statistics` holds.

    Attributes
    ----------
    frame : Frame
    sheets : int
    ways : list of ndarray of int, shape (k + 2, ..., k + 2)
        For each characteristic, how often each way of answering its items occurs.
    foretold : list of ndarray of int, shape (12·(k + 2), ...)
        The same of each prediction and its item, two predictions at once.
    others : dict of int to ndarray of int, shape (256,)
        How often each byte occurs, by column, in all other columns.
    """

    def __init__(self, frame: Frame) -> None:
        told = {column for c in frame.characteristics for column in c.items}
        told.update(column for column, _ in frame.predictions)
        others = sorted({*range(frame.width)} - told)
        sizes = [(frame.options + 2,) * len(c.items) for c in frame.characteristics]
        pair = PREDICTED * (frame.options + 2)
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
        ways = ((frame.options + 2) ** len(c.items) for c in frame.characteristics)
        return max(ways, default=0) <= MOST_WAYS

    def count(self, answers: Answers) -> None:
        """Count sheets whose values were checked."""
        options = self.frame.options
        self.sheets += answers.shape[1]
        for c, ways in zip(self.frame.characteristics, self.ways, strict=True):
            _add(ways, _ways(answers, c.items, options))
        for two, times in zip(_by_two(self.frame.predictions), self.foretold, strict=True):
            _add(times, _pairs(answers, two, options))
        for column, times in self.others.items():
            _add(times, answers[column])

    def columns(self) -> Iterator[tuple[int, Whole]]:
        """Give with each column how often it holds 0, 1, …; last can't say."""
        yield from self.others.items()
        for (column, _), pairs in zip(self.frame.predictions, self._pairs(), strict=True):
            yield column, np.append(pairs.sum(axis=1), 0)
        for c, ways in zip(self.frame.characteristics, self.ways, strict=True):
            rest = ways
            for column in c.items:
                yield column, np.roll(rest.reshape(len(rest), -1).sum(axis=1), -1)
                rest = rest.sum(axis=0)

    def sums(self, number: int) -> Whole:
        """Give `Statistics.sums` of the characteristic of that number."""
        ways, points = self.ways[number], self._points(number)
        items, size = ways.ndim, ways.ndim * self.frame.options + 1
        cells = np.zeros(1, dtype=np.int64)
        for point in points:
            # An answer adds one to the answered, and its point to the sum.
            added = np.array([0, 0, *(size + point)])
            cells = np.add.outer(cells, added).ravel()
        # Whole numbers are exact in float64 up to 2**53.
        found = np.bincount(cells, weights=ways.ravel(), minlength=(items + 1) * size)
        return found.astype(np.int64).reshape(items + 1, size)

    def products(self, number: int) -> Whole:
        """Give `Statistics.products` of the characteristic of that number."""
        ways = self.ways[number]
        complete = ways[(slice(2, None),) * ways.ndim].ravel()
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
            answered = pairs[:, 2:].T
            table[2] = answered[above].sum(axis=0)
            table[1] = answered.sum(axis=0) - table[2]
            table[0] = pairs.sum(axis=1) - answered.sum(axis=0)
        return found

    def _pairs(self) -> Iterator[Whole]:
        """How often each prediction meets each answer to its item; shape (12, k + 2) each."""
        for times in self.foretold:
            each = [times] if times.ndim == 1 else [times.sum(axis=1), times.sum(axis=0)]
            for pairs in each:
                yield pairs.reshape(PREDICTED, -1)

    def _points(self, number: int) -> list[Whole]:
        """Points of each item's options, reversed items turned round."""
        points = np.arange(1, self.frame.options + 1)
        turned = self.frame.reversed_columns
        items = self.frame.characteristics[number].items
        return [points[::-1] if column in turned else points for column in items]


def _add(times: Whole, cells: npt.NDArray[np.unsignedinteger]) -> None:
    found = np.bincount(cells, minlength=times.size).reshape(times.shape)
    np.add(times, found, out=times)


def _ways(answers: Answers, columns: Sequence[int], options: int) -> npt.NDArray[np.uint16]:
    cells = np.zeros(answers.shape[1], dtype=np.uint16)
    for column in columns:
        cells *= options + 2
        cells += _digits(answers[column])
    return cells


def _pairs(
    answers: Answers, predictions: Sequence[tuple[int, int]], options: int
) -> npt.NDArray[np.uint16]:
    cells = np.zeros(answers.shape[1], dtype=np.uint16)
    for prediction, item in predictions:
        cells *= PREDICTED
        cells += answers[prediction]
        cells *= options + 2
        cells += _digits(answers[item])
    return cells


def _digits(chosen: Answers) -> Answers:
    """One more, by which can't say, 255, becomes 0."""
    return chosen + np.uint8(1)


def _by_two(predictions: Sequence[tuple[int, int]]) -> list[Sequence[tuple[int, int]]]:
    return [predictions[start : start + 2] for start in range(0, len(predictions), 2)]
