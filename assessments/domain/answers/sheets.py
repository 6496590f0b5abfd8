"""Packing answers into a sheet of one byte a column, and sealed sheets into columns."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from assessments.domain.instruments.questionnaires import (
    CANT_SAY,
    CARELESS,
    NO_ANSWER,
    Questionnaire,
    Scale,
)
from assessments.domain.refusals import AnswersRefusedError

SHEETS_PER_CHUNK = 4096


def pack(asked: Questionnaire, answers: Mapping[str, int]) -> bytes:
    """Pack the answers of one member; a column that is not in ``answers`` is unanswered.

    Whether the sheet looks careless is not known yet, see ``flagged``.

    Raises
    ------
    AnswersRefusedError
        If a column is unknown or a value is none of its options.
    """
    check(asked, answers)
    packed = bytearray(map(answers.get, asked.columns, repeat(NO_ANSWER)))
    packed[asked.positions[CARELESS]] = NO_ANSWER
    return bytes(packed)


def flagged(asked: Questionnaire, packed: bytes, flag: int) -> bytes:
    """Note on a packed sheet whether it looks careless."""
    place = asked.positions[CARELESS]
    return packed[:place] + bytes([flag]) + packed[place + 1 :]


def check(asked: Questionnaire, answers: Mapping[str, int]) -> None:
    """Refuse answers that the questionnaire does not know, each with what is allowed."""
    if answers.items() <= _known(asked):
        return
    faults = {
        code: _allowed(asked.scales[code]) if code in asked.scales else _("no such question")
        for code, value in answers.items()
        if code not in asked.scales or not asked.scales[code].allows(value)
    }
    if faults:
        raise AnswersRefusedError(faults)


def columns_of(sheets: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Sort sheets and cut them into chunks: the number of sheets, and their columns.

    Sorting leaves nothing of the order in which they came.
    """
    ordered = sorted(sheets)
    for start in range(0, len(ordered), SHEETS_PER_CHUNK):
        part = ordered[start : start + SHEETS_PER_CHUNK]
        matrix = np.frombuffer(b"".join(part), dtype=np.uint8).reshape(len(part), -1)
        yield len(part), matrix.T.tobytes()


def matrix_of(chunks: Sequence[tuple[int, bytes]], *, width: int) -> npt.NDArray[np.uint8]:
    """Put chunks together: one row for each column of the instrument, one column for each sheet."""
    if not chunks:
        return np.empty((width, 0), dtype=np.uint8)
    return np.concatenate(
        [
            np.frombuffer(columns, dtype=np.uint8).reshape(width, sheets)
            for sheets, columns in chunks
        ],
        axis=1,
    )


@lru_cache(maxsize=64)
def _known(asked: Questionnaire) -> frozenset[tuple[str, int]]:
    """Give every answer there is to every question: looking them up at once costs a tenth."""
    return frozenset(
        (code, value)
        for code, scale in asked.scales.items()
        for value in range(CANT_SAY + 1)
        if scale.allows(value)
    )


def _allowed(scale: Scale) -> str:
    first, last = scale.options[0][1], scale.options[-1][1]
    return _("choose an answer from “%(first)s” to “%(last)s”") % {"first": first, "last": last}
