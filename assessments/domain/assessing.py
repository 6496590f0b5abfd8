"""From sealed chunks to the immutable assessment."""

from datetime import datetime

import numpy as np
import numpy.typing as npt
from django.db import transaction

import scoring
from assessments.domain.frames import frame_of
from assessments.domain.instruments import questionnaire_of
from assessments.domain.sealing import scrub
from assessments.domain.sheets import matrix_of
from assessments.models import Assessment, ItemResult, Score, Wave
from scoring.absent import Estimate
from scoring.frame import Frame
from scoring.stage import Stage


def assess_wave(wave: Wave, *, now: datetime) -> Assessment:
    """Score a sealed wave and release it. Doing it again gives what is there already."""
    scrub(wave)
    known = Assessment.objects.filter(wave=wave, scoring_version=scoring.SCORING_VERSION).first()
    if known is not None:
        return known
    frame = frame_of(questionnaire_of(wave.instrument))
    result = scored(wave, frame)
    return _store(wave, result, frame, now=now)


def scored(wave: Wave, frame: Frame) -> scoring.Assessment:
    """Compute what an assessment stores, without storing it."""
    answers = answers_of(wave, frame)
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
    chunks = [
        (sheets, bytes(columns)) for sheets, columns in wave.chunks.values_list("sheets", "columns")
    ]
    return matrix_of(chunks, width=frame.width)


def _waves_so_far(wave: Wave) -> int:
    return Wave.objects.filter(
        community=wave.community_id, source=Wave.Source.SURVEY, number__lte=wave.number
    ).count()


@transaction.atomic
def _store(wave: Wave, result: scoring.Assessment, frame: Frame, *, now: datetime) -> Assessment:
    assessment, fresh = Assessment.objects.get_or_create(
        wave=wave,
        scoring_version=result.version,
        defaults={
            **head(result, answers_of(wave, frame)),
            "computed_at": now,
            "released_at": now,
        },
    )
    if fresh:
        Score.objects.bulk_create([score_row(assessment, score) for score in result.scores])
        ItemResult.objects.bulk_create([item_row(assessment, item) for item in result.items])
        Wave.objects.filter(pk=wave.pk).update(state=Wave.State.ASSESSED)
    return assessment


def head(result: scoring.Assessment, answers: npt.NDArray[np.uint8]) -> dict[str, str | bool]:
    """Give what the row of an assessment itself stores, its times aside."""
    return {
        "input_hash": scoring.input_hash(answers).hex(),
        "verdict": result.verdict.value,
        "stage": result.stage.value if isinstance(result.stage, Stage) else "",
        "echo_chamber": result.echo_chamber,
        "two_camps": result.two_camps,
    }


def score_row(assessment: Assessment, score: scoring.Score) -> Score:
    """Give the row of one score, not saved."""
    row = Score(assessment=assessment, measure=score.measure.value, subject=score.subject)
    if isinstance(score.result, Estimate):
        row.value, row.low, row.high = score.result.value, score.result.low, score.result.high
        row.answers = score.result.answers
    else:
        row.absent = score.result.reason.value
    return row


def item_row(assessment: Assessment, item: scoring.ItemScores) -> ItemResult:
    """Give the row of one item, not saved."""
    return ItemResult(
        assessment=assessment,
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
