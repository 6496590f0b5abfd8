"""How the answers to one band compare, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.breakdowns import Breakdown, BreakdownCell
from assessments.domain.releases.released import Reason, Suppressed
from assessments.web.results.findings import Findings
from assessments.web.results.sentences import Names, Said, not_shown, say


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One level with its consensus; ``of`` says whose."""

    of: str
    level: Said
    consensus: Said


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A band with a standing for each of its answers; ``reason`` says why there is none.

    ``characteristics`` are the same for each characteristic, left out where there is only one.
    """

    band: str
    question: str
    cells: tuple[Standing, ...] = ()
    characteristics: tuple[tuple[str, tuple[Standing, ...]], ...] = ()
    reason: str = ""


def comparisons(findings: Findings) -> tuple[Comparison, ...]:
    """Compare by every band that was declared when the wave opened."""
    return tuple(
        _comparison(band, released, findings.asked, findings.names)
        for band, released in findings.breakdowns.items()
    )


def _comparison(
    band: str, released: Breakdown | Suppressed, asked: Questionnaire, names: Names
) -> Comparison:
    # Worded in the reader's language; the release knows only that of the instrument.
    question = next(each for each in asked.questions if each.code == band)
    if isinstance(released, Suppressed):
        return Comparison(band=band, question=question.text, reason=_reason(released))
    labels = dict(question.scale.options)
    told = tuple((labels.get(cell.value_code, _("no answer")), cell) for cell in released.cells)
    return Comparison(
        band=band,
        question=question.text,
        cells=tuple(
            Standing(of=label, level=say(cell.level), consensus=say(cell.consensus))
            for label, cell in told
        ),
        characteristics=tuple(
            (name, tuple(_standing(label, cell, code) for label, cell in told))
            for code, name in names.items()
            if len(names) > 1
        ),
    )


def _standing(label: str, cell: BreakdownCell, characteristic: str) -> Standing:
    found = next(each for each in cell.characteristics if each.characteristic == characteristic)
    return Standing(of=label, level=say(found.level), consensus=say(found.consensus))


def _reason(suppressed: Suppressed) -> str:
    if suppressed.reason != Reason.TOO_FEW_ANSWERS:
        return not_shown(suppressed.message)
    return _("This is not shown: each answer must have been given by at least %(minimum)s.") % {
        "minimum": suppressed.minimum
    }
