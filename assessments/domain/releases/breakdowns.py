"""How bands of a community compare: only what was declared before the wave opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import NO_ANSWER, Question, Questionnaire
from assessments.domain.refusals import FaultsError
from assessments.domain.releases.coarseness import COARSE_BELOW, Coarseness
from assessments.domain.releases.released import Reason, Released, Suppressed
from assessments.domain.releases.releasing import newest_assessments, withheld
from assessments.domain.releases.rounding import released_score
from assessments.models import CellScore, Wave
from scoring import Measure
from scoring.absent import Estimate, Result

Rows = Mapping[tuple[int, str], CellScore]


@dataclass(frozen=True, kw_only=True)
class CellCharacteristic:
    """One characteristic in one cell."""

    characteristic: str
    level: Released
    consensus: Released


@dataclass(frozen=True, kw_only=True)
class BreakdownCell:
    """Those whose sheets carry one answer to the band; ``value_code`` 0 is no answer.

    ``level`` is the mean of the levels, ``consensus`` that over all items.
    """

    value_code: int
    label: str
    level: Released
    consensus: Released
    characteristics: tuple[CellCharacteristic, ...]


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """A wave by one band, every cell with the minimum of sheets, in the order of the options."""

    band: str
    label: str
    cells: tuple[BreakdownCell, ...]


def bands_of(asked: Questionnaire) -> tuple[Question, ...]:
    """Give the questions by which a wave with this questionnaire may be broken down."""
    return tuple(question for question in asked.questions if question.band)


def check_breakdowns(asked: Questionnaire, bands: Sequence[str]) -> list[str]:
    """Give the bands that a wave declares, each once.

    Raises
    ------
    FaultsError
        If one of them is no band that the instrument asks for.
    """
    known = [question.code for question in bands_of(asked)]
    faults = [
        _("“%(band)s” is no band of this instrument; there are: %(bands)s.")
        % {"band": band[:100], "bands": ", ".join(known) or "–"}
        for band in bands
        if band not in known
    ]
    if faults:
        raise FaultsError(faults)
    return [band for band in known if band in bands]


def released_breakdown(wave: Wave, band: str) -> Breakdown | Suppressed:
    """Release one wave by one band."""
    return released_breakdowns([wave], band)[wave.pk]


def released_breakdowns(waves: Sequence[Wave], band: str) -> Mapping[UUID, Breakdown | Suppressed]:
    """Release waves by one band, with two queries however many there are."""
    newest = newest_assessments(
        [wave for wave in waves if band in wave.breakdowns and not withheld(wave)]
    )
    rows: dict[UUID, dict[tuple[int, str], CellScore]] = {}
    cells = CellScore.objects.filter(assessment__in=[each.pk for each in newest.values()])
    for row in cells.filter(band=band).order_by("value"):
        rows.setdefault(row.assessment_id, {})[row.value, row.subject] = row
    return {
        wave.pk: _released(
            wave, band, rows.get(newest[wave.pk].pk, {}) if wave.pk in newest else {}
        )
        for wave in waves
    }


def _released(wave: Wave, band: str, rows: Rows) -> Breakdown | Suppressed:
    reason = withheld(wave) or (None if band in wave.breakdowns else Reason.NOT_MEASURED)
    if reason or not rows:
        return Suppressed(reason=reason or Reason.TOO_FEW_ANSWERS, minimum=wave.minimum_answers)
    asked = questionnaire_of(wave.instrument)
    question = next(each for each in asked.questions if each.code == band)
    shown = _shown(wave, asked, rows)
    return Breakdown(
        band=band,
        label=question.text,
        cells=tuple(
            _cell(value, _label(question, value), asked, shown)
            for value in dict.fromkeys(value for value, _subject in rows)
        ),
    )


def _cell(
    value: int,
    label: str,
    asked: Questionnaire,
    shown: Mapping[tuple[str, int, str], Released],
) -> BreakdownCell:
    return BreakdownCell(
        value_code=value,
        label=label,
        level=shown[Measure.LEVEL, value, ""],
        consensus=shown[Measure.CONSENSUS, value, ""],
        characteristics=tuple(
            CellCharacteristic(
                characteristic=each.code,
                level=shown[Measure.LEVEL, value, each.code],
                consensus=shown[Measure.CONSENSUS, value, each.code],
            )
            for each in asked.characteristics
        ),
    )


def _shown(wave: Wave, asked: Questionnaire, rows: Rows) -> Mapping[tuple[str, int, str], Released]:
    """Release every cell; what one of them may not show is shown of none.

    The others together with the whole would give it away.
    """
    coarseness = _coarseness(wave, asked, rows)
    shown: dict[tuple[str, int, str], Released] = {}
    for measure in (Measure.LEVEL, Measure.CONSENSUS):
        for subject in {subject for _value, subject in rows}:
            values = {value: row for (value, of), row in rows.items() if of == subject}
            found = {value: _one(measure, row, coarseness) for value, row in values.items()}
            kept_back = [each for each in found.values() if isinstance(each, Suppressed)]
            for value, each in found.items():
                shown[measure, value, subject] = kept_back[0] if kept_back else each
    return shown


def _coarseness(wave: Wave, asked: Questionnaire, rows: Rows) -> Coarseness:
    """Show cells as groups under 12, and small ones of a later wave one step coarser.

    Nobody knows whether the same people are in a cell as in the wave before: that is on no sheet.
    """
    whole = Coarseness.of(wave, asked)
    smallest = min(row.answers for row in rows.values() if not row.subject)
    later = wave.continuity != Wave.Continuity.FIRST
    return Coarseness(
        sheets=COARSE_BELOW - 1,
        minimum=wave.minimum_answers,
        guarded=later and (whole.guarded or smallest < COARSE_BELOW),
        sums=whole.sums,
    )


def _one(measure: Measure, row: CellScore, coarseness: Coarseness) -> Released:
    results: dict[tuple[str, str], Result] = {
        (kind, row.subject): Estimate(value=value, answers=row.answers)
        for kind, value in (
            (Measure.LEVEL, row.level),
            (Measure.CONSENSUS, row.consensus),
            (Measure.CHANCE_LINE, row.chance_line),
        )
        if value is not None
    }
    key = measure, row.subject
    if key not in results:
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=coarseness.minimum)
    return released_score(key, results, coarseness=coarseness)


def _label(question: Question, value: int) -> str:
    if value == NO_ANSWER:
        return _("no answer")
    return dict(question.scale.options).get(value, str(value))
