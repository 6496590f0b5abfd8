import math
import struct
from collections import Counter
from functools import reduce
from hashlib import sha256
from itertools import product

import numpy as np
import pytest

from scoring.agreement import consensus
from scoring.chance import chance_line

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


def test_chance_line_of_groups_up_to_200_stays_as_it_was_stored() -> None:
    lines = [
        chance_line(options=options, items=items, members=members)
        for options in (4, 5, 7)
        for items in (1, 2, 5, 40)
        for members in range(1, 201)
    ]

    # By the full dynamic programme, over all cumulative counts and all totals.
    fingerprint = sha256(struct.pack(f"<{len(lines)}d", *lines)).hexdigest()
    assert fingerprint == "998c9bbe81272c53b55bee1c09218006f2d3ec0253121cdae1c61a72ab61cbca"


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


def ways_of_two(members: int) -> Counter[int]:
    ways: Counter[int] = Counter()
    for count in range(members + 1):
        ways[min(count, members - count)] += math.comb(members, count)
    return ways


def ways_of_three(members: int) -> Counter[int]:
    ways: Counter[int] = Counter()
    for low in range(members + 1):
        for upto in range(low, members + 1):
            total = min(low, members - low) + min(upto, members - upto)
            ways[total] += math.comb(members, low) * math.comb(members - low, upto - low)
    return ways


def exact_line(ways: Counter[int], *, options: int, members: int) -> float:
    """Give the line of one item from whole numbers of groups; 5 % is one in twenty of them."""
    everyone, seen, line = options**members, 0, 0
    assert sum(ways.values()) == everyone
    for total in sorted(ways):
        if 20 * seen <= everyone:
            line = total
        seen += ways[total]
    return 100 * (1 - 2 * line / (members * (options - 1)))


@pytest.mark.parametrize("members", [1, 2, 9, 199, 200, 201, 202, 1000, 2001])
def test_chance_line_of_two_points_agrees_with_whole_numbers(members: int) -> None:
    expected = exact_line(ways_of_two(members), options=2, members=members)

    assert chance_line(options=2, items=1, members=members) == expected


@pytest.mark.parametrize("members", [1, 8, 50, 201, 350])
def test_chance_line_of_three_points_agrees_with_whole_numbers(members: int) -> None:
    expected = exact_line(ways_of_three(members), options=3, members=members)

    assert chance_line(options=3, items=1, members=members) == expected


@pytest.mark.parametrize(("options", "items", "members"), [(2, 3, 400), (3, 40, 120), (3, 2, 260)])
def test_chance_line_of_many_items_agrees_with_adding_them_up(
    options: int, items: int, members: int
) -> None:
    ways = ways_of_two(members) if options == 2 else ways_of_three(members)
    one = np.array([ways[total] / options**members for total in range(max(ways) + 1)])
    below = np.cumsum(reduce(np.convolve, [one] * items))

    expected = int((below <= 0.05).sum())

    line = chance_line(options=options, items=items, members=members)
    assert line == 100 * (1 - 2 * expected / (members * items * (options - 1)))


@pytest.mark.parametrize(
    ("options", "members", "null"),
    [(4, 300, None), (5, 1_000, None), (5, 2_500, LENIENT), (6, 700, None), (11, 1_500, None)],
)
def test_chance_line_of_large_groups_is_the_one_of_simulated_ones(
    options: int, members: int, null: tuple[float, ...] | None
) -> None:
    shares = null or (1 / options,) * options
    groups = np.random.RandomState(1).multinomial(members, shares, size=40_000)
    values = np.asarray(consensus(groups))

    line = chance_line(options=options, items=1, members=members, null=null)

    # Four standard errors of a share of 5 % of 40,000 groups are .0044.
    assert (values > line + 1e-9).mean() < 0.05 + 0.0044
    step = 200 / (members * (options - 1))
    assert (values > line - step + 1e-9).mean() > 0.05 - 0.0044


def test_chance_line_falls_smoothly_where_cuts_become_settled() -> None:
    # Of five points the cuts beside the middle are settled from 1,990 members on.
    lines = [chance_line(options=5, items=5, members=n) for n in range(1_900, 2_100, 10)]
    smooth = [40 + (lines[0] - 40) * math.sqrt(1_900 / n) for n in range(1_900, 2_100, 10)]

    # Sums come in steps of 200/(5·4·2,000) = .005.
    assert lines == pytest.approx(smooth, abs=0.0051)


def test_chance_line_of_a_million_falls_to_the_consensus_of_random_answers() -> None:
    # AD of evenly spread answers on five points is (2+1+0+1+2)/5 = 1.2, so C is 40. The sum of a
    # member's distances has variance 10/5 - 1.2² = .56, and is normal by now.
    line = chance_line(options=5, items=40, members=1_000_000)

    deviation = math.sqrt(0.56 / 40_000_000)
    assert line == pytest.approx(40 + 50 * 1.6448536 * deviation, abs=1e-5)


def test_chance_line_of_answers_that_are_certain_is_full_agreement() -> None:
    assert chance_line(options=5, items=3, members=300, null=(0, 0, 1, 0, 0)) == 100
    assert chance_line(options=2, items=1, members=300, null=(0, 1)) == 100
    assert chance_line(options=5, items=1, members=9_000, null=(0, 0, 0, 0, 1)) == 100


def test_chance_line_of_two_used_points_is_that_of_a_scale_of_two() -> None:
    for used, members in (((0.5, 0.5), 301), ((0.3, 0.7), 900)):
        apart = chance_line(options=4, items=2, members=members, null=(used[0], 0, 0, used[1]))

        assert apart == chance_line(options=2, items=2, members=members, null=used)


def test_chance_line_refuses_what_is_no_distribution() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        chance_line(options=5, items=1, members=5, null=(0.2, 0.2, 0.2, 0.2))
    with pytest.raises(TypeError):
        chance_line(options=5, items=1.5, members=5)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(ValueError, match="0 members"):
        chance_line(options=5, items=1, members=0)
