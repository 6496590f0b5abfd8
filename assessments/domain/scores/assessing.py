"""From sealed chunks to the immutable assessment."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt
from django.db import IntegrityError, transaction
from django.db.models import CharField, PositiveIntegerField, UUIDField

import scoring
from assessments.domain.answers.sheets import matrix_of
from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import asked_by
from assessments.domain.messages.announcing import ask_to_announce
from assessments.domain.releases.storing import store_release
from assessments.domain.scores.cells import CELL, cell_rows
from assessments.domain.statements import Given, Row, Statement, columns
from assessments.domain.waves.sealing import scrub
from assessments.domain.writing import Insert, Update
from assessments.models import (
    Assessment,
    CellScore,
    Chunk,
    ItemResult,
    RosterClass,
    Score,
    Wave,
)
from scoring.absent import Estimate
from scoring.frame import Frame
from scoring.stage import Stage

Answers = npt.NDArray[np.uint8]
Head = dict[str, str | bool | list[str]]

ROSTER_CLASS = ("role", "tenure", "invited", "took_part")


def assess_wave(wave: Wave, *, now: datetime) -> Assessment:
    """Score a sealed wave and release it. Doing it again gives what is there already."""
    scrub(wave)
    if _KNOWN.rows(wave=wave.pk, version=scoring.SCORING_VERSION):
        return Assessment.objects.get(wave=wave, scoring_version=scoring.SCORING_VERSION)
    frame = frame_of(asked_by(wave))
    answers = answers_of(wave, frame)
    so_far = _SO_FAR.rows(community=wave.community_id, number=wave.number)
    roster = _CLASSES.rows(wave=wave.pk)
    result = scored(wave, frame, answers, roster=roster, conflict_waves=len(so_far))
    try:
        return _store(wave, result, answers, frame, now=now)
    except IntegrityError:  # somebody else has just stored it
        return Assessment.objects.get(wave=wave, scoring_version=result.version)


def scored(
    wave: Wave,
    frame: Frame,
    answers: Answers,
    *,
    roster: Iterable[Row],
    conflict_waves: int,
) -> scoring.Assessment:
    """Compute what an assessment stores, without storing it.

    ``roster`` has the columns ``ROSTER_CLASS`` of its classes; ``conflict_waves`` counts the
    surveys of the community so far, this one included.
    """
    classes = [
        scoring.RosterClass(role=role, tenure=tenure, invited=invited, took_part=took_part)
        for role, tenure, invited, took_part in sorted(roster)
    ]
    return scoring.assess(
        answers,
        frame,
        invited=wave.invited,
        roster=classes or None,
        conflict_waves=conflict_waves,
    )


def answers_of(wave: Wave, frame: Frame) -> Answers:
    """Load the sealed answers: one row for each column of the instrument."""
    rows = _CHUNKS.rows(wave=wave.pk)
    return matrix_of([(sheets, bytes(columns)) for sheets, columns in rows], width=frame.width)


@transaction.atomic
def _store(
    wave: Wave, result: scoring.Assessment, answers: Answers, frame: Frame, *, now: datetime
) -> Assessment:
    assessment = Assessment(
        wave=wave,
        scoring_version=result.version,
        computed_at=now,
        released_at=now,
        **head(result, answers),
    )
    _ASSESSMENTS.rows([[getattr(assessment, name) for name in columns(Assessment)]])
    _SCORES.rows(score_row(assessment, score) for score in result.scores)
    _ITEMS.rows(item_row(assessment, item) for item in result.items)
    _CELLS.rows(cells_of(assessment, answers, frame))
    store_release(assessment, {(each.measure, each.subject): each.result for each in result.scores})
    _ASSESSED.run(wave=wave.pk)
    ask_to_announce(wave, now=now)
    return assessment


def head(result: scoring.Assessment, answers: Answers) -> Head:
    """Give what the row of an assessment itself stores, its times aside."""
    return {
        "input_hash": scoring.input_hash(answers).hex(),
        "verdict": result.verdict.value,
        "stage": result.stage.value if isinstance(result.stage, Stage) else "",
        "echo_chamber": result.echo_chamber,
        "two_camps": result.two_camps,
        "separating_items": [*result.separating_items],
    }


SCORE = ("assessment_id", "measure", "subject", "value", "low", "high", "answers", "absent")
ITEM = (
    *("assessment_id", "item", "counts", "cant_say", "mean", "consensus", "polarisation"),
    *("predicted", "actual", "bias"),
)
"""The columns of the rows that the functions below give."""


def score_row(assessment: Assessment, score: scoring.Score) -> Row:
    """Give the row of one score."""
    place, result = (assessment.pk, score.measure.value, score.subject), score.result
    if isinstance(result, Estimate):
        return *place, result.value, result.low, result.high, result.answers, ""
    return *place, None, None, None, None, result.reason.value


def item_row(assessment: Assessment, item: scoring.ItemScores) -> Row:
    """Give the row of one item."""
    return (
        *(assessment.pk, item.code, [*item.counts], item.cant_say),
        *(item.mean, item.consensus, item.polarisation),
        *map(_value, (item.predicted, item.actual, item.bias)),
    )


def cells_of(assessment: Assessment, answers: Answers, frame: Frame) -> list[Row]:
    """Give the rows of the breakdowns that the wave declared."""
    wave = assessment.wave
    if not wave.breakdowns:
        return []
    return cell_rows(assessment, answers, frame, asked_by(wave), minimum=wave.minimum_answers)


def _value(result: scoring.Result) -> float | None:
    return result.value if isinstance(result, Estimate) else None


_WAVE = Given("wave", UUIDField())
_KNOWN = Statement(
    lambda: Assessment.objects.filter(
        wave=_WAVE, scoring_version=Given("version", CharField())
    ).values_list("pk")
)
_CHUNKS = Statement(
    lambda: Chunk.objects.filter(wave=_WAVE).order_by("number").values_list("sheets", "columns")
)
_CLASSES = Statement(lambda: RosterClass.objects.filter(wave=_WAVE).values_list(*ROSTER_CLASS))
_SO_FAR = Statement(
    lambda: Wave.objects.filter(
        community=Given("community", UUIDField()),
        source=Wave.Source.SURVEY,
        number__lte=Given("number", PositiveIntegerField()),
    ).values_list("pk")
)
_ASSESSMENTS = Insert(Assessment, *columns(Assessment))
_SCORES = Insert(Score, *SCORE)
_ITEMS = Insert(ItemResult, *ITEM)
_CELLS = Insert(CellScore, *CELL)
_ASSESSED = Update(lambda: Wave.objects.filter(pk=_WAVE), state=Wave.State.ASSESSED)
