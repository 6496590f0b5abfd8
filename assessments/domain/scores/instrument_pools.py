"""All sheets of an instrument as sums, in one pass over the chunks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, F, OuterRef, QuerySet

from assessments.domain.answers.sheets import matrix_of
from assessments.models import Chunk, Instrument, Wave
from scoring import Statistics, merge, statistics
from scoring.canonical import Answers
from scoring.dimensions import PairSums
from scoring.frame import Frame
from scoring.histograms import SHEETS_AT_ONCE
from scoring.level import scale_values_of_each
from scoring.statistics import points

CHUNKS_AT_ONCE = 16

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Pool:
    """All sheets as sums: of everything, of pairs of items, and each community's moments.

    ``moments`` has shape (communities, characteristics, 3): number, sum and sum of squares of the
    scale values.
    """

    everything: Statistics
    pairs: PairSums
    moments: npt.NDArray[np.float64]


def waves_of(instrument: Instrument) -> QuerySet[Wave]:
    """The waves whose sheets are there and of which anything may be shown at all."""
    return instrument.waves.filter(
        Exists(Chunk.objects.filter(wave=OuterRef("pk"))),
        state__in=[Wave.State.SEALED, Wave.State.ASSESSED],
        sheets__gte=F("minimum_answers"),
    )


def pool_of(waves: QuerySet[Wave], frame: Frame, *, communities: int, progress: Progress) -> Pool:
    """Read every chunk once; nothing but sums stays, so memory hardly grows with the waves.

    ``communities`` is how many the waves are of.
    """
    nothing = np.empty((frame.width, 0), dtype=np.uint8)
    everything, pairs = statistics(nothing, frame), _pairs(nothing, frame)
    moments = np.zeros((communities, len(frame.characteristics), 3))
    for numbers, answers in _batches(_chunks(waves, progress), frame):
        everything = merge(everything, statistics(answers, frame))
        pairs = pairs + _pairs(answers, frame)
        moments = moments + _moments(numbers, answers, frame, communities=communities)
    return Pool(everything, pairs, moments)


def _batches(
    chunks: Iterator[tuple[UUID, int, bytes]], frame: Frame
) -> Iterator[tuple[npt.NDArray[np.int64], Answers]]:
    """Put the chunks of many waves side by side; with each sheet goes its community's number."""
    number, before = -1, None
    waiting: list[tuple[int, int, bytes]] = []
    for community, sheets, columns in chunks:
        number, before = number + (community != before), community
        waiting.append((number, sheets, columns))
        if sum(size for _number, size, _columns in waiting) >= SHEETS_AT_ONCE:
            yield _side_by_side(waiting, frame)
            waiting = []
    if waiting:
        yield _side_by_side(waiting, frame)


def _side_by_side(
    chunks: list[tuple[int, int, bytes]], frame: Frame
) -> tuple[npt.NDArray[np.int64], Answers]:
    numbers, sizes, _columns = zip(*chunks, strict=True)
    answers = matrix_of([chunk[1:] for chunk in chunks], width=frame.width)
    return np.repeat(np.array(numbers), sizes), answers


def _chunks(waves: QuerySet[Wave], progress: Progress) -> Iterator[tuple[UUID, int, bytes]]:
    """Give the community, the number of sheets and the columns of each chunk."""
    total, done, before = waves.count(), 0, None
    rows = (
        Chunk.objects.filter(wave__in=waves)
        .order_by("wave__community_id", "wave_id", "number")
        .values_list("wave__community_id", "wave_id", "sheets", "columns")
    )
    for community, wave, sheets, columns in rows.iterator(chunk_size=CHUNKS_AT_ONCE):
        if wave != before and before is not None:
            done += 1
            progress(done, total)
        before = wave
        yield community, sheets, bytes(columns)
    progress(total, total)


def _pairs(answers: npt.NDArray[np.uint8], frame: Frame) -> PairSums:
    return PairSums.of(points(answers, frame, _columns(frame)))


def _columns(frame: Frame) -> tuple[int, ...]:
    """Columns of the items, characteristic by characteristic."""
    return tuple(column for c in frame.characteristics for column in c.items)


def _moments(
    numbers: npt.NDArray[np.int64], answers: Answers, frame: Frame, *, communities: int
) -> npt.NDArray[np.float64]:
    """Give `Pool.moments` of sheets, each of the community of its number."""
    values = scale_values_of_each(answers, frame, [c.items for c in frame.characteristics])
    known = ~np.isnan(values)
    filled = np.where(known, values, 0)
    each = [
        [np.bincount(numbers, power, minlength=communities) for power in powers]
        for powers in zip(known, filled, filled**2, strict=True)
    ]
    return np.array(each).transpose(2, 0, 1)
