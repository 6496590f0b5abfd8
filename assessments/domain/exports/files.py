"""Exports as files: CSV, JSON with its codebook, a workbook, and SPSS syntax.

Texts come from people: a cell that a spreadsheet would take for a formula gets an apostrophe.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from functools import partial
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import TextChoices
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from assessments.domain.exports.codebook import CODEBOOK, Finding, Flag, NamedStage
from assessments.domain.exports.exporting import Export
from assessments.domain.exports.rows import (
    BreakdownRow,
    ItemRow,
    ParticipationRow,
    Row,
    ScoreRow,
)
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.released import Band, Reason, Verdict

Cell = str | float | date | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CODEBOOK_HEAD = ("measure", "title", "unit", "lowest", "highest")
LONGEST_LABEL = 120  # characters that SPSS keeps of a label
WORDS = (Verdict, NamedStage, Flag, Band)
"""The words that may stand in the column ``band``."""

TABLES: Mapping[str, tuple[type[Row], Callable[[Export], Iterator[Row]]]] = {
    "scores": (ScoreRow, Export.scores),
    "items": (ItemRow, Export.items),
    "breakdowns": (BreakdownRow, Export.breakdowns),
    "participation": (ParticipationRow, Export.participation),
}
"""The tables of an export, each a CSV file, a sheet of the workbook, and a list of the JSON."""


def harmless(cell: Cell) -> Cell:
    """Keep a text from being run as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_lines(table: str, export: Export) -> Iterator[str]:
    """Write a table as CSV, line by line, with the columns as first line."""
    kind, rows = TABLES[table]
    yield _line(field.name for field in fields(kind))
    for row in rows(export):
        yield _line(map(harmless, asdict(row).values()))


def json_pieces(export: Export) -> Iterator[str]:
    """Write an export as one JSON object, piece by piece."""
    head = {
        "community": export.community.name,
        "row_count": export.score_count,
        "codebook": codebook(export),
    }
    yield _json(head)[:-1]
    for name, (_kind, rows) in TABLES.items():
        yield f',\n"{name}": ['
        yield from _elements(rows(export))
        yield "\n]"
    yield "}\n"


def codebook(export: Export) -> dict[str, Any]:
    """Say what every code in an export stands for."""
    instruments = {str(each.wave.instrument): each.questionnaire for each in export.releases}
    return {
        "measures": [dict(zip(CODEBOOK_HEAD, line, strict=True)) for line in _measures()],
        "findings": dict(_labels(Finding)),
        "verdicts": dict(_labels(Verdict)),
        "stages": dict(_labels(NamedStage)),
        "flags": dict(_labels(Flag)),
        "bands": dict(_labels(Band)),
        "reasons": dict(_labels(Reason)),
        "instruments": {name: _asked(asked) for name, asked in instruments.items()},
    }


def write_workbook(export: Export, file: BinaryIO) -> None:
    """Write an export as a workbook: a sheet for each table, and the codebook."""
    book = Workbook(write_only=True)
    for name, (kind, rows) in TABLES.items():
        _fill(book.create_sheet(name), [field.name for field in fields(kind)], rows(export))
    sheet = book.create_sheet("codebook")
    _head(sheet, CODEBOOK_HEAD)
    for line in _measures():
        sheet.append(line)
    for choices in (Finding, *WORDS, Reason):
        for code, label in _labels(choices):
            sheet.append([code, label])
    book.save(file)


def spss_syntax(export: Export) -> Iterator[str]:
    """Write the SPSS syntax that reads ``scores.csv`` and labels what is in it."""
    yield f"* Released scores of {_comment(export.community.name)}; scores.csv lies beside this.\n"
    yield "GET DATA /TYPE=TXT /FILE='scores.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED\n"
    yield "  /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2 /VARIABLES=\n"
    for field in fields(ScoreRow):
        yield f"  {field.name} {SPSS_FORMATS.get(field.name, 'A40')}\n"
    yield "  .\nVALUE LABELS measure\n"
    for measure, entry in CODEBOOK.items():
        yield f"  {_quoted(measure.value)} {_quoted(f'{entry.title} ({entry.unit})')}\n"
    for code, label in _labels(Finding):
        yield f"  {_quoted(code)} {_quoted(label)}\n"
    yield "  .\nVALUE LABELS band\n"
    for choices in WORDS:
        for code, label in _labels(choices):
            yield f"  {_quoted(code)} {_quoted(label)}\n"
    yield "  .\nVALUE LABELS reason\n"
    for code, label in _labels(Reason):
        yield f"  {_quoted(code)} {_quoted(label)}\n"
    yield "  .\nDATASET NAME scores.\n"


SPSS_FORMATS = {
    "wave": "F5.0",
    "sealed_on": "SDATE10",
    "value": "F8.2",
    "low": "F8.2",
    "high": "F8.2",
    "step": "F5.2",
    "minimum_answers": "F5.0",
}
"""Formats of the columns that are no texts."""


TEXTS: Mapping[str, Callable[[Export], Iterator[str]]] = {
    **{f"{name}.csv": partial(csv_lines, name) for name in TABLES},
    "release.json": json_pieces,
    "scores.sps": spss_syntax,
}
"""What writes each file but the workbook, which cannot be written piece by piece."""


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _elements(rows: Iterable[Row]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield (",\n" if place else "\n") + _json(asdict(row))


def _measures() -> Iterator[list[Cell]]:
    for measure, entry in CODEBOOK.items():
        yield [measure.value, str(entry.title), entry.unit, entry.lowest, entry.highest]


def _labels(choices: type[TextChoices]) -> Iterator[tuple[str, str]]:
    for choice in choices:
        yield choice.value, str(choice.label)


def _asked(asked: Questionnaire) -> dict[str, Any]:
    return {
        "points": dict(asked.scale.options),
        "characteristics": {each.code: each.name for each in asked.characteristics},
        "items": {item.code: item.text for item in asked.items},
    }


def _fill(sheet: WriteOnlyWorksheet, head: Iterable[str], rows: Iterable[Row]) -> None:
    _head(sheet, head)
    for row in rows:
        sheet.append([*map(harmless, asdict(row).values())])


def _head(sheet: WriteOnlyWorksheet, titles: Iterable[str]) -> None:
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, value=title) for title in titles]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)


def _quoted(text: str) -> str:
    return "'" + text[:LONGEST_LABEL].replace("'", "''") + "'"


def _comment(text: str) -> str:
    """Keep a name inside its comment, which ends at a full stop before a line break."""
    return " ".join(text.replace("*", "").split()).rstrip(".")
