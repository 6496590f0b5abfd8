from collections import Counter
from itertools import product

import numpy as np
import pytest

from scoring.agreement import consensus
from scoring.chance import MOST_EXACT, chance_line

MEMBERS = (5, 6, 8, 10, 12, 15, 20, 30, 50, 100)
# The table of the scoring's specification, k = 5, to the decimals given there.
TABLE = {
    2: (70, 66.7, 62.5, 57.5, 56.3, 55, 51.3, 49.2, 46.5, 44.5),
    5: (64, 60, 56.3, 53, 51.7, 50, 48, 46, 44.2, 42.8),
    40: (55.8, 52.1, 49.5, 47.9, 46.8, 45.8, 44.3, 42.9, 41.8, 41.0),
}
LENIENT = (0.05, 0.15, 0.2, 0.35, 0.25)


@pytest.mark.parametrize("items", TABLE)
def test_chance_line_gives_the_published_table(items: int) -> None:
    lines = [chance_line(options=5, items=items, members=n) for n in MEMBERS]

    # The table rounds halves up (56.25 is 56.3).
    assert lines == pytest.approx(TABLE[items], abs=0.0501)


def test_chance_line_is_higher_under_a_lenient_margin() -> None:
    lines = [chance_line(options=5, items=5, members=n, null=LENIENT) for n in (5, 8, 12, 20, 50)]

    # At 20 members P(C > 62) is .0499; half a million simulated groups say the same.
    assert lines == pytest.approx([72, 67.5, 65, 62, 59.4])


@pytest.mark.parametrize(("options", "members"), [(2, 7), (3, 6), (5, 4), (4, 5)])
def test_chance_line_of_one_item_agrees_with_counting_every_group(
    options: int, members: int
) -> None:
    values = Counter(
        round(float(consensus(np.bincount(group, minlength=options))), 9)
        for group in product(range(options), repeat=members)
    )
    total = options**members

    smallest = min(c for c in values if sum(n for d, n in values.items() if d > c) <= 0.05 * total)

    assert chance_line(options=options, items=1, members=members) == pytest.approx(smallest)


@pytest.mark.parametrize("options", [3, 4, 5, 7])
def test_chance_line_of_two_items_agrees_with_counting_both(options: int) -> None:
    one = Counter(
        round(float(consensus(np.bincount(group, minlength=options))), 9)
        for group in product(range(options), repeat=4)
    )
    pairs: Counter[float] = Counter()
    for (a, n), (b, m) in product(one.items(), repeat=2):
        pairs[round((a + b) / 2, 6)] += n * m
    total = options**8

    smallest = min(c for c in pairs if sum(n for d, n in pairs.items() if d > c) <= 0.05 * total)

    assert chance_line(options=options, items=2, members=4) == pytest.approx(smallest, abs=1e-5)


@pytest.mark.parametrize("options", [4, 5, 11])
def test_chance_line_of_large_groups_goes_on_where_the_exact_one_ends(options: int) -> None:
    exact = chance_line(options=options, items=5, members=MOST_EXACT)
    normal = chance_line(options=options, items=5, members=MOST_EXACT + 1)

    assert normal == pytest.approx(exact, abs=0.1)


def test_chance_line_of_a_million_falls_to_the_consensus_of_random_answers() -> None:
    # AD of evenly spread answers on five points is (2+1+0+1+2)/5 = 1.2, so C is 40.
    assert chance_line(options=5, items=40, members=1_000_000) == pytest.approx(40, abs=0.02)


def test_chance_line_refuses_what_is_no_distribution() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        chance_line(options=5, items=1, members=5, null=(0.2, 0.2, 0.2, 0.2))
    with pytest.raises(ValueError, match="0 members"):
        chance_line(options=5, items=1, members=0)
