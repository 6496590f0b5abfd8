"""Reading a file of answers that were collected elsewhere: every fault, each with its line."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.domain.answers.sheets import pack
from assessments.domain.instruments.questionnaires import NO_ANSWER, Questionnaire
from assessments.domain.refusals import FaultsError

GROUP = "group"
MOST_FAULTS = 200
"""The most faults that are listed; a file with so many is the wrong file."""

LINE_ENDS = re.compile(r"\r\n|\n|\r")
"""What an editor counts as lines; Python's own splitting knows more."""


class _Rows(Protocol):
    """What ``csv.reader`` gives; its type has no public name."""

    @property
    def line_num(self) -> int: ...
    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


@dataclass
class _Reading:
    """What has been understood so far."""

    groups: dict[str, list[bytes]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    line: int = 0  # the last that belongs to a whole row

    def fault(self, line: int, text: str) -> None:
        self.faults.append(_at(line, text))
        if len(self.faults) > MOST_FAULTS:
            _refuse(self.faults)


def read_answers(content: bytes, asked: Questionnaire) -> Mapping[str, list[bytes]]:
    """Read a CSV file with a column ``group`` and one column for each item.

    Cells hold the number of a point, as the instrument counts them; an empty cell is no answer.
    Columns stand between ``,``, ``;`` or tab; the text is UTF-8.

    Returns
    -------
    mapping of str to list of bytes
        The packed sheets of each group, groups in the order of the file.

    Raises
    ------
    FaultsError
        With every fault and its line, if there is any.
    """
    lines = LINE_ENDS.split(_decoded(content))
    if not any(line.strip() for line in lines):
        raise FaultsError([_("the file is empty")])
    separator = max(",;\t", key=lines[0].count)
    rows = csv.reader(lines, delimiter=separator, strict=True)
    reading = _Reading()
    try:
        _read_rows(reading, rows, asked)
    except csv.Error as error:
        # A quote that is not closed takes in the rest of the file; what helps is where it begins.
        text = _("this is not CSV (%(error)s); is a quotation mark not closed?") % {"error": error}
        reading.faults.append(_at(reading.line + 1, text))
    if not reading.groups and not reading.faults:
        reading.faults.append(_("there are no answers below the header"))
    if reading.faults:
        _refuse(reading.faults)
    return reading.groups


def _read_rows(reading: _Reading, rows: _Rows, asked: Questionnaire) -> None:
    header = [cell.strip() for cell in next(rows)]
    reading.faults += [_at(rows.line_num, fault) for fault in _header_faults(header, asked)]
    if reading.faults:
        _refuse(reading.faults)
    reading.line = rows.line_num
    for row in rows:
        first = reading.line + 1  # of a row that a cell spreads over several lines
        reading.line = rows.line_num
        if any(cell.strip() for cell in row):
            _read_row(reading, first, row, header, asked)


def _read_row(
    reading: _Reading,
    line: int,
    cells: Sequence[str],
    header: Sequence[str],
    asked: Questionnaire,
) -> None:
    if len(cells) != len(header):
        reading.fault(
            line,
            _("%(cells)s cells, and the header has %(columns)s")
            % {"cells": len(cells), "columns": len(header)},
        )
        return
    row = {code: cell.strip() for code, cell in zip(header, cells, strict=True)}
    group = row.pop(GROUP)
    if not slugify(group):
        reading.fault(line, _("the group needs a name with a letter from a to z or a digit"))
    answers: dict[str, int] = {}
    for code, cell in row.items():
        value = _value(cell, asked)
        if value is None:
            reading.fault(line, _outside(code, cell, asked))
        else:
            answers[code] = value
    if len(answers) == len(row):
        reading.groups.setdefault(group, []).append(pack(asked, answers))


def _value(cell: str, asked: Questionnaire) -> int | None:
    """Give the stored value of a cell; None when it is off the scale."""
    if not cell:
        return NO_ANSWER
    # Other digits than 0–9 are numbers to Python, and a mistake here.
    if not (cell.isascii() and cell.isdecimal()):
        return None
    value = int(cell[:9]) - asked.scale.lowest + 1
    return value if 1 <= value <= asked.scale.points else None


def _outside(code: str, cell: str, asked: Questionnaire) -> str:
    first = asked.scale.lowest
    return _("%(code)s is “%(cell)s”; allowed are the whole numbers %(first)s to %(last)s") % {
        "code": code,
        "cell": cell[:40],
        "first": first,
        "last": first + asked.scale.points - 1,
    }


def _header_faults(header: Sequence[str], asked: Questionnaire) -> Iterator[str]:
    wanted = [GROUP, *(item.code for item in asked.items)]
    for code, times in Counter(header).items():
        if times > 1:
            yield _("the column “%(code)s” occurs %(times)s times") % {"code": code, "times": times}
    for code in wanted:
        if code not in header:
            yield _("the column “%(code)s” is missing") % {"code": code}
    for code in header:
        if code not in wanted:
            yield _("there is no item “%(code)s” in the instrument") % {"code": code[:80]}


def _at(line: int, text: str) -> str:
    return _("line %(line)s: %(text)s") % {"line": line, "text": text}


def _refuse(faults: Sequence[str]) -> NoReturn:
    more = [_("… and more")] if len(faults) > MOST_FAULTS else []
    raise FaultsError([*faults[:MOST_FAULTS], *more])


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultsError([_at(line, _("the text is not UTF-8; save the file as UTF-8"))]) from None
    if "\0" in text:
        raise FaultsError([_("this is not a text file")])
    return text
