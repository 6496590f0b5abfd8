"""Recomputing assessments from the sealed answers: every stored value must come out again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, Model, OuterRef

import scoring
from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import asked_by
from assessments.domain.releases.storing import shown_otherwise
from assessments.domain.scores.assessing import (
    ITEM,
    ROSTER_CLASS,
    SCORE,
    answers_of,
    cells_of,
    head,
    item_row,
    score_row,
    scored,
)
from assessments.domain.scores.cells import CELL
from assessments.domain.statements import Row
from assessments.models import (
    Assessment,
    CellScore,
    Chunk,
    ItemResult,
    RosterClass,
    Score,
    StoredRelease,
    Wave,
)

BATCH = 100
"""Assessments whose stored values are read at once; sealed answers are read wave by wave."""

Values = Mapping[str, Any]


class _Part(NamedTuple):
    """Rows of an assessment: their columns, how many of these name one row, and its kind."""

    model: type[Model]
    columns: Sequence[str]
    keys: int
    kind: str

    def placed(self, rows: Iterable[Row]) -> dict[str, Values]:
        """Give the values of rows by what names each."""
        return {
            " ".join(str(key) for key in (self.kind, *row[1 : self.keys]) if key != ""): dict(
                zip(self.columns[self.keys :], row[self.keys :], strict=True)
            )
            for row in rows
        }


_PARTS = (
    _Part(Score, SCORE, 3, ""),
    _Part(ItemResult, ITEM, 2, "item"),
    _Part(CellScore, CELL, 4, "cell"),
)


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
    total = Assessment.objects.count()
    verified = other_version = without_answers = 0
    differences: list[str] = []
    for done, (assessment, stored) in enumerate(_all_stored(), start=1):
        if assessment.scoring_version != scoring.SCORING_VERSION:
            other_version += 1
        elif assessment.wave.sheets and not stored.answers:
            without_answers += 1
        else:
            verified += 1
            differences += _differences(assessment, stored)
        progress(done, total)
    return Verification(
        verified=verified,
        other_version=other_version,
        without_answers=without_answers,
        differences=tuple(differences),
    )


class _Stored(NamedTuple):
    """What is stored of an assessment and its wave; ``answers`` is whether there are any."""

    answers: bool
    parts: Sequence[Sequence[Row]]
    release: StoredRelease | None
    roster: Sequence[Row]
    waves_so_far: int


def _all_stored() -> Iterator[tuple[Assessment, _Stored]]:
    answers = Chunk.objects.filter(wave=OuterRef("wave"))
    found = (
        Assessment.objects.annotate(answers=Exists(answers))
        .select_related("wave__community", "wave__instrument")
        .defer("wave__instrument__content")
        .order_by("wave__community__slug", "wave__number")
        .iterator(chunk_size=BATCH)
    )
    while batch := [*islice(found, BATCH)]:
        yield from zip(batch, _stored(batch), strict=True)


def _stored(batch: Sequence[Assessment]) -> Iterator[_Stored]:
    keys, waves = [each.pk for each in batch], {each.wave_id for each in batch}
    parts = [_grouped(part.model, "assessment_id", part.columns[1:], keys) for part in _PARTS]
    releases = StoredRelease.objects.in_bulk(keys)
    roster = _grouped(RosterClass, "wave_id", ROSTER_CLASS, waves)
    communities = {each.wave.community_id for each in batch}
    surveys = Wave.objects.filter(source=Wave.Source.SURVEY, community__in=communities)
    so_far = [*surveys.values_list("community_id", "number")]
    for each in batch:
        wave = each.wave
        yield _Stored(
            answers=each.answers,  # type: ignore[attr-defined] # the annotation
            parts=[rows[each.pk] for rows in parts],
            release=releases.get(each.pk),
            roster=[row[1:] for row in roster[wave.pk]],
            waves_so_far=sum(
                community == wave.community_id and number <= wave.number
                for community, number in so_far
            ),
        )


def _grouped(
    model: type[Model], parent: str, names: Sequence[str], keys: Iterable[UUID]
) -> defaultdict[UUID, list[Row]]:
    """Give rows by the key of their parent, which is their first column."""
    rows = model._default_manager.filter(**{f"{parent}__in": [*keys]})  # noqa: SLF001 -- Django's public name
    grouped: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows.values_list(parent, *names):
        grouped[row[0]].append(row)
    return grouped


def _differences(assessment: Assessment, stored: _Stored) -> Iterator[str]:
    """Compute an assessment anew and name everything in which the stored one differs."""
    wave = assessment.wave
    frame = frame_of(asked_by(wave))
    answers = answers_of(wave, frame)
    result = scored(wave, frame, answers, roster=stored.roster, conflict_waves=stored.waves_so_far)
    fresh_head = head(result, answers)
    fresh_parts = (
        [score_row(assessment, score) for score in result.scores],
        [item_row(assessment, item) for item in result.items],
        cells_of(assessment, answers, frame),
    )
    where = f"{wave.community.slug}, wave {wave.number}: "
    stored_head = {name: getattr(assessment, name) for name in fresh_head}
    for each in _differing("assessment", stored_head, fresh_head):
        yield where + each
    for part, before, fresh in zip(_PARTS, stored.parts, fresh_parts, strict=True):
        for each in _compare(part.placed(before), part.placed(fresh)):
            yield where + each
    if stored.release:
        results: dict[tuple[str, str], scoring.Result] = {
            (each.measure, each.subject): each.result for each in result.scores
        }
        for each in shown_otherwise(stored.release, assessment, results):
            yield f"{where}release of {each} is stored otherwise than it comes out"


def _compare(stored: Mapping[str, Values], fresh: Mapping[str, Values]) -> Iterator[str]:
    for place in sorted(stored.keys() - fresh.keys()):
        yield f"{place} is stored and does not come out"
    for place, row in fresh.items():
        if place not in stored:
            yield f"{place} comes out and is not stored"
        else:
            yield from _differing(place, stored[place], row)


def _differing(place: str, stored: Values, fresh: Values) -> Iterator[str]:
    for name, value in fresh.items():
        if stored[name] != value:
            yield f"{place}: {name} is stored as {stored[name]!r} and comes out as {value!r}"
