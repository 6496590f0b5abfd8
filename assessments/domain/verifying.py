"""Recomputing assessments from the sealed answers: every stored value must come out again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import scoring
from assessments.domain.assessing import answers_of, cells_of, head, item_row, score_row, scored
from assessments.domain.frames import frame_of
from assessments.domain.instruments import questionnaire_of
from assessments.models import Assessment

SCORE_FIELDS = ("value", "low", "high", "answers", "absent")
ITEM_FIELDS = (
    "counts",
    "cant_say",
    "mean",
    "consensus",
    "polarisation",
    "predicted",
    "actual",
    "bias",
)
CELL_FIELDS = ("level", "consensus", "chance_line", "answers")

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What recomputing has shown.

    ``other_version`` counts assessments of another version of the scoring, and ``without_answers``
    those whose sealed answers were deleted at the end of their retention: neither can be computed
    anew.
    """

    verified: int
    other_version: int
    without_answers: int
    differences: tuple[str, ...]


def verify_assessments(
    *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Verification:
    """Recompute every assessment and compare it with what is stored, for equality to the last bit.

    Parameters
    ----------
    progress : callable
        Called with the assessments done and their number.
    """
    found = Assessment.objects.order_by("wave__community__slug", "wave__number")
    total = found.count()
    verified = other_version = without_answers = 0
    differences: list[str] = []
    rows = found.select_related("wave__community", "wave__instrument").iterator(chunk_size=100)
    for done, assessment in enumerate(rows, start=1):
        if assessment.scoring_version != scoring.SCORING_VERSION:
            other_version += 1
        elif assessment.wave.sheets and not assessment.wave.chunks.exists():
            without_answers += 1
        else:
            verified += 1
            differences += differences_of(assessment)
        progress(done, total)
    return Verification(
        verified=verified,
        other_version=other_version,
        without_answers=without_answers,
        differences=tuple(differences),
    )


def differences_of(assessment: Assessment) -> list[str]:
    """Compute an assessment anew and name everything in which the stored one differs."""
    frame = frame_of(questionnaire_of(assessment.wave.instrument))
    answers = answers_of(assessment.wave, frame)
    result = scored(assessment.wave, frame, answers)
    fresh_head = head(result, answers)
    fresh_scores = [score_row(assessment, score) for score in result.scores]
    fresh_items = [item_row(assessment, item) for item in result.items]
    found = [
        *_differing("assessment", _fields(assessment, [*fresh_head]), fresh_head),
        *_compare(
            {f"{row.measure} {row.subject}".strip(): row for row in assessment.scores.all()},
            {f"{row.measure} {row.subject}".strip(): row for row in fresh_scores},
            SCORE_FIELDS,
        ),
        *_compare(
            {f"item {row.item}": row for row in assessment.items.all()},
            {f"item {row.item}": row for row in fresh_items},
            ITEM_FIELDS,
        ),
        *_compare(
            {f"cell {row}": row for row in assessment.cells.all()},
            {f"cell {row}": row for row in cells_of(assessment, frame)},
            CELL_FIELDS,
        ),
    ]
    wave = assessment.wave
    return [f"{wave.community.slug}, wave {wave.number}: {each}" for each in found]


def _compare(
    stored: Mapping[str, object], fresh: Mapping[str, object], names: Sequence[str]
) -> Iterator[str]:
    for place in sorted(stored.keys() - fresh.keys()):
        yield f"{place} is stored and does not come out"
    for place, row in fresh.items():
        if place not in stored:
            yield f"{place} comes out and is not stored"
        else:
            yield from _differing(place, _fields(stored[place], names), _fields(row, names))


def _fields(row: object, names: Sequence[str]) -> Values:
    return {name: getattr(row, name) for name in names}


def _differing(place: str, stored: Values, fresh: Values) -> Iterator[str]:
    for name, value in fresh.items():
        if stored[name] != value:
            yield f"{place}: {name} is stored as {stored[name]!r} and comes out as {value!r}"
