"""The only door to stored values: one rule turns an assessment into what may be shown.

Every channel renders what this module gives and nothing else. The rules are those of
docs/privacy.md: nothing about fewer sheets than the wave's minimum, words below 12 sheets, whole
numbers from 12, one step coarser where the people who took part hardly differ from the wave before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from assessments.domain.instruments import questionnaire_of
from assessments.domain.questionnaires import Questionnaire
from assessments.domain.released import Reason, Released, Suppressed, Verdict
from assessments.domain.rounding import COARSE_BELOW, RULES, Coarseness, released_score
from assessments.models import Assessment, ItemResult, Score, Wave
from scoring import Measure
from scoring.absent import Absent, Estimate, Result
from scoring.absent import Reason as AbsentReason


@dataclass(frozen=True, kw_only=True)
class Release:
    """What may be shown of a wave, the same to leaders and members.

    ``sheets`` is None below the minimum: a small count is a disclosure of its own.
    """

    wave: Wave
    scores: Mapping[tuple[str, str], Released]
    verdict: Verdict | Suppressed
    withheld: Reason | None
    scoring_version: str = ""
    input_hash: str = ""
    computed_at: datetime | None = None

    @property
    def sheets(self) -> int | None:
        """How many answer sheets there are; None while that may not be shown."""
        return None if self.withheld else self.wave.sheets

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """What the wave asked."""
        return questionnaire_of(self.wave.instrument)

    def score(self, measure: str, subject: str = "") -> Released:
        """Give a score of the whole group, or of a characteristic or stage."""
        return self.scores.get((measure, subject)) or self.suppressed(Reason.NOT_MEASURED)

    def suppressed(self, reason: Reason) -> Suppressed:
        """Suppress something, with what keeps the whole wave back coming first."""
        return Suppressed(reason=self.withheld or reason, minimum=self.wave.minimum_answers)


@dataclass(frozen=True, kw_only=True)
class ReleasedItem:
    """What may be shown of one item: whole per cents of the answers at each point.

    ``predicted`` and ``actual`` are per cents of the others who agree; None if nobody predicts it.
    """

    item: str
    shares: tuple[int, ...]
    cant_say: int
    consensus: int | None
    polarisation: int | None
    predicted: int | None
    actual: int | None
    bias: int | None


def release(wave: Wave) -> Release:
    """Release one wave."""
    return releases([wave])[0]


def releases(
    waves: Sequence[Wave], *, measures: Collection[Measure] | None = None
) -> list[Release]:
    """Release waves in the order given, with two queries however many there are.

    ``measures`` restricts what is read, for series over many waves.
    """
    newest = _newest(waves)
    scores = _scores([assessment.pk for assessment in newest.values()], measures)
    return [
        _release(
            wave,
            newest.get(wave.pk),
            scores.get(newest[wave.pk].pk, {}) if wave.pk in newest else {},
        )
        for wave in waves
    ]


def released_items(wave: Wave) -> tuple[ReleasedItem, ...] | Suppressed:
    """Release the items of a wave in the order of the instrument.

    From 12 sheets only, and not where a few people joined or left since the wave before: two
    distributions would then give their answers away by subtraction.
    """
    asked = questionnaire_of(wave.instrument)
    coarseness = Coarseness.of(wave, asked)
    if (withheld := _withheld(wave)) is not None:
        return Suppressed(reason=withheld, minimum=wave.minimum_answers)
    if coarseness.sheets < COARSE_BELOW:
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=COARSE_BELOW)
    if coarseness.guarded:
        return Suppressed(reason=Reason.REVEALED_BY_SUBTRACTION, minimum=COARSE_BELOW)
    rows = ItemResult.objects.filter(assessment=_newest([wave])[wave.pk])
    return tuple(
        _released_item(row)
        for row in sorted(rows, key=lambda row: asked.positions[row.item])
        if sum(row.counts) >= COARSE_BELOW
    )


def _newest(waves: Sequence[Wave]) -> dict[UUID, Assessment]:
    assessed = [wave.pk for wave in waves if wave.state == Wave.State.ASSESSED]
    found = Assessment.objects.filter(wave__in=assessed).order_by("computed_at")
    return {assessment.wave_id: assessment for assessment in found}


def _scores(
    assessments: Collection[UUID], measures: Collection[Measure] | None
) -> dict[UUID, dict[tuple[str, str], Result]]:
    rows = Score.objects.filter(assessment__in=assessments)
    if measures is not None:
        rows = rows.filter(measure__in=[*measures])
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


def _withheld(wave: Wave) -> Reason | None:
    if not wave.sealed:
        return Reason.WAVE_OPEN
    if wave.state != Wave.State.ASSESSED:
        return Reason.NOT_COMPUTED_YET
    if (wave.sheets or 0) < wave.minimum_answers:
        return Reason.TOO_FEW_ANSWERS
    return None


def _release(
    wave: Wave, assessment: Assessment | None, results: Mapping[tuple[str, str], Result]
) -> Release:
    withheld = _withheld(wave)
    if withheld or assessment is None:
        reason = withheld or Reason.NOT_COMPUTED_YET
        suppressed = Suppressed(reason=reason, minimum=wave.minimum_answers)
        return Release(wave=wave, scores={}, verdict=suppressed, withheld=reason)
    coarseness = Coarseness.of(wave, questionnaire_of(wave.instrument))
    return Release(
        wave=wave,
        scores={
            key: released_score(key, results, coarseness=coarseness)
            for key in results
            if key[0] in RULES
        },
        verdict=Verdict(assessment.verdict),
        withheld=None,
        scoring_version=assessment.scoring_version,
        input_hash=assessment.input_hash,
        computed_at=assessment.computed_at,
    )


def _released_item(row: ItemResult) -> ReleasedItem:
    return ReleasedItem(
        item=row.item,
        shares=_shares(row.counts),
        cant_say=round(100 * row.cant_say / (row.cant_say + sum(row.counts))),
        consensus=_whole(row.consensus),
        polarisation=_whole(row.polarisation),
        predicted=_per_cent(row.predicted),
        actual=_per_cent(row.actual),
        bias=_per_cent(row.bias),
    )


def _shares(counts: Iterable[int]) -> tuple[int, ...]:
    answers = [*counts]
    return tuple(round(100 * count / sum(answers)) for count in answers)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _per_cent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
