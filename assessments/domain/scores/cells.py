"""The scores of the cells of a breakdown, computed with the assessment they belong to."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.statements import Row
from assessments.models import Assessment
from scoring.absent import Estimate, Result
from scoring.agreement import consensus
from scoring.chance import chance_line
from scoring.characteristic_scores import CharacteristicScores
from scoring.frame import Frame
from scoring.group_scores import GroupScores
from scoring.measure import decimals
from scoring.sheets import Sheets

Answers = npt.NDArray[np.uint8]

CELL = (
    *("assessment_id", "band", "value", "subject"),
    *("level", "consensus", "chance_line", "answers"),
)
"""The columns of the rows of cells."""

UNUSED_SEED = bytes(32)  # cells have no intervals, so nothing is resampled


def cell_rows(
    assessment: Assessment,
    answers: Answers,
    frame: Frame,
    asked: Questionnaire,
    *,
    minimum: int,
) -> list[Row]:
    """Give the rows of all cells of the breakdowns that the wave declared.

    A breakdown needs two cells, and the minimum of sheets in every one, those who did not say
    being a cell as well; else there is none. Bands that the seal blanked have one cell.
    """
    return [
        row
        for band in assessment.wave.breakdowns
        for value, sheets in _cells(answers, asked.positions.get(band), minimum=minimum)
        for row in _rows(assessment, band, value, sheets, frame)
    ]


def _cells(answers: Answers, column: int | None, *, minimum: int) -> Sequence[tuple[int, Answers]]:
    if column is None or not answers.size:
        return ()
    values, sizes = np.unique(answers[column], return_counts=True)
    if len(values) < 2 or sizes.min() < minimum:  # noqa: PLR2004 -- one cell compares with nothing
        return ()
    return [(int(value), answers[:, answers[column] == value]) for value in values]


def _rows(
    assessment: Assessment, band: str, value: int, answers: Answers, frame: Frame
) -> Iterator[Row]:
    sheets = Sheets.of(answers, frame, invited=None, roster=None, seed=UNUSED_SEED, waves=1)
    each = CharacteristicScores(sheets=sheets)
    groups = dict(zip([c.code for c in frame.characteristics], each.groups, strict=True))
    whole = [column for group in each.groups for column in group] if all(each.groups) else []
    levels: dict[str, Result] = {"": GroupScores(sheets=sheets).overall, **each.levels}
    for subject, level in levels.items():
        yield (
            *(assessment.pk, band, value, subject),
            decimals(level.value) if isinstance(level, Estimate) else None,
            *_agreement(each, groups.get(subject, whole), frame),
            level.answers if isinstance(level, Estimate) else 0,
        )


def _agreement(
    each: CharacteristicScores, columns: Sequence[int], frame: Frame
) -> tuple[float | None, float | None]:
    if not columns:
        return None, None
    counts = each.counts[[*columns]]
    line = chance_line(
        options=frame.options, items=len(columns), members=int(counts.sum(axis=1).min())
    )
    return decimals(float(np.asarray(consensus(counts)).mean())), decimals(line)
