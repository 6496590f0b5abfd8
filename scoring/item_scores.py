"""The scores of single items."""

from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from scoring.absent import Absent, Reason, Result
from scoring.agreement import consensus, polarisation
from scoring.calibration import Bias, biases
from scoring.interval import FEWEST_ANSWERS
from scoring.measure import decimals, rounded
from scoring.sheets import Sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScores:
    """One item.

    Counts and mean are as answered, on reversed items too: point 1 is the first option.
    Consensus and polarisation are from 0 to 100. Predicted and actual are shares, 0 to 1, of
    those who chose above the middle of the scale, and bias is predicted - actual: what members
    with a prediction expected of the others, and what these said.
    """

    code: str
    counts: tuple[int, ...]
    cant_say: int
    mean: float
    consensus: float
    polarisation: float
    predicted: Result
    actual: Result
    bias: Result


class _Predicted(TypedDict):
    predicted: Result
    actual: Result
    bias: Result


def item_scores(sheets: Sheets) -> tuple[ItemScores, ...]:
    """Give the items with at least 5 answers, in the order of the frame."""
    frame, histograms = sheets.frame, sheets.histograms
    answered = histograms[:, 1:-1].sum(axis=1)
    asked = [item for item in frame.items if answered[item.column] >= FEWEST_ANSWERS]
    rows = histograms[[item.column for item in asked]]
    counts = rows[:, 1 : frame.options + 1]
    means = counts @ np.arange(1, frame.options + 1) / counts.sum(axis=1)
    found = biases(sheets.statistics.predicted)
    by_item = {
        item: _predicted(bias) for (_, item), bias in zip(frame.predictions, found, strict=True)
    }
    # Lists, since taking numbers out of arrays one by one costs more than computing them.
    columns = (counts, rows[:, -1], means, consensus(counts), polarisation(counts))
    return tuple(
        ItemScores(
            code=item.code,
            counts=tuple(chosen),
            cant_say=cant_say,
            mean=decimals(mean),
            consensus=decimals(agreed),
            polarisation=decimals(polarised),
            **by_item.get(item.column, _UNPREDICTED),
        )
        for item, chosen, cant_say, mean, agreed, polarised in zip(
            asked, *(column.tolist() for column in columns), strict=True
        )
    )


def _predicted(bias: Bias) -> _Predicted:
    return {
        "predicted": rounded(bias.predicted),
        "actual": rounded(bias.actual),
        "bias": rounded(bias.bias),
    }


_NOT_MEASURED = Absent(Reason.NOT_MEASURED)
_UNPREDICTED = _predicted(Bias(predicted=_NOT_MEASURED, actual=_NOT_MEASURED, bias=_NOT_MEASURED))
