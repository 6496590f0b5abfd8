"""Counting very many sheets: how often each way of answering a whole characteristic occurs."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers
from scoring.frame import CANT_SAY, Frame

Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint16]

MOST_WAYS = 1 << 16
PREDICTED = 12  # no prediction, and "0 of 10" to "10 of 10"
STATES = 3  # of the item predicted: no answer, not above the middle, above


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
    foretold : list of ndarray of int, shape (12, 3, ...)
        How often each prediction meets each state of its item, two predictions at once.
    others : dict of int to ndarray of int, shape (256,)
        How often each byte occurs, by column, in all other columns.
    """

    def __init__(self, frame: Frame, *, sheets: int) -> None:
        """Make ready to count, no more than so many sheets at once."""
        told = {column for c in frame.characteristics for column in c.items}
        told.update(column for column, _ in frame.predictions)
        sizes = [(frame.options + 2,) * len(c.items) for c in frame.characteristics]
        pairs, single = divmod(len(frame.predictions), 2)
        self.frame = frame
        self.sheets = 0
        self.ways = [np.zeros(size, dtype=np.int64) for size in sizes]
        self.foretold = [
            np.zeros((PREDICTED, STATES) * each, dtype=np.int64)
            for each in (2,) * pairs + (1,) * single
        ]
        self.others = {
            column: np.zeros(CANT_SAY + 1, dtype=np.int64)
            for column in range(frame.width)
            if column not in told
        }
        # Fresh memory for each step would cost more than the step.
        self._narrow = np.empty(sheets, dtype=np.uint8)
        self._wide = np.empty((2, sheets), dtype=np.uint16)

    @staticmethod
    def suits(frame: Frame) -> bool:
        """Whether there are few enough ways of answering each characteristic."""
        ways = ((frame.options + 2) ** len(c.items) for c in frame.characteristics)
        return max(ways, default=0) <= MOST_WAYS

    def count(self, digits: Answers) -> None:
        """Count sheets by their digits, see `Frame.first_digits`, which were checked."""
        self.sheets += digits.shape[1]
        for c, ways in zip(self.frame.characteristics, self.ways, strict=True):
            _add(ways, self._ways(digits, c.items))
        predictions = self.frame.predictions
        for number, times in enumerate(self.foretold):
            _add(times, self._foretold(digits, predictions[2 * number : 2 * number + 2]))
        for column, times in self.others.items():
            first = int(self.frame.first_digits[column, 0])
            for answer in (*range(self.frame.largest[column] + 1), *(CANT_SAY,) * first):
                # Of few options each is counted sooner by itself.
                digit = np.uint8((answer + first) % (CANT_SAY + 1))
                times[answer] += np.count_nonzero(digits[column] == digit)

    def columns(self) -> Iterator[tuple[int, Whole]]:
        """Give with each column how often it holds 0, 1, …; last can't say."""
        yield from self.others.items()
        for (column, _), states in zip(self.frame.predictions, self.predicted(), strict=True):
            yield column, np.append(states.sum(axis=0), 0)
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
        found = np.zeros((len(self.frame.predictions), 3, 12), dtype=np.int64)
        for number, times in enumerate(self.foretold):
            both = times.reshape(PREDICTED * STATES, -1)
            found[2 * number] = both.sum(axis=1).reshape(PREDICTED, STATES).T
            if both.shape[1] > 1:
                found[2 * number + 1] = both.sum(axis=0).reshape(PREDICTED, STATES).T
        return found

    def _ways(self, digits: Answers, columns: Sequence[int]) -> Codes:
        """Give each sheet the number whose digits are those of some columns."""
        base, codes = self.frame.options + 2, self._wide[0, : digits.shape[1]]
        narrow = self._narrow[: digits.shape[1]]
        for start in range(0, len(columns), 2):
            first, *second = (digits[column] for column in columns[start : start + 2])
            # Two digits fit a byte.
            for digit in second:
                np.multiply(first, np.uint8(base), out=narrow)
                first = np.add(narrow, digit, out=narrow)
            self._append(codes, first, base ** (1 + len(second)) if start else 0)
        return codes

    def _foretold(self, digits: Answers, predictions: Sequence[tuple[int, int]]) -> Codes:
        """Give each sheet the number whose digits are predictions and the states of their items."""
        codes, narrow = self._wide[0, : digits.shape[1]], self._narrow[: digits.shape[1]]
        point = 2  # the digit of the first
        for number, (prediction, item) in enumerate(predictions):
            np.multiply(digits[prediction], np.uint8(STATES), out=narrow)
            for least in (point, point + (self.frame.options + 1) // 2):
                np.add(narrow, (digits[item] >= least).view(np.uint8), out=narrow)
            self._append(codes, narrow, PREDICTED * STATES * number)
        return codes

    def _append(self, codes: Codes, number: Answers, base: int) -> None:
        """Put a number behind each code, or begin the codes where the base is 0."""
        if not base:
            np.copyto(codes, number)
            return
        # To widen first is quicker than to add numbers of different widths.
        wide = self._wide[1, : number.size]
        np.copyto(wide, number)
        np.multiply(codes, np.uint16(base), out=codes)
        np.add(codes, wide, out=codes)

    def _points(self, number: int) -> list[Whole]:
        """Points of each item's options, reversed items turned round."""
        points = np.arange(1, self.frame.options + 1)
        turned = self.frame.reversed_columns
        items = self.frame.characteristics[number].items
        return [points[::-1] if column in turned else points for column in items]


def _add(times: Whole, codes: Codes) -> None:
    found = np.bincount(codes, minlength=times.size).reshape(times.shape)
    np.add(times, found, out=times)
