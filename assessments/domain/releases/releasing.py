"""The only door to stored values: one rule turns an assessment into what may be shown.

Every channel renders what this module gives and nothing else. The rules are those of
docs/privacy.md: nothing about fewer sheets than the wave's minimum, words below 12 sheets, whole
numbers from 12, one step coarser where the people who took part hardly differ from the wave before.
"""

from collections.abc import Collection, Mapping, Sequence
from math import log2
from uuid import UUID

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.coarseness import Coarseness
from assessments.domain.releases.documents import stamp_of
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import (
    Reason,
    Stage,
    Suppressed,
    Verdict,
)
from assessments.domain.releases.rounding import RULES, released_score, with_companions
from assessments.domain.releases.stored import stored_rows
from assessments.models import Assessment, Score, Wave
from scoring import Measure
from scoring.absent import Absent, Estimate, Result
from scoring.absent import Reason as AbsentReason

HASHED_BITS = 80
"""Questions with fewer possible answer sheets have the hash of the answers withheld: whoever knows
or guesses the other sheets could try all there are, and the hash would say which is right."""


def release(wave: Wave) -> Release:
    """Release one wave."""
    return releases([wave])[0]


def releases(
    waves: Sequence[Wave],
    *,
    measures: Collection[Measure] | None = None,
    subjects: Collection[str] | None = None,
) -> list[Release]:
    """Release waves in the order given, with one query however many there are.

    What was stored when they were assessed is shown while the rules and the facts of the wave are
    those of then. Of other waves it is made from their scores, as it would be stored now: that
    takes two queries more.

    ``measures`` and ``subjects`` restrict what is read, for headlines and for series over many
    waves. What decides how coarse a value is shown is read with it, and not given.
    """
    showing = [wave for wave in waves if withheld(wave) is None]
    found = _stored(showing, measures, subjects) if showing else {}
    missing = [wave for wave in showing if wave.pk not in found]
    if missing:
        found |= _made(missing, measures, subjects)
    return [
        found.get(wave.pk) or _nothing(wave, withheld(wave) or Reason.NOT_COMPUTED_YET)
        for wave in waves
    ]


def _stored(
    waves: Sequence[Wave],
    measures: Collection[Measure] | None,
    subjects: Collection[str] | None,
) -> dict[UUID, Release]:
    of = {wave.pk: wave for wave in waves}
    rows = stored_rows([*of], RULES if measures is None else measures)
    return {
        pk: Release(wave=of[pk], withheld=None, scores=row.of(subjects), **row.head)
        for pk, row in rows.items()
        if row.stamp == stamp_of(of[pk])
    }


def _made(
    waves: Sequence[Wave],
    measures: Collection[Measure] | None,
    subjects: Collection[str] | None,
) -> dict[UUID, Release]:
    newest = newest_assessments(waves)
    scores = results_of([each.pk for each in newest.values()], measures, subjects)
    shown = RULES.keys() & {*(RULES if measures is None else measures)}
    return {
        wave.pk: shown_of(wave, newest[wave.pk], scores.get(newest[wave.pk].pk, {}), measures=shown)
        for wave in waves
        if wave.pk in newest
    }


def newest_assessments(waves: Sequence[Wave]) -> dict[UUID, Assessment]:
    """Give the newest assessment of each wave that has one, by wave, with one query."""
    assessed = [wave.pk for wave in waves if wave.state == Wave.State.ASSESSED]
    found = Assessment.objects.filter(wave__in=assessed).order_by("computed_at")
    return {assessment.wave_id: assessment for assessment in found}


def results_of(
    assessments: Collection[UUID],
    measures: Collection[Measure] | None = None,
    subjects: Collection[str] | None = None,
) -> dict[UUID, dict[tuple[str, str], Result]]:
    """Give what is stored of assessments, with one query: only for making releases of it."""
    rows = Score.objects.filter(assessment__in=assessments)
    if measures is not None:
        rows = rows.filter(measure__in=with_companions(measures))
    if subjects is not None:
        rows = rows.filter(subject__in=[*subjects])
    grouped: dict[UUID, dict[tuple[str, str], Result]] = {}
    for assessment, measure, subject, value, low, high, answers, absent in rows.values_list(
        "assessment_id", "measure", "subject", "value", "low", "high", "answers", "absent"
    ):
        result: Result = (
            Absent(AbsentReason(absent))
            if value is None
            else Estimate(value=value, low=low, high=high, answers=answers or 0)
        )
        grouped.setdefault(assessment, {})[measure, subject] = result
    return grouped


def withheld(wave: Wave) -> Reason | None:
    """Say why nothing at all of a wave is shown; None where something is."""
    if not wave.sealed:
        return Reason.WAVE_OPEN
    if wave.state != Wave.State.ASSESSED:
        return Reason.NOT_COMPUTED_YET
    if (wave.sheets or 0) < wave.minimum_answers:
        return Reason.TOO_FEW_ANSWERS
    return None


def shown_of(
    wave: Wave,
    assessment: Assessment,
    results: Mapping[tuple[str, str], Result],
    *,
    measures: Collection[str] = RULES,
) -> Release:
    """Turn what is stored of a wave into what may be shown of it; reads nothing itself."""
    if (reason := withheld(wave)) is not None:
        return _nothing(wave, reason)
    return made_of(wave, assessment, results, measures=measures)


def made_of(
    wave: Wave,
    assessment: Assessment,
    results: Mapping[tuple[str, str], Result],
    *,
    measures: Collection[str] = RULES,
) -> Release:
    """Make what a wave of enough sheets shows from its assessment on; reads nothing itself."""
    asked = questionnaire_of(wave.instrument)
    coarseness = Coarseness.of(wave, asked)
    few, telling = coarseness.only_of_many(), coarseness.too_telling()
    verdict = Verdict(assessment.verdict)
    return Release(
        wave=wave,
        scores={
            key: released_score(key, results, coarseness=coarseness)
            for key in results
            if key[0] in measures
        },
        verdict=verdict if verdict is Verdict.NOT_MEASURED else telling or verdict,
        stage=_stage(wave, assessment, telling),
        two_camps=few or assessment.two_camps,
        separating_items=few or tuple(assessment.separating_items),
        withheld=None,
        flagged=None if few else assessment.echo_chamber,
        scoring_version=assessment.scoring_version,
        input_hash=assessment.input_hash if _beyond_trying(asked) else "",
        computed_at=assessment.computed_at,
    )


def _beyond_trying(asked: Questionnaire) -> bool:
    """Whether nobody can try all sheets that a member may have sent against the hash of all."""
    options = (scale.points + 1 + bool(scale.cant_say) for scale in asked.scales.values())
    return sum(map(log2, options)) >= HASHED_BITS


def _nothing(wave: Wave, reason: Reason) -> Release:
    suppressed = Suppressed(reason=reason, minimum=wave.minimum_answers)
    return Release(
        wave=wave,
        scores={},
        verdict=suppressed,
        stage=suppressed,
        two_camps=suppressed,
        separating_items=suppressed,
        withheld=reason,
    )


def _stage(
    wave: Wave, assessment: Assessment, telling: Suppressed | None
) -> Stage | Suppressed | None:
    if not assessment.stage:
        return Suppressed(reason=Reason.NOT_MEASURED, minimum=wave.minimum_answers)
    if telling:
        return telling
    return Stage(assessment.stage) if assessment.stage in Stage.values else None
