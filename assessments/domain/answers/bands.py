"""Bands on the sheets: who somebody is in a community, kept only where many are alike."""

from collections import Counter
from collections.abc import Sequence

from assessments.domain.instruments.questionnaires import NO_ANSWER, Questionnaire


def blank_bands(asked: Questionnaire, sheets: Sequence[bytes], *, minimum: int) -> list[bytes]:
    """Blank the bands of all sheets unless each cell has the minimum of sheets.

    Each band counts alone first, no answer being a cell as well; then all that are left together,
    the last one going until every combination is common enough.
    """
    left = [asked.positions[question.code] for question in asked.questions if question.band]
    left = [place for place in left if _common(sheets, [place], minimum)]
    while len(left) > 1 and not _common(sheets, left, minimum):
        left.pop()
    blanked = [
        asked.positions[question.code]
        for question in asked.questions
        if question.band and asked.positions[question.code] not in left
    ]
    return [_blank(sheet, blanked) for sheet in sheets]


def _common(sheets: Sequence[bytes], places: Sequence[int], minimum: int) -> bool:
    cells = Counter(tuple(sheet[place] for place in places) for sheet in sheets)
    return all(count >= minimum for count in cells.values())


def _blank(sheet: bytes, places: Sequence[int]) -> bytes:
    blanked = bytearray(sheet)
    for place in places:
        blanked[place] = NO_ANSWER
    return bytes(blanked)
