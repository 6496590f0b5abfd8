"""Reading what is stored of releases: only what is asked for, and each row once."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet, UUIDField
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTransform

from assessments.domain.releases.documents import Document, Scores, read_head, read_scores
from assessments.domain.statements import Given, Row, Statement
from assessments.models import Assessment
from scoring import Measure

MOST_KEPT = 500
"""Rows that are kept in memory as what they say."""


class StoredRow(NamedTuple):
    """What is stored of the release of a wave; the stamp is None where nothing is."""

    wave: UUID
    stamp: str | None
    head: Document
    scores: Scores

    def of(self, subjects: Collection[str] | None) -> Scores:
        """Give the scores of some subjects, or of all."""
        if subjects is None:
            return self.scores
        return {key: score for key, score in self.scores.items() if key[1] in subjects}


def stored_rows(waves: Sequence[UUID], measures: Collection[Measure]) -> Mapping[UUID, StoredRow]:
    """Read what is stored of the newest assessments of waves, by wave, with one query.

    Whether it still counts is for the reader to ask, by its stamp.
    """
    asked = tuple(sorted({*measures}))
    rows = [_read(asked, row) for row in _statement(asked).rows(waves=[*waves])]
    # The newest comes last: where nothing is stored of it, nothing older stands for it.
    return {row.wave: row for row in rows}


def forget_releases() -> None:
    """Keep nothing of what was read."""
    _read.cache_clear()


@lru_cache(maxsize=MOST_KEPT)
def _read(measures: Sequence[Measure], row: Row) -> StoredRow:
    """Read a row, once for as long as the database gives the same."""
    wave, computed_at, version, stamp, head, *documents = _statement(measures).convert(row)
    if stamp is None:
        return StoredRow(wave, None, {}, {})
    scores = read_scores(zip(measures, documents, strict=True))
    head = {**read_head(head), "scoring_version": version, "computed_at": computed_at}
    return StoredRow(wave, stamp, head, scores)


@lru_cache(maxsize=64)
def _statement(measures: Sequence[Measure]) -> Statement:
    stored: list[str | Combinable] = ["stored_release__stamp", "stored_release__head"]
    stored += [KeyTransform(each.value, "stored_release__scores") for each in measures]

    def newest_last() -> QuerySet[Assessment, Row]:
        found = Assessment.objects.filter(wave__id__in=[Given("waves", UUIDField())])
        known = "wave_id", "computed_at", "scoring_version"
        return found.order_by("computed_at").values_list(*known, *stored)

    return Statement(newest_last)
