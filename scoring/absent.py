"""What a score is: an estimate, or its absence with the reason. Never 0 for nothing, never NaN."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why there is no value."""

    # Fewer members answered than the score needs to mean anything.
    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS"
    # The members are so evenly split that there is nothing to know about one another.
    GROUP_SPLIT_EVENLY = "GROUP_SPLIT_EVENLY"
    # The wave did not ask for it, or its answers were collected elsewhere without it.
    NOT_MEASURED = "NOT_MEASURED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value in the unit of its score.

    ``low`` and ``high`` are the ends of the 95 % interval, None when there is none;
    ``answers`` counts the members whose answers went in.
    """

    value: float
    low: float | None = None
    high: float | None = None
    answers: int


@dataclass(frozen=True, slots=True)
class Absent:
    """A score that cannot be computed."""

    reason: Reason


Result = Estimate | Absent
