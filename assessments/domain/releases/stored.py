"""Reading what is stored of releases: only what is asked for, and each row once."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, JSONField, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

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
    wave, computed_at, version, stamp, head, documents = _statement(measures).convert(row)
    if stamp is None:
        return StoredRow(wave, None, {}, {})
    scores = read_scores(zip(measures, documents, strict=False))
    head = {**read_head(head), "scoring_version": version, "computed_at": computed_at}
    return StoredRow(wave, stamp, head, scores)


@lru_cache(maxsize=64)
def _statement(measures: Sequence[Measure]) -> Statement:
    scores = _Members("stored_release__scores", [each.value for each in measures])
    stored = "stored_release__stamp", "stored_release__head", scores

    def newest_last() -> QuerySet[Assessment, Row]:
        found = Assessment.objects.filter(wave__id__in=[Given("waves", UUIDField())])
        known = "wave_id", "computed_at", "scoring_version"
        return found.order_by("computed_at").values_list(*known, *stored)

    return Statement(newest_last)


class _Members(Func):
    """Members of a document in JSON, by their names, as an array that may hold more after them.

    The document is read through once for all; Django's own lookups read it twice for each.
    """

    output_field = JSONField()

    def __init__(self, document: str, names: Sequence[str]) -> None:
        super().__init__(document)
        self.names = names

    def as_sql(  # type: ignore[override] # nobody gives options
        self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        """Write it for PostgreSQL."""
        document, parameters = compiler.compile(self.source_expressions[0])
        members = [f"{document} -> '{name}'" for name in self.names]
        return f"JSONB_BUILD_ARRAY({', '.join(members)})", [*parameters] * len(members)

    def as_sqlite(  # type: ignore[override] # nobody gives options
        self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        """Write it for SQLite, which gives an array only of more than one member."""
        document, parameters = compiler.compile(self.source_expressions[0])
        paths = [f"'$.\"{name}\"'" for name in (*self.names, "", "")]
        return f"JSON_EXTRACT({document}, {', '.join(paths)})", parameters
