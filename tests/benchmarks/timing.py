"""Times two things turn by turn, so that whatever slows the machine slows both."""

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

Act = Callable[[], object]
Clock = Callable[[], float]


class Timing(NamedTuple):
    """Seconds a call took, as medians over the rounds; the ratio is the median of the ratios."""

    measured: float
    baseline: float
    ratio: float


def paired(
    measured: Act, baseline: Act, *, rounds: int, calls: int = 1, clock: Clock = perf_counter
) -> Timing:
    """Time ``measured`` against ``baseline``: each is called once unmeasured, then turn by turn.

    ``clock`` is ``time.process_time`` where only the work of this process counts, not its waiting.
    """
    measured()
    baseline()
    times = [(_time(measured, calls, clock), _time(baseline, calls, clock)) for _ in range(rounds)]
    return Timing(
        measured=median(ours for ours, _ in times),
        baseline=median(theirs for _, theirs in times),
        ratio=median(ours / theirs for ours, theirs in times),
    )


def _time(act: Act, calls: int, clock: Clock) -> float:
    gc.collect()
    start = clock()
    for _ in range(calls):
        act()
    return (clock() - start) / calls
