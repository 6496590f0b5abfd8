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

_NOT_MEASURED = Absent(Reason.NOT_MEASURED)
_UNPREDICTED = Bias(predicted=_NOT_MEASURED, actual=_NOT_MEASURED, bias=_NOT_MEASURED)


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
    found = biases(sheets.statistics.predicted)
    by_item = {item: bias for (_, item), bias in zip(frame.predictions, found, strict=True)}
    asked = [item for item in frame.items if histograms[item.column, 1:-1].sum() >= FEWEST_ANSWERS]
    counts = histograms[[item.column for item in asked], 1 : frame.options + 1]
    agreed, polarised = consensus(counts), polarisation(counts)
    means = counts @ np.arange(1, frame.options + 1) / counts.sum(axis=1)
    return tuple(
        ItemScores(
            code=item.code,
            counts=tuple(int(count) for count in counts[row]),
            cant_say=int(histograms[item.column, -1]),
            mean=decimals(means[row]),
            consensus=decimals(agreed[row]),
            polarisation=decimals(polarised[row]),
            **_predicted(by_item.get(item.column, _UNPREDICTED)),
        )
        for row, item in enumerate(asked)
    )


def _predicted(bias: Bias) -> _Predicted:
    return {
        "predicted": rounded(bias.predicted),
        "actual": rounded(bias.actual),
        "bias": rounded(bias.bias),
    }
