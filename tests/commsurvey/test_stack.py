"""Calls that run in one chunk of the interpreter's stack take no memory from the system."""

import sys
from collections.abc import Callable

import pytest

from commsurvey.stack import roomy

resource = pytest.importorskip("resource")  # not on Windows
CALLS = 300
DEPTHS = range(120)
"""So many frames fill more than one chunk."""


def leaf() -> int:
    """Be called: a frame larger than those above it, so that at some depth it fits no more."""
    return max(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23)


def loop() -> None:
    """Call another function again and again."""
    for _ in range(CALLS):
        leaf()


def at_depth(depth: int, act: Callable[[], None]) -> None:
    """Act so many calls below."""
    if depth:
        at_depth(depth - 1, act)
    else:
        act()


def faults(act: Callable[[], None]) -> int:
    """Count the pages that the system had to give for an act, at the depth where it is worst."""
    counts = []
    for depth in DEPTHS:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        at_depth(depth, act)
        counts.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    worst: int = max(counts)
    return worst


def test_roomy_gives_what_the_function_gives() -> None:
    @roomy
    def shared(whole: int, *, among: int = 2) -> float:
        """Divide."""
        return whole / among

    assert (shared(6), shared(6, among=3)) == (3, 2)
    assert shared.__doc__ == "Divide."
    with pytest.raises(ZeroDivisionError):
        shared(6, among=0)


@pytest.mark.skipif(sys.platform != "linux", reason="faults are counted otherwise elsewhere")
def test_roomy_loops_take_no_memory_at_any_depth() -> None:
    faults(loop)  # whatever is loaded at first

    if faults(loop) < CALLS:
        pytest.skip("This interpreter keeps the chunks of its stack.")
    assert faults(roomy(loop)) < CALLS / 10
