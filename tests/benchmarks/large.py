"""One wave of very many sheets, counted chunk by chunk so that memory stays small."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.models import Chunk, Instrument, Wave
from scoring.statistics import Statistics, merge, statistics_of_parts
from tests.benchmarks import scenes
from tests.benchmarks.starting import start
from tests.benchmarks.table import Goal, Row, Unit, timed
from tests.benchmarks.timing import paired

MILLION = 1_000_000
SECONDS = 0.6  # for a million
KNOWN = 100_000_000  # bytes, more than counting takes
STATUS = Path("/proc/self/status")


def rows(instrument: Instrument, *, full: bool) -> Iterator[Row]:
    """Measure 48 columns of answers: 40 items and 8 predictions."""
    sheets = MILLION if full else MILLION // 5
    wave = scenes.sealed_wave(
        instrument, scenes.drawn(frame_of(questionnaire_of(instrument)), sheets)
    ).pk
    timing = paired(lambda: counted(wave), lambda: loaded(wave), rounds=3, clock=process_time)
    goal = Goal(most=SECONDS * sheets / MILLION, unit=Unit.SECONDS)
    yield timed(f"{sheets:,} sheets × 48 → statistics / load", timing, goal)
    yield timed("… to the baseline", timing, Goal(most=4))
    yield from _in_processes(wave, goal=Goal(most=1 / 1.5) if full else None)


def counted(wave: UUID, part: int = 0, parts: int = 1) -> Statistics:
    """Give the statistics of a wave, or of every so-manieth of its chunks."""
    frame = frame_of(
        questionnaire_of(Wave.objects.select_related("instrument").get(pk=wave).instrument)
    )
    return statistics_of_parts(
        (
            np.frombuffer(columns, dtype=np.uint8).reshape(frame.width, -1)
            for columns in _chunks(wave, part, parts).iterator(chunk_size=1)
        ),
        frame,
    )


def loaded(wave: UUID) -> int:
    """Load the same bytes and count them."""
    return sum(len(columns) for columns in _chunks(wave, 0, 1).iterator(chunk_size=1))


def peak_memory(wave: UUID) -> int:
    """Give the bytes of memory that counting a wave takes at its height, in a fresh process.

    Raises
    ------
    RuntimeError
        If the system does not say how high memory stood.
    """
    before = _height_from_now()
    counted(wave)
    after = _height()
    extra = np.ones(KNOWN // 8)
    if _height() - before < extra.nbytes:
        raise RuntimeError("The height of memory does not move.")
    return after - before


def _in_processes(wave: UUID, *, goal: Goal | None) -> Iterator[Row]:
    """Measure two processes that have started; the goal is for a million sheets.

    Each loads every other chunk by itself; what comes back is statistics.
    """
    context = get_context("spawn")
    with (
        ProcessPoolExecutor(2, mp_context=context, initializer=start) as two,
        ProcessPoolExecutor(1, mp_context=context, initializer=start) as one,
    ):
        timing = paired(
            lambda: reduce(merge, two.map(counted, [wave] * 2, [0, 1], [2] * 2)),
            lambda: one.submit(counted, wave).result(),
            rounds=3,
        )
    yield timed("… in two processes / in one", timing, goal)
    if STATUS.exists():
        with ProcessPoolExecutor(1, mp_context=context, initializer=start) as fresh:
            peak = fresh.submit(peak_memory, wave).result()
        height = Goal(most=40_000_000, unit=Unit.BYTES)
        yield Row(what="… memory at its height", measured=peak, unit=Unit.BYTES, goal=height)


def _chunks(wave: UUID, part: int, parts: int) -> "QuerySet[Chunk, bytes | memoryview[int]]":
    chunks = Chunk.objects.filter(wave=wave).order_by("number")
    if parts > 1:
        chunks = chunks.filter(number__in=range(part, chunks.count(), parts))
    return chunks.values_list("columns", flat=True)


def _height_from_now() -> int:
    """Let the height begin where memory stands."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _height()


def _height() -> int:
    (line,) = (line for line in STATUS.read_text("ascii").splitlines() if line[:6] == "VmHWM:")
    return int(line.split()[1]) * 1024
