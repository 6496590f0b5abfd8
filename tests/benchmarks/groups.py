"""One group of 100 and many: from the seal to the stored assessment, and the scores alone."""

from collections.abc import Iterator
from time import perf_counter, process_time

import numpy as np
from django.db import transaction
from django.utils import timezone

from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.scores import assessing
from assessments.domain.waves import sealing
from assessments.models import Chunk, Instrument, Wave, Work
from assessments.tasks import do_work
from scoring.agreement import ad_median, consensus, polarisation
from scoring.frame import Frame
from scoring.histograms import histograms_of
from scoring.icc import icc
from scoring.rwg import rwg_star_j
from tests.benchmarks import scenes
from tests.benchmarks.table import Goal, Row, Unit, timed
from tests.benchmarks.timing import paired

ROUNDS, CALLS = 7, 6
SECONDS_A_GROUP = 1.5e-4  # 1.5 s for 10,000
SECONDS_OF_MULTILEVEL = 4.8e-4  # rwg.j.lindell and ad.m, a group of 100 and 5 items


def rows(instrument: Instrument, *, full: bool) -> Iterator[Row]:
    """Measure what a worker does with groups."""
    frame = frame_of(questionnaire_of(instrument))
    yield from _seal_to_stored(instrument, frame)
    yield _many_assessed(instrument, frame, waves=1000 if full else 100)


def _seal_to_stored(instrument: Instrument, frame: Frame) -> Iterator[Row]:
    still = scenes.sealed_wave(instrument, scenes.drawn(frame, scenes.GROUP))
    with transaction.atomic():
        waves = [
            scenes.answered_wave(instrument, seed=seed) for seed in range(3 * (ROUNDS * CALLS + 1))
        ]
    sealed = [_sealed(waves.pop()) for _ in range(ROUNDS * CALLS + 1)]

    def load_and_sum() -> None:
        assessing.answers_of(still, frame).sum()

    goal = Goal(most=0.025, unit=Unit.SECONDS)
    for what, act, clock, its_goal in (
        ("1 wave of 100, sealed → stored", lambda: _work(sealed.pop()), process_time, goal),
        ("… and the seal before it", lambda: _work(_sealed(waves.pop())), process_time, goal),
        ("… with waiting for the disk", lambda: _work(_sealed(waves.pop())), perf_counter, None),
    ):
        timing = paired(act, load_and_sum, rounds=ROUNDS, calls=CALLS, clock=clock)
        yield timed(f"{what} / load and sum", timing, its_goal)


def _sealed(wave: Wave) -> Wave:
    """Seal a wave."""
    sealing.seal_wave(wave.pk, now=timezone.now())
    return wave


def _work(wave: Wave) -> None:
    """Do what a worker is asked to do for a sealed wave."""
    (key,) = Work.objects.filter(wave=wave).values_list("pk", flat=True)
    do_work(work_id=str(key))
    if not wave.assessments.exists():
        raise RuntimeError("The wave was not assessed.")


def _many_assessed(instrument: Instrument, frame: Frame, *, waves: int) -> Row:
    rounds = 10
    calls = waves // rounds
    with transaction.atomic():
        sealed = [
            scenes.sealed_wave(instrument, scenes.drawn(frame, scenes.GROUP, seed=seed))
            for seed in range(waves + 1)
        ]
    still, due = sealed[0], [*sealed]

    def assess() -> None:
        assessing.assess_wave(due.pop(), now=timezone.now())

    def load_and_sum() -> None:
        assessing.answers_of(still, frame).sum()

    timing = paired(assess, load_and_sum, rounds=rounds, calls=calls, clock=process_time)
    return timed(f"{waves:,} waves of 100, sealed → stored, a wave / load and sum", timing)


def histograms(instrument: Instrument, *, waves: int) -> Iterator[Row]:
    """Measure what it takes to know how each item of many groups was answered.

    R's multilevel is compared by what it took elsewhere for a characteristic of 5 items.
    """
    frame = frame_of(questionnaire_of(instrument))
    sheets = scenes.drawn(frame, scenes.GROUP)
    with transaction.atomic():
        for _ in range(waves):
            scenes.sealed_wave(instrument, sheets)
    chunks = Chunk.objects.filter(wave__instrument=instrument).order_by()
    items = [column for c in frame.characteristics for column in c.items]

    def count() -> None:
        waves = (_matrix(columns, frame) for columns in chunks.values_list("columns", flat=True))
        counts = histograms_of(waves, frame)[:, items, 1 : frame.options + 1]
        of_each = counts.reshape(len(counts), len(frame.characteristics), -1, frame.options)
        ad_median(counts), consensus(counts), polarisation(counts), rwg_star_j(of_each)

    def load() -> None:
        sum(len(columns) for columns in chunks.values_list("columns", flat=True))

    timing = paired(count, load, rounds=3, clock=process_time)
    goal = Goal(most=SECONDS_A_GROUP * waves, unit=Unit.SECONDS)
    yield timed(f"{waves:,} waves of 100 → histograms, indices / load", timing, goal)
    multilevel = SECONDS_OF_MULTILEVEL * waves * len(frame.characteristics)
    yield Row(
        what="… / R's multilevel, not timed here: .48 s for 1,000 groups × 5 items",
        measured=timing.measured,
        baseline=multilevel,
        ratio=timing.measured / multilevel,
        goal=Goal(most=1 / 30),
    )


def correlations() -> Row:
    """Measure ICC(1) of one item over 1,000 groups of 100, from their answers in one pass."""
    answers = np.random.default_rng(1).integers(1, 6, (1000, scenes.GROUP)).astype(np.uint8)
    members = np.full(len(answers), scenes.GROUP)

    def correlate() -> None:
        squares = (answers * answers).sum(axis=1)  # 25 at most: they fit into a byte
        icc(answers=members, sums=answers.sum(axis=1), squares=squares)

    timing = paired(correlate, answers.sum, rounds=9, calls=20, clock=process_time)
    return timed("ICC(1), 1,000 groups of 100 / sum", timing)


def _matrix(columns: "bytes | memoryview[int]", frame: Frame) -> scenes.Sheets:
    return np.frombuffer(columns, dtype=np.uint8).reshape(frame.width, -1)
