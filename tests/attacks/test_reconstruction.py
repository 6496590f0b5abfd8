"""C5: what is released of a small group together does not give its answers back."""

from collections import defaultdict
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from assessments.domain.released import Suppressed
from assessments.domain.rounding import Coarseness, released_score
from scoring import Estimate, Measure
from scoring.absent import Result
from scoring.agreement import consensus
from scoring.chance import chance_line

SUBJECT = "spirit"


def unique_share(*, items: int, points: int, members: int) -> float:
    """Give the share of multisets of members' sums that what is released determines.

    Every group of so many members is enumerated, with every answer to every item.
    """
    line = chance_line(options=points, items=items, members=members)
    sheets = np.array([*product(range(1, points + 1), repeat=items)])
    groups = sheets[[*combinations_with_replacement(range(len(sheets)), members)]]
    counts = np.stack([(groups == point).sum(axis=1) for point in range(1, points + 1)], axis=-1)
    agreement = np.asarray(consensus(counts)).mean(axis=-1)
    level = 100 * (groups.mean(axis=(1, 2)) - 1) / (points - 1)
    sums = np.sort(groups.sum(axis=2), axis=1)
    coarseness = Coarseness(
        sheets=members, minimum=5, guarded=False, sums={SUBJECT: items * (points - 1) + 1}
    )
    seen: dict[str, set[bytes]] = defaultdict(set)
    known: dict[tuple[float, float], str] = {}
    for values in zip(
        level.round(9), agreement.round(9), map(bytes, sums.astype(np.uint8)), strict=True
    ):
        key = values[:2]
        if key not in known:
            known[key] = released_together(*key, line=line, answers=members, coarseness=coarseness)
        seen[known[key]].add(values[2])
    return sum(len(groups) == 1 for groups in seen.values()) / len(
        {*map(bytes, sums.astype(np.uint8))}
    )


def released_together(
    level: float, agreement: float, *, line: float, answers: int, coarseness: Coarseness
) -> str:
    results: dict[tuple[str, str], Result] = {
        (measure, SUBJECT): Estimate(value=float(value), answers=answers)
        for measure, value in (
            (Measure.LEVEL, level),
            (Measure.CONSENSUS, agreement),
            (Measure.CHANCE_LINE, line),
        )
    }
    return str([released_score(key, results, coarseness=coarseness) for key in results])


@pytest.mark.parametrize(
    ("items", "points", "members"),
    [
        (1, 7, 5),
        (1, 8, 5),
        (1, 9, 5),
        (1, 11, 5),
        (1, 7, 6),
        (1, 7, 8),
        (2, 4, 5),
        (3, 3, 5),
        (2, 5, 5),
    ],
)
def test_released_values_of_five_and_more_give_at_most_one_per_cent_away(
    items: int, points: int, members: int
) -> None:
    assert unique_share(items=items, points=points, members=members) <= 0.01


@pytest.mark.parametrize(("items", "points"), [(1, 5), (2, 3), (1, 2), (5, 2)])
def test_level_of_too_few_sums_is_suppressed_below_twelve_sheets(items: int, points: int) -> None:
    coarseness = Coarseness(
        sheets=11, minimum=5, guarded=False, sums={SUBJECT: items * (points - 1) + 1}
    )
    results: dict[tuple[str, str], Result] = {
        (Measure.LEVEL, SUBJECT): Estimate(value=40, answers=11)
    }

    released = released_score((Measure.LEVEL, SUBJECT), results, coarseness=coarseness)

    assert isinstance(released, Suppressed)
    assert released.minimum == 12
