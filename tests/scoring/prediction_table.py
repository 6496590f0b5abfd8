"""What calibration gives members who predict in different ways; run as a module, prints a table.

In each group 8 anchors are agreed with at the rates of the specification, and everybody answers.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scoring import Estimate, Result, calibration
from scoring.calibration import false_consensus, overall_bias, tabulate

RATES = np.array([0.25, 0.3, 0.4, 0.5, 0.65, 0.7, 0.8, 0.85])
SIZES = (6, 12, 40)
GROUPS = 400
WAYS = {
    "informed": "know the real share, ± .1",
    "half": "half, every time",
    "rosy": "the real share, and .3 more",
    "projecting": ".8 of what they say themselves, .2 of what not",
    "random": "anything from 0 to 10",
    "everybody": "everybody agrees",
}
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Means:
    """Means over the groups in which there is a calibration."""

    calibration: float
    bias: float
    false_consensus: float


def predictions(way: str, agreed: Whole, rng: np.random.Generator) -> Whole:
    """Of 10 others, how many agree, as members predict it who do so in one of the WAYS."""
    others = (agreed.sum(axis=1, keepdims=True) - agreed) / (agreed.shape[1] - 1)
    noise = rng.normal(0, 0.1, agreed.shape)
    share = {
        "informed": others + noise,
        "rosy": RATES[:, np.newaxis] + 0.3 + noise,
        "projecting": np.where(agreed == 1, 0.8, 0.2) + noise,
        "random": rng.integers(0, 11, agreed.shape) / 10,
        "everybody": np.ones(agreed.shape),
        "half": np.full(agreed.shape, 0.5),
    }[way]
    tenths: Whole = np.clip(np.rint(10 * share), 0, 10).astype(np.int64)
    return tenths


@lru_cache(maxsize=64)
def means(way: str, members: int, groups: int = GROUPS) -> Means:
    """Give what groups get whose members predict in one way."""
    rng = np.random.default_rng(members)
    found = []
    for _ in range(groups):
        agreed = (rng.random((8, members)) < RATES[:, np.newaxis]).astype(np.int64)
        predicted = predictions(way, agreed, rng)
        tables = tabulate(agreed + 1, predicted + 1)
        results = (
            calibration(agreed, predicted, invited=members),
            overall_bias(tables),
            false_consensus(tables),
        )
        found.append([_value(result) for result in results])
    mean = np.nanmean(np.array(found), axis=0).tolist()
    return Means(calibration=mean[0], bias=mean[1], false_consensus=mean[2])


def _value(result: Result) -> float:
    return result.value if isinstance(result, Estimate) else np.nan


def rows(groups: int = GROUPS) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| members predict | calibration | bias | false consensus |"
    yield "|---|---|---|---|"
    for way, words in WAYS.items():
        each = [means(way, members, groups) for members in SIZES]
        cells = (
            " / ".join(f"{one.calibration:.0f}" for one in each),
            " / ".join(_signed(one.bias) for one in each),
            " / ".join(_signed(one.false_consensus) for one in each),
        )
        yield f"| {words} | " + " | ".join(cells) + " |"


def _signed(value: float) -> str:
    # No sign before nothing.
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−").replace("0.", ".")


if __name__ == "__main__":
    for line in rows(int(sys.argv[1]) if len(sys.argv) > 1 else GROUPS):
        sys.stdout.write(line + "\n")
