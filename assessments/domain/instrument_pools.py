"""All sheets of an instrument as sums, one chunk after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, F, OuterRef, QuerySet

from assessments.domain.sheets import matrix_of
from assessments.models import Chunk, Instrument, Wave
from scoring import Statistics, merge, statistics
from scoring.dimensions import PairSums
from scoring.frame import Frame
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


def pool_of(waves: QuerySet[Wave], frame: Frame, *, progress: Progress) -> Pool:
    """Read every chunk once; nothing but sums stays, so memory hardly grows with the waves."""
    nothing = np.empty((frame.width, 0), dtype=np.uint8)
    nobody, pairs = statistics(nothing, frame), _pairs(nothing, frame)
    everything = nobody
    moments = []
    for _community, chunks in groupby(_chunks(waves, progress), key=itemgetter(0)):
        own = nobody
        for _same, sheets, columns in chunks:
            answers = matrix_of([(sheets, columns)], width=frame.width)
            own = merge(own, statistics(answers, frame))
            pairs = pairs + _pairs(answers, frame)
        everything = merge(everything, own)
        moments.append([_moments(table) for table in own.sums])
    return Pool(everything, pairs, np.array(moments))


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


def _moments(table: npt.NDArray[np.int64]) -> list[float]:
    """Number, sum and sum of squares of the scale values behind a table of sums."""
    answered, total = np.indices(table.shape)
    # A scale value takes half of the items; see scoring.level.scale_values.
    has_value = (2 * answered >= table.shape[0] - 1) & (answered > 0)
    members = np.where(has_value, table, 0)
    values = total / np.maximum(answered, 1)
    return [float((members * values**power).sum()) for power in (0, 1, 2)]
