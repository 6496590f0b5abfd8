"""How often each answer was chosen: counted for many waves at once."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers, checked, fitting
from scoring.frame import Frame

Whole = npt.NDArray[np.int64]
SHEETS_AT_ONCE = 1 << 16


def histograms_of(waves: Iterable[npt.ArrayLike], frame: Frame) -> Whole:
    """Count how each column of many waves was answered, many waves at once.

    Parameters
    ----------
    waves : iterable of array_like of uint8, shape (frame.width, sheets) each
        Of any numbers of sheets. None may be changed before all are counted.
    frame : Frame

    Returns
    -------
    ndarray of int, shape (waves, columns, largest option of all + 2)
        For each wave ``statistics(wave, frame).histograms``.

    Raises
    ------
    ValueError
        If the answers of a wave do not fit the frame.
    """
    counted = [_histograms_of(batch, frame) for batch in _together(waves, frame)]
    return np.concatenate(counted or [np.zeros((0, *histogram_shape(frame)), dtype=np.int64)])


def histogram_shape(frame: Frame) -> tuple[int, int]:
    """Columns, and what is counted in each: no answer, the longest scale's options, can't say."""
    return frame.width, max(*frame.largest, frame.options) + 2


def _together(parts: Iterable[npt.ArrayLike], frame: Frame) -> Iterator[list[Answers]]:
    """Give parts by the batch: one part, or several of no more than SHEETS_AT_ONCE."""
    waiting: list[Answers] = []
    sheets = 0
    for part in parts:
        columns = fitting(part, frame)
        if waiting and sheets + columns.shape[1] > SHEETS_AT_ONCE:
            yield waiting
            waiting, sheets = [], 0
        waiting.append(columns)
        sheets += columns.shape[1]
    if waiting:
        yield waiting


def _histograms_of(waves: list[Answers], frame: Frame) -> Whole:
    width, size = histogram_shape(frame)
    sheets = [wave.shape[1] for wave in waves]
    wave = np.repeat(np.arange(len(waves)) * size, sheets)
    # The last place is for can't say, 255.
    places = np.minimum(checked(np.concatenate(waves, axis=1), frame), np.uint8(size - 1))
    found = np.empty((len(waves), width, size), dtype=np.int64)
    step = max(SHEETS_AT_ONCE // max(wave.size, 1), 1)
    for first in range(0, width, step):
        block = places[first : first + step]
        starts = np.arange(len(block))[:, np.newaxis] * (len(waves) * size)
        cells = (starts + wave + block).ravel()
        times = np.bincount(cells, minlength=len(block) * len(waves) * size)
        found[:, first : first + step] = times.reshape(len(block), -1, size).swapaxes(0, 1)
    return found
