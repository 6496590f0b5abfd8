"""Whole numbers that say all a wave's indices need, and that merge exactly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from scoring.calibration import tabulate
from scoring.canonical import Answers, check_digits, fitting
from scoring.frame import CANT_SAY, Frame
from scoring.histograms import histogram_shape, histograms_of
from scoring.tally import Tally

Whole = npt.NDArray[np.int64]
# From here on counting ways of answering is quicker than summing answers.
FEWEST_TALLIED = 1 << 14
# Products of answers up to 11 stay exact in float32 for this many sheets (121 · 2^16 < 2^24).
SHEETS_AT_ONCE = 1 << 16


@dataclass(frozen=True, eq=False)
class Statistics:
    """Integer sums over the sheets of a wave or a part of it.

    ``merge(statistics(a), statistics(b))`` equals the statistics of both together, whatever
    the parts and their order.

    Attributes
    ----------
    sheets : int
    histograms : ndarray of int, shape (columns, largest option of all + 2)
        How often each column holds 0 (no answer), 1, 2, …; last "can't say".
    sums : tuple of ndarray of int, shape (J + 1, J·k + 1) each
        For each characteristic of J items, how many members answered ``a`` of them with the
        sum ``s``, reversed items turned round: ``sums[c][a, s]``.
    products : tuple of ndarray of int, shape (J + 1, J + 1) each
        For each characteristic, ``Σ y·yᵀ`` over the members who answered all J items, with
        ``y = (1, x_1, …, x_J)``, reversed items turned round.
    predicted : ndarray of int, shape (anchors, 3, 12)
        For each prediction, how many members gave no answer (0), did not agree (1), agreed (2)
        with its item, by their prediction: 0 none, 1 "0 of 10" … 11 "10 of 10".
    """

    sheets: int
    histograms: Whole
    sums: tuple[Whole, ...]
    products: tuple[Whole, ...]
    predicted: Whole

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Statistics) and all(
            np.array_equal(mine, yours)
            for mine, yours in zip(self._arrays(), other._arrays(), strict=True)
        )

    def __hash__(self) -> int:
        return hash(tuple(array.tobytes() for array in self._arrays()))

    def __add__(self, other: Self) -> "Statistics":
        return Statistics(
            self.sheets + other.sheets,
            self.histograms + other.histograms,
            tuple(a + b for a, b in zip(self.sums, other.sums, strict=True)),
            tuple(a + b for a, b in zip(self.products, other.products, strict=True)),
            self.predicted + other.predicted,
        )

    def _arrays(self) -> tuple[Whole, ...]:
        return (
            np.array(self.sheets),
            self.histograms,
            *self.sums,
            *self.products,
            self.predicted,
        )


def statistics(answers: npt.ArrayLike, frame: Frame) -> Statistics:
    """Count a wave, or a part of it.

    Parameters
    ----------
    answers : array_like of uint8, shape (frame.width, sheets)
    frame : Frame

    Raises
    ------
    ValueError
        If the answers do not fit the frame.
    """
    columns = fitting(answers, frame)
    if columns.shape[1] >= FEWEST_TALLIED:
        return statistics_of_parts([columns], frame)
    return _of_batch(columns, frame)


def statistics_of_parts(parts: Iterable[npt.ArrayLike], frame: Frame) -> Statistics:
    """Count a wave that comes in parts, however many sheets: no more than a few parts are held.

    The same as to `merge` the statistics of the parts, and quicker.

    Parameters
    ----------
    parts : iterable of array_like of uint8, shape (frame.width, sheets) each
    frame : Frame

    Raises
    ------
    ValueError
        If the answers of a part do not fit the frame.
    """
    tally = counted = None
    for digits in _batches(parts, frame):
        if tally is None and digits.shape[1] >= FEWEST_TALLIED and Tally.suits(frame):
            tally = Tally(frame, sheets=SHEETS_AT_ONCE)
        if tally is not None:
            tally.count(digits)
        else:
            part = _of_batch(digits - frame.first_digits, frame)
            counted = part if counted is None else counted + part
    if tally is None:
        nobody = np.zeros((frame.width, 0), dtype=np.uint8)
        return _of_batch(nobody, frame) if counted is None else counted
    return _of_tally(tally) if counted is None else _of_tally(tally) + counted


def merge(a: Statistics, b: Statistics) -> Statistics:
    """Give the statistics of the sheets of both, bit for bit."""
    return a + b


def points(answers: Answers, frame: Frame, columns: tuple[int, ...]) -> Answers:
    """Turn reversed items round; 0 where there is no answer or can't say. Shape (items, sheets)."""
    chosen = answers[list(columns)]
    known = (chosen > 0) & (chosen != CANT_SAY)
    turned = [row for row, column in enumerate(columns) if column in frame.reversed_columns]
    # Taken modulo 256 where nothing was answered, and masked below.
    chosen[turned] = np.uint8(frame.options + 1) - chosen[turned]
    masked: Answers = chosen * known
    return masked


def agreement_states(answers: Answers, frame: Frame) -> Answers:
    """Give for each prediction's item 0 no answer, 1 not above (k+1)/2, 2 above. Shape (anchors, sheets)."""  # noqa: E501 -- the codes belong together
    chosen = answers[[item for _, item in frame.predictions]]
    answered = (chosen > 0) & (chosen != CANT_SAY)
    above = 2 * chosen.astype(np.int16) > frame.options + 1
    return np.where(answered, np.where(above, 2, 1), 0).astype(np.uint8)


def of_histograms(answers: Answers, histograms: Whole, frame: Frame) -> Statistics:
    """Sum checked sheets, no more than SHEETS_AT_ONCE, whose histograms are known."""
    groups = [c.items for c in frame.characteristics]
    turned = points(answers, frame, tuple(column for group in groups for column in group))
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    return Statistics(
        answers.shape[1],
        histograms,
        _sums(turned, sizes, frame.options) if groups else (),
        _products(turned, sizes) if groups else (),
        _predicted(answers, frame),
    )


def _of_batch(answers: Answers, frame: Frame) -> Statistics:
    return of_histograms(answers, histograms_of([answers], frame)[0], frame)


def _batches(parts: Iterable[npt.ArrayLike], frame: Frame) -> Iterator[Answers]:
    """Put the digits of all parts side by side; give, checked, so many as are counted at once.

    Each part is taken over before the next comes, and each batch lies where the last one lay:
    fresh memory for either would cost as much as counting does.
    """
    memory = np.empty((frame.width, SHEETS_AT_ONCE), dtype=np.uint8)
    filled = 0
    for part in parts:
        rest = fitting(part, frame)
        while rest.shape[1]:
            end = min(filled + rest.shape[1], SHEETS_AT_ONCE)
            taken, rest = rest[:, : end - filled], rest[:, end - filled :]
            np.add(taken, frame.first_digits, out=memory[:, filled:end])
            filled = end
            if filled == SHEETS_AT_ONCE:
                yield check_digits(memory, frame)
                filled = 0
    if filled:
        yield check_digits(memory[:, :filled], frame)


def _of_tally(tally: Tally) -> Statistics:
    frame = tally.frame
    histograms = np.zeros(histogram_shape(frame), dtype=np.int64)
    for column, times in tally.columns():
        offered = frame.largest[column] + 1
        histograms[column, :offered] = times[:offered]
        histograms[column, -1] = times[-1]
    characteristics = range(len(frame.characteristics))
    return Statistics(
        tally.sheets,
        histograms,
        tuple(tally.sums(number) for number in characteristics),
        tuple(tally.products(number) for number in characteristics),
        tally.predicted(),
    )


def _sums(turned: Answers, sizes: Whole, options: int) -> tuple[Whole, ...]:
    starts = np.cumsum(sizes) - sizes
    answered = np.add.reduceat(turned > 0, starts, axis=0, dtype=np.int32)
    total = np.add.reduceat(turned, starts, axis=0, dtype=np.int32)
    # The tables of all characteristics one after the other, row by row.
    width = sizes * options + 1
    ends = np.cumsum((sizes + 1) * width)
    before = (ends - (sizes + 1) * width)[:, np.newaxis]
    cells = before + answered * width[:, np.newaxis] + total
    counts = np.bincount(cells.ravel(), minlength=ends[-1])
    tables = zip(np.split(counts, ends[:-1]), width.tolist(), strict=True)
    return tuple(table.reshape(-1, columns) for table, columns in tables)


def _products(turned: Answers, sizes: Whole) -> tuple[Whole, ...]:
    starts = np.cumsum(sizes) - sizes
    complete = np.minimum.reduceat(turned, starts, axis=0) > 0
    found = []
    for group, all_answered in zip(np.split(turned, starts[1:]), complete, strict=True):
        rows = np.empty((len(group) + 1, group.shape[1]), dtype=np.float32)
        rows[0] = all_answered
        rows[1:] = group * all_answered
        found.append((rows @ rows.T).astype(np.int64))
    return tuple(found)


def _predicted(answers: Answers, frame: Frame) -> Whole:
    tenths = answers[[column for column, _ in frame.predictions]]
    return tabulate(agreement_states(answers, frame), tenths)
