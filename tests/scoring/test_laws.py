"""Laws that hold for every group: of consensus, of merging, and of leaving inputs alone."""

import inspect
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
from scoring import (
    Estimate,
    Measurement,
    RosterClass,
    assess,
    consensus,
    consensus_intervals,
    level,
    merge,
    statistics,
)
from scoring.realism import Part, Resampled
from tests.scoring.waves import Answers, frame, simulated

FRAME = frame()
SEED = bytes(range(32))

counts = st.lists(st.integers(0, 30), min_size=2, max_size=11).filter(any)
answered = st.integers(2, 11).flatmap(
    lambda k: st.tuples(st.just(k), st.lists(st.integers(1, k), min_size=1, max_size=40))
)


@given(counts)
def test_consensus_does_not_change_when_the_scale_is_reversed(histogram: list[int]) -> None:
    assert consensus(histogram[::-1]) == consensus(histogram)


@given(counts, st.integers(2, 50))
def test_consensus_does_not_change_when_the_group_is_doubled(
    histogram: list[int], times: int
) -> None:
    again = consensus([count * times for count in histogram])

    assert again == pytest.approx(consensus(histogram), abs=1e-12)


@given(answered, st.randoms(use_true_random=False))
def test_consensus_does_not_depend_on_the_order_of_members(
    group: tuple[int, list[int]], chance: Any
) -> None:
    options, points = group
    shuffled = chance.sample(points, len(points))

    assert consensus(_histogram(shuffled, options)) == consensus(_histogram(points, options))


@given(answered, st.data())
def test_consensus_never_falls_when_a_member_moves_toward_the_median(
    group: tuple[int, list[int]], data: st.DataObject
) -> None:
    options, points = group
    member = data.draw(st.integers(0, len(points) - 1))
    # Any point between the two middle answers is a median.
    middle = sorted(points)[(len(points) - 1) // 2]
    ends = sorted((points[member], middle))
    moved = [*points]
    moved[member] = data.draw(st.integers(*ends))

    before, after = (consensus(_histogram(each, options)) for each in (points, moved))

    assert after >= before - 1e-12


@given(st.integers(0, 60), st.integers(2, 5), st.integers(0, 10**6))
def test_merging_any_partition_in_any_order_is_counting_all_bit_for_bit(
    members: int, parts: int, seed: int
) -> None:
    everybody = simulated(FRAME, members, seed=seed, skip=0.2)
    lots = np.random.default_rng(seed).integers(0, parts, members)

    each = [statistics(everybody[:, lots == lot], FRAME) for lot in range(parts)]

    whole = _bytes(statistics(everybody, FRAME))
    assert _bytes(reduce(merge, each)) == _bytes(reduce(merge, reversed(each))) == whole


def _histogram(points: list[int], options: int) -> list[int]:
    return [points.count(point) for point in range(1, options + 1)]


def _bytes(found: scoring.Statistics) -> list[bytes]:
    arrays = (found.histograms, *found.sums, *found.products, found.predicted)
    return [found.sheets.to_bytes(8, "little"), *(array.tobytes() for array in arrays)]


HISTOGRAMS = np.array([[1, 0, 4, 6, 2], [0, 2, 5, 5, 1], [3, 3, 3, 2, 2]])
WAVE: Answers = simulated(FRAME, 30, seed=1)
ITEMS: npt.NDArray[np.float64] = np.cov(np.random.default_rng(1).normal(size=(5, 40)))
VALUES = np.random.default_rng(1).integers(1, 6, 30).astype(np.float64)
OPTIONS = np.random.default_rng(2).integers(1, 6, 30).astype(np.uint8)
MEMBERS = np.random.default_rng(3).integers(1, 6, (30, 4))
GROUPS = np.arange(30) % 3
PAIRS = np.random.default_rng(5).integers(0, 30, (40, 2))
PAIRS = PAIRS[PAIRS[:, 0] != PAIRS[:, 1]]
NULL = (0.2,) * 5
CALIBRATION = np.random.default_rng(4).integers(0, 2, (2, 8, 30))
PARTS = {part: Resampled(result=Estimate(value=60, answers=30), without=VALUES) for part in Part}
ROSTER = [
    RosterClass(role="leader", tenure="long", invited=9, took_part=6),
    RosterClass(role="member", tenure="long", invited=40, took_part=24),
]

# How each public function is called, on arrays that may not be written to.
CALLS: dict[str, Callable[[], object]] = {
    **{
        name: lambda name=name: getattr(scoring, name)(HISTOGRAMS)  # type: ignore[misc]  # bound now
        for name in (
            "ad_mean",
            "ad_median",
            "awg",
            "awg_j",
            "consensus",
            "expected_consensus",
            "leik",
            "polarisation",
            "rwg",
            "rwg_j",
            "rwg_star_j",
            "tastle_wierman",
            "van_der_eijk_a",
        )
    },
    **{
        name: lambda name=name: getattr(scoring, name)(ITEMS)  # type: ignore[misc]  # bound now
        for name in ("cronbach_alpha", "omega_total")
    },
    **{
        name: lambda name=name: getattr(scoring, name)(WAVE, FRAME)  # type: ignore[misc]  # bound now
        for name in ("separating_items", "statistics", "two_camps")
    },
    "assess": lambda: assess(WAVE, FRAME, invited=50, roster=ROSTER, seed=SEED),
    "breadth": lambda: scoring.breadth(ROSTER),
    "calibration": lambda: scoring.calibration(CALIBRATION[0], CALIBRATION[1]),
    "careless": lambda: scoring.careless(MEMBERS, keyed=MEMBERS, characteristics=GROUPS[:4]),
    "chance_line": lambda: scoring.chance_line(options=5, items=5, members=9, null=NULL),
    "consensus_intervals": lambda: consensus_intervals(
        WAVE, [(0, 1, 2), (3, 4)], options=5, invited=50
    ),
    "facing_from_survey": lambda: scoring.facing_from_survey(
        talking_with=OPTIONS, helped=OPTIONS, was_helped=OPTIONS, go_on=OPTIONS
    ),
    "facing_from_interactions": lambda: scoring.facing_from_interactions(
        [(int(a), int(b)) for a, b in PAIRS], people=30
    ),
    "histograms_of": lambda: scoring.histograms_of([WAVE, WAVE], FRAME),
    "icc": lambda: scoring.icc(answers=GROUPS + 5, sums=VALUES * 5, squares=VALUES**2 * 9),
    "input_hash": lambda: scoring.input_hash(WAVE),
    "krippendorff_alpha": lambda: scoring.krippendorff_alpha(
        MEMBERS, measurement=Measurement.ORDINAL
    ),
    "level": lambda: level(VALUES, options=5, invited=50),
    "love_core": lambda: scoring.love_core(miss=OPTIONS, helped=OPTIONS, was_helped=OPTIONS),
    "merge": lambda: merge(statistics(WAVE, FRAME), statistics(WAVE, FRAME)),
    "overall": lambda: scoring.overall([VALUES, VALUES[::-1]], options=5),
    "r_indicator": lambda: scoring.r_indicator(ROSTER),
    "realism": lambda: scoring.realism(PARTS, members=30),
    "scale_values": lambda: scoring.scale_values(WAVE, FRAME, (0, 1, 2, 3)),
    "statistics_of_parts": lambda: scoring.statistics_of_parts([WAVE, WAVE], FRAME),
}
ARRAYS = (
    HISTOGRAMS,
    WAVE,
    ITEMS,
    VALUES,
    OPTIONS,
    MEMBERS,
    GROUPS,
    CALIBRATION,
    PAIRS,
)


@pytest.fixture
def frozen() -> Iterator[list[bytes]]:
    """The arrays made unwritable, so that a change is refused, and what they hold."""
    for array in ARRAYS:
        array.setflags(write=False)
    yield [array.tobytes() for array in ARRAYS]
    for array in ARRAYS:
        array.setflags(write=True)


TAKE_NO_ARRAYS = {"feldt_interval", "null_variance", "stage", "verdict"}


@pytest.mark.parametrize(
    "name", sorted(n for n in scoring.__all__ if inspect.isfunction(getattr(scoring, n)))
)
def test_public_function_never_changes_what_it_is_given(name: str, frozen: list[bytes]) -> None:
    if name in TAKE_NO_ARRAYS:
        assert "ndarray" not in str(inspect.signature(getattr(scoring, name)))
        return

    CALLS[name]()

    assert [array.tobytes() for array in ARRAYS] == frozen
