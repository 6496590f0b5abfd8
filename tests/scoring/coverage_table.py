"""How often the intervals hold the value of the whole group; run as a module, it prints a table.

A group of N members is simulated and scored in full; 60 % of them answer. The interval of their
answers ought to hold the value of all N in 95 % of groups.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from scoring import Estimate, Result
from scoring.characteristic_scores import CharacteristicScores
from scoring.group_scores import GroupScores
from scoring.measure import Measure
from scoring.realism_scores import RealismScores
from scoring.sheets import Sheets
from tests.scoring.waves import Answers, frame, simulated

FRAME = frame()
HEARD = (12, 40, 200)
SHARE = 0.6
GROUPS = 1000
FIRST = FRAME.characteristics[0].code
SCORES = (
    "level",
    "overall",
    "consensus of one characteristic",
    "overall consensus",
    "realism",
    "facing",
    "claim gap",
)


@lru_cache(maxsize=16)
def coverage(heard: int, groups: int = GROUPS) -> Mapping[str, float]:
    """Give for each score the share of groups whose interval holds the value of all members.

    Groups where a score is absent, from all or from those heard, do not count for it.
    """
    held: dict[str, list[bool]] = {score: [] for score in SCORES}
    for seed in range(groups):
        for score, (true, found) in _both(heard, seed).items():
            if isinstance(true, Estimate) and isinstance(found, Estimate):
                held[score].append(_holds(found, true.value))
    return {score: float(np.mean(each)) for score, each in held.items() if len(each) > groups / 2}


def members(count: int, *, seed: int) -> Answers:
    """Members with an opinion on each characteristic, who predict the others' share roughly."""
    answers = simulated(FRAME, count, seed=seed, skip=0)
    rng = np.random.default_rng(seed)
    general = rng.normal(0, 0.35, count)
    for characteristic in FRAME.characteristics:
        opinion = rng.uniform(2.5, 4.2) + general + rng.normal(0, 0.45, count)
        for column in characteristic.items:
            point = np.rint(opinion + rng.normal(0, 0.7, count))
            answers[column] = np.clip(point, 1, 5)
    for column, item in FRAME.predictions:
        share = (answers[item] > 3).mean()
        tenths = np.rint(10 * (share + rng.normal(0, 0.15, count)))
        answers[column] = np.clip(tenths, 0, 10) + 1
    return answers


def results(answers: Answers, *, invited: int) -> dict[str, Result]:
    """Give every score whose interval is judged."""
    sheets = Sheets.of(answers, FRAME, invited=invited, roster=None, waves=1)
    each, group = CharacteristicScores(sheets=sheets), GroupScores(sheets=sheets)
    found = (
        each.levels[FIRST],
        group.overall,
        each.consensus[0][0],
        each.consensus[1],
        RealismScores(sheets=sheets).realism,
        group.facing.facing,
        group.scores()[Measure.CLAIM_GAP],
    )
    return dict(zip(SCORES, found, strict=True))


def _both(heard: int, seed: int) -> dict[str, tuple[Result, Result]]:
    invited = round(heard / SHARE)
    everybody = members(invited, seed=seed)
    order = np.random.default_rng(seed + 10**6).permutation(invited)
    true = results(everybody, invited=invited)
    found = results(everybody[:, order[:heard]], invited=invited)
    return {score: (true[score], found[score]) for score in SCORES}


def _holds(found: Estimate, true: float) -> bool:
    # Without an interval nothing was claimed of those not heard: counted as missed.
    if found.low is None or found.high is None:
        return False
    return found.low - 1e-9 <= true <= found.high + 1e-9


def rows(groups: int) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| 95 % interval of | " + " | ".join(f"n = {heard}" for heard in HEARD) + " |"
    yield "|---|" + "---|" * len(HEARD)
    for score in SCORES:
        shares = [coverage(heard, groups).get(score) for heard in HEARD]
        cells = ["–" if share is None else f"{100 * share:.1f}" for share in shares]
        yield f"| {score} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    for line in rows(int(sys.argv[1]) if len(sys.argv) > 1 else GROUPS):
        sys.stdout.write(line + "\n")
