"""The headline statistics of one group with their intervals, without a database."""

from collections.abc import Callable, Iterator
from time import process_time

import numpy as np
import numpy.typing as npt
from scipy.stats import bootstrap

from scoring.absent import Estimate
from scoring.agreement import consensus
from scoring.characteristic_scores import CharacteristicScores
from scoring.frame import Frame
from scoring.group_scores import GroupScores
from scoring.level import scale_values
from scoring.realism_scores import RealismScores
from scoring.sheets import Sheets
from tests.benchmarks import scenes
from tests.benchmarks.table import Goal, Row, Unit, timed
from tests.benchmarks.timing import paired

Floats = npt.NDArray[np.float64]
Members = npt.NDArray[np.int64]
Statistic = Callable[[Members, int], Floats]

RESAMPLES = 2_000  # of the bootstrap; ours draws none


def rows(frame: Frame) -> Iterator[Row]:
    """Measure 24: 8 levels, 8 + 1 consensus, overall, realism and 3 parts, facing, claim gap.

    The baseline takes only 18 of them, levels and consensus, by percentiles: its quickest way.
    """
    answers = np.ascontiguousarray(scenes.drawn(frame, scenes.GROUP).T)

    def ours() -> None:
        sheets = Sheets.of(answers, frame, invited=125, roster=None, waves=1)
        each = CharacteristicScores(sheets=sheets)
        group, known = GroupScores(sheets=sheets), RealismScores(sheets=sheets)
        parts = [r.result for r in known.parts.values() if isinstance(r.result, Estimate)]
        found = [*each.levels.values(), *each.consensus[0], each.consensus[1], group.overall]
        found += [known.realism, *parts, group.facing.facing, group.claim_gap]
        assert sum(isinstance(result, Estimate) for result in found) == 24

    members = np.arange(scenes.GROUP)
    statistics = [*_statistics(answers, frame)]

    def theirs() -> None:
        for statistic in statistics:
            bootstrap((members,), statistic, n_resamples=RESAMPLES, method="percentile", batch=250)

    timing = paired(ours, theirs, rounds=3, calls=5, clock=process_time)
    goal = Goal(most=0.003, unit=Unit.SECONDS)
    yield timed("24 headline statistics, n = 100 / scipy's bootstrap", timing, goal)
    yield timed("… to the baseline", timing, Goal(most=1 / 30))


def _statistics(answers: scenes.Sheets, frame: Frame) -> Iterator[Statistic]:
    values = np.array([scale_values(answers, frame, c.items) for c in frame.characteristics])
    points = np.arange(1, frame.options + 1)
    chosen = np.array([answers[[*c.items]] for c in frame.characteristics])
    used = (chosen[..., np.newaxis] == points).astype(np.int32)
    for value, item in zip(values, used, strict=True):
        yield from _level_and_consensus(value[np.newaxis], item)
    yield from _level_and_consensus(values, used.reshape(-1, *used.shape[-2:]))


def _level_and_consensus(values: Floats, used: npt.NDArray[np.int32]) -> Iterator[Statistic]:
    """Values of shape (characteristics, members); points used, (items, members, points)."""

    def level(who: Members, axis: int) -> Floats:
        mean: Floats = np.nanmean(values[:, who], axis=axis).mean(axis=0)
        return mean

    def agreement(who: Members, axis: int) -> Floats:
        mean: Floats = consensus(used[:, who].sum(axis=axis - 1)).mean(axis=0)
        return mean

    yield level
    yield agreement
