"""From sealed chunks to the immutable assessment."""

from datetime import datetime

import numpy as np
import numpy.typing as npt
from django.db import IntegrityError, transaction

import scoring
from assessments.domain import mailing, webhooks
from assessments.domain.cells import cell_rows
from assessments.domain.frames import frame_of
from assessments.domain.instruments import questionnaire_of
from assessments.domain.sealing import scrub
from assessments.domain.sheets import matrix_of
from assessments.models import Assessment, CellScore, ItemResult, Score, Wave
from assessments.models.webhooks import Event
from scoring.absent import Estimate
from scoring.frame import Frame
from scoring.stage import Stage

Head = dict[str, str | bool | list[str]]


def assess_wave(wave: Wave, *, now: datetime) -> Assessment:
    """Score a sealed wave and release it. Doing it again gives what is there already."""
    scrub(wave)
    known = Assessment.objects.filter(wave=wave, scoring_version=scoring.SCORING_VERSION).first()
    if known is not None:
        return known
    frame = frame_of(questionnaire_of(wave.instrument))
    answers = answers_of(wave, frame)
    result = scored(wave, frame, answers)
    try:
        return _store(wave, result, head(result, answers), frame, now=now)
    except IntegrityError:  # somebody else has just stored it
        return Assessment.objects.get(wave=wave, scoring_version=result.version)


def scored(wave: Wave, frame: Frame, answers: npt.NDArray[np.uint8]) -> scoring.Assessment:
    """Compute what an assessment stores, without storing it."""
    roster = [
        scoring.RosterClass(
            role=row.role, tenure=row.tenure, invited=row.invited, took_part=row.took_part
        )
        for row in wave.roster_classes.order_by("role", "tenure")
    ]
    return scoring.assess(
        answers,
        frame,
        invited=wave.invited,
        roster=roster or None,
        seed=scoring.input_hash(answers),
        conflict_waves=_waves_so_far(wave),
    )


def answers_of(wave: Wave, frame: Frame) -> npt.NDArray[np.uint8]:
    """Load the sealed answers: one row for each column of the instrument."""
    rows = wave.chunks.order_by("number").values_list("sheets", "columns")
    return matrix_of([(sheets, bytes(columns)) for sheets, columns in rows], width=frame.width)


def _waves_so_far(wave: Wave) -> int:
    return Wave.objects.filter(
        community=wave.community_id, source=Wave.Source.SURVEY, number__lte=wave.number
    ).count()


@transaction.atomic
def _store(
    wave: Wave, result: scoring.Assessment, fields: Head, frame: Frame, *, now: datetime
) -> Assessment:
    assessment = Assessment.objects.create(
        wave=wave, scoring_version=result.version, computed_at=now, released_at=now, **fields
    )
    Score.objects.bulk_create([score_row(assessment, score) for score in result.scores])
    ItemResult.objects.bulk_create([item_row(assessment, item) for item in result.items])
    CellScore.objects.bulk_create(cells_of(assessment, frame))
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.ASSESSED)
    mailing.announce_release(wave, now=now)
    webhooks.announce(Event.WAVE_RELEASED, wave, now=now)
    return assessment


def head(result: scoring.Assessment, answers: npt.NDArray[np.uint8]) -> Head:
    """Give what the row of an assessment itself stores, its times aside."""
    return {
        "input_hash": scoring.input_hash(answers).hex(),
        "verdict": result.verdict.value,
        "stage": result.stage.value if isinstance(result.stage, Stage) else "",
        "echo_chamber": result.echo_chamber,
        "two_camps": result.two_camps,
        "separating_items": [*result.separating_items],
    }


def score_row(assessment: Assessment, score: scoring.Score) -> Score:
    """Give the row of one score, not saved."""
    row = Score(assessment_id=assessment.pk, measure=score.measure.value, subject=score.subject)
    if isinstance(score.result, Estimate):
        row.value, row.low, row.high = score.result.value, score.result.low, score.result.high
        row.answers = score.result.answers
    else:
        row.absent = score.result.reason.value
    return row


def cells_of(assessment: Assessment, frame: Frame) -> list[CellScore]:
    """Give the rows of the breakdowns that the wave declared, not saved."""
    wave = assessment.wave
    if not wave.breakdowns:
        return []
    return cell_rows(
        assessment,
        answers_of(wave, frame),
        frame,
        questionnaire_of(wave.instrument),
        minimum=wave.minimum_answers,
    )


def item_row(assessment: Assessment, item: scoring.ItemScores) -> ItemResult:
    """Give the row of one item, not saved."""
    return ItemResult(
        assessment_id=assessment.pk,
        item=item.code,
        counts=[*item.counts],
        cant_say=item.cant_say,
        mean=item.mean,
        consensus=item.consensus,
        polarisation=item.polarisation,
        predicted=_value(item.predicted),
        actual=_value(item.actual),
        bias=_value(item.bias),
    )


def _value(result: scoring.Result) -> float | None:
    return result.value if isinstance(result, Estimate) else None
