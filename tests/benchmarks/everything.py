"""All that is measured, in the order of the table."""

import os
import platform
import sys
from collections.abc import Iterator
from time import perf_counter

from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import load_shipped, questionnaire_of
from tests.benchmarks import graphql, groups, headline, large, scenes, survey
from tests.benchmarks.table import Row, Unit, table

BARE_INSERT = 0.9e-3
"""Seconds of the processor that the bare view which inserts a row took where the goals were set."""


def measure(*, full: bool) -> None:
    """Measure everything and print the table; each row is named when it is there."""
    start = perf_counter()
    rows = []
    for row in _rows(full=full):
        sys.stderr.write(f"{perf_counter() - start:4.0f} s  {row.what}\n")
        rows.append(row)
    pace = max(1, _pace(rows))
    conditions = (
        f"Python {platform.python_version()}, {os.cpu_count()} cores, SQLite; "
        f"load average at the end {os.getloadavg()[0]:.1f}; "
        f"the bare view takes {pace:.2f} × as long as where the goals were set"
    )
    sys.stdout.write("\n".join([conditions, "", *table(rows, pace=pace), ""]))


def _pace(rows: list[Row]) -> float:
    """Say how much slower this machine is now: goals in milliseconds were set on another."""
    inserts = next(row.baseline for row in rows if row.unit is Unit.PER_SECOND and row.baseline)
    return 1 / inserts / BARE_INSERT


def _rows(*, full: bool) -> Iterator[Row]:
    peck = load_shipped("peck-40")
    items = scenes.without_questions(peck)
    yield from survey.rows(peck)
    yield from graphql.rows(peck)
    yield from groups.rows(peck, full=full)
    yield from groups.histograms(items, waves=10_000 if full else 1000)
    yield groups.correlations()
    yield from headline.rows(frame_of(questionnaire_of(peck)))
    yield from large.rows(items, full=full)
