"""One order for the sheets of a wave, whatever order they came in, and one hash for all."""

import hashlib

import numpy as np
import numpy.typing as npt

from scoring.frame import Frame

Answers = npt.NDArray[np.uint8]
CHECKED_AT_ONCE = 1 << 13  # sheets: beyond, fresh memory costs more than checking


def checked(answers: npt.ArrayLike, frame: Frame) -> Answers:
    """Give the answers as they are, if each column holds only what its question offers.

    Raises
    ------
    ValueError
        If `answers` is not of shape (frame.width, sheets) and type uint8, or holds a value
        that no member could have chosen.
    """
    columns = fitting(answers, frame)
    for start in range(0, columns.shape[1], CHECKED_AT_ONCE):
        # One more makes can't say 0, which no limit forbids.
        check_digits(columns[:, start : start + CHECKED_AT_ONCE] + frame.first_digits, frame)
    return columns


def check_digits(digits: Answers, frame: Frame) -> Answers:
    """Give digits, see `Frame.first_digits`, as they are, if members could have chosen all.

    Raises
    ------
    ValueError
        If a column holds such a digit.
    """
    largest = digits.max(axis=1)
    if (wrong := largest > frame.last_digits).any():
        number = int(wrong.argmax())
        raise ValueError(
            f"column {number} holds {largest[number] - frame.first_digits[number, 0]},"
            f" its options end at {frame.largest[number]}"
        )
    return digits


def fitting(answers: npt.ArrayLike, frame: Frame) -> Answers:
    """Give the answers as they are, if they are of shape (frame.width, sheets) and type uint8.

    Raises
    ------
    ValueError
        If they are not.
    """
    columns = np.asarray(answers)
    if columns.dtype != np.uint8 or columns.ndim != 2 or columns.shape[0] != frame.width:
        raise ValueError(
            f"answers must be uint8 of shape ({frame.width}, sheets),"
            f" got {columns.dtype} of {columns.shape}"
        )
    return columns


def canonical(answers: Answers) -> Answers:
    """Sort the sheets as byte strings; shape (columns, sheets) in and out."""
    width, sheets = answers.shape
    if not width or not sheets:
        return answers
    rows = np.ascontiguousarray(answers.T).view(np.dtype((np.void, width)))[:, 0]
    ordered = np.sort(rows).view(np.uint8).reshape(sheets, width)
    return np.ascontiguousarray(ordered.T)


def input_hash(answers: Answers) -> bytes:
    """SHA-256 of the shape and the sheets, sorted as byte strings.

    Of the text "{columns} columns, {sheets} sheets" and a newline, then every sheet, column after
    column. The same sheets give the same hash in whatever order they stand.

    Parameters
    ----------
    answers : ndarray of uint8, shape (columns, sheets)

    Returns
    -------
    bytes
        32 of them.

    Raises
    ------
    ValueError
        If they are of another type or shape, which would hash otherwise.
    """
    if answers.dtype != np.uint8 or answers.ndim != 2:
        raise ValueError(f"answers must be uint8 of two axes, got {answers.dtype} {answers.shape}")
    width, sheets = answers.shape
    digest = hashlib.sha256(f"{width} columns, {sheets} sheets\n".encode("ascii"))
    digest.update(canonical(answers).T.tobytes())
    return digest.digest()
