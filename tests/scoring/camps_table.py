"""How often camps are found where there are none, and where there are; as a module, prints tables.

One group has opinions with a correlation of .2 within a person throughout, and of .2 more within
each of eight characteristics of five items. Camps stand so many standard deviations of the
opinions apart.
"""

import sys
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scoring.camps import two_camps
from tests.scoring.waves import Answers, frame

FRAME = frame()
ITEMS = len(FRAME.items)
OF = np.arange(ITEMS) // 5
SIZES = (12, 24, 46, 100)
CROWDED = (46, 200)
GROUPS, FEWER = 1000, 200
# How far apart, and whether in level alone.
CAMPS = ((3.0, False), (2.0, False), (1.5, False), (3.0, True), (2.0, True), (1.5, True))
Floats = npt.NDArray[np.float64]


def opinions(members: int, rng: np.random.Generator) -> Floats:
    """One group: within a person .2 of the variance runs through all, .2 through each of eight."""
    general = rng.standard_normal(members)
    own = rng.standard_normal((8, members))[OF]
    z: Floats = (general + own) * 0.2**0.5 + 0.6**0.5 * rng.standard_normal((ITEMS, members))
    return z


def answered(points: Floats) -> Answers:
    """Sheets of the nearest points, reversed items turned round."""
    answers = np.zeros((FRAME.width, points.shape[1]), dtype=np.uint8)
    answers[:ITEMS] = np.clip(np.rint(points), 1, 5)
    for item in FRAME.items:
        if item.reversed:
            answers[item.column] = 6 - answers[item.column]
    return answers


def one_group(members: int, *, seed: int) -> Answers:
    rng = np.random.default_rng(seed)
    means = rng.uniform(2.5, 4.3, 8)[OF, np.newaxis]
    return answered(means + opinions(members, rng))


def crowded_group(members: int, *, seed: int) -> Answers:
    """Hardly anybody agrees at all, most not in the least: five uneven steps of one opinion."""
    z = opinions(members, np.random.default_rng(seed))
    # Shares of .55 .2 .12 .08 .05 up from the lowest point.
    cuts = (0.1257, 0.6745, 1.1264, 1.6449)
    points: Floats = np.ones(z.shape)
    for cut in cuts:
        points = points + (z > cut)
    return answered(points)


def two_sided(first: int, second: int, *, shift: float, seed: int, level: bool = False) -> Answers:
    """Camps `shift` standard deviations from the middle, by lot up or down in each of eight."""
    rng = np.random.default_rng(seed)
    side = np.repeat((-shift, shift), (first, second))
    sign = np.ones(8) if level else rng.choice((-1, 1), 8)
    means = rng.uniform(2.5, 4.3, 8)[OF, np.newaxis]
    return answered(means + sign[OF, np.newaxis] * side + opinions(first + second, rng))


@lru_cache(maxsize=16)
def split_falsely(members: int, *, crowded: bool = False, groups: int = GROUPS) -> float:
    """Give the share of groups without camps that are split."""
    draw = crowded_group if crowded else one_group
    return float(np.mean([two_camps(draw(members, seed=seed), FRAME) for seed in range(groups)]))


@lru_cache(maxsize=16)
def share_found(apart: float, *, level: bool, groups: int = FEWER) -> float:
    """Give the share of groups with camps of 8 and 6 in which they are found."""
    drawn = (two_sided(8, 6, shift=apart / 2, seed=seed, level=level) for seed in range(groups))
    return float(np.mean([two_camps(answers, FRAME) for answers in drawn]))


def rows() -> Iterator[str]:
    """Give the lines of both tables."""
    yield "| without camps, members | groups | split falsely |"
    yield "|---|---|---|"
    for members in SIZES:
        yield f"| {members} | {GROUPS:,} | {100 * split_falsely(members):.1f} % |"
    for members in CROWDED:
        share = split_falsely(members, crowded=True, groups=FEWER)
        yield f"| {members}, crowded at the lowest point | {FEWER} | {100 * share:.1f} % |"
    yield ""
    yield "| camps of 8 and 6 | apart by | groups | found |"
    yield "|---|---|---|---|"
    for apart, level in CAMPS:
        way = "in level alone" if level else "up or down by lot"
        yield f"| {way} | {apart:g} SD | {FEWER} | {100 * share_found(apart, level=level):.0f} % |"


if __name__ == "__main__":
    for line in rows():
        sys.stdout.write(line + "\n")
