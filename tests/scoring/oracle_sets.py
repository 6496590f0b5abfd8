"""Data sets with the values that R gives for them.

Two are ours (CC0) and lie in ``oracles/``. The others hold answers under the GPL and stay
outside: the environment variable COMMSURVEY_ORACLES names their folder.
"""

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

OURS = Path(__file__).parent / "oracles"

LIKERT = [
    "synthetic_edges",
    "bhr2000_lead",
    "bhr2000_relig",
    "lq2002_lead",
    "bfi_A",
    "bfi_C",
    "bfi_E",
    "cohesion_tiny",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """Answers of shape (members, items), NaN where missing, and what R makes of them."""

    answers: npt.NDArray[np.float64]
    items: list[str]
    group: npt.NDArray[np.str_]
    expected: dict[str, Any]

    @property
    def whole(self) -> npt.NDArray[np.int64]:
        """The answers as the scores take them: 0 where missing."""
        return np.nan_to_num(self.answers, nan=0).astype(np.int64)

    @property
    def points(self) -> int:
        return int(self.expected["scale"][1])

    def of_group(self, name: str) -> npt.NDArray[np.int64]:
        return self.whole if name == "all" else self.whole[self.group == name]


def folder_of(name: str) -> Path:
    if (OURS / name).is_dir():
        return OURS / name
    outside = os.environ.get("COMMSURVEY_ORACLES")
    if not outside:
        pytest.skip("COMMSURVEY_ORACLES does not name the folder of GPL data sets")
    return Path(outside) / name


def expected_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder_of(name) / "expected.json").read_text())
    return loaded


def oracle(name: str, *, file: str = "input.csv") -> Oracle:
    with (folder_of(name) / file).open(newline="") as lines:
        head, *rows = list(csv.reader(lines))
    grouped = head[0] == "group"
    return Oracle(
        answers=np.array([[_number(text) for text in row[grouped:]] for row in rows]),
        items=head[grouped:],
        group=np.array([row[0] if grouped else "" for row in rows]),
        expected=expected_of(name),
    )


def complete(answers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Members who answered every item."""
    return answers[(answers > 0).all(axis=1)]


def histograms(answers: npt.NDArray[np.int64], *, points: int) -> npt.NDArray[np.int64]:
    """Counts of shape (items, points)."""
    chosen = answers[:, :, np.newaxis] == np.arange(1, points + 1)
    return np.asarray(chosen.sum(axis=0), dtype=np.int64)


def numbers(values: Any) -> npt.NDArray[np.float64]:
    """R's NA, null in JSON, as NaN."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _number(text: str) -> float:
    return float(text) if text not in {"", "NA"} else np.nan
