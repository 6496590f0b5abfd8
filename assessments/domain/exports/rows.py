"""The rows of exports: one class for each table, its fields the columns in their order."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    """One released score or finding: it has ``value``, or ``band`` alone, or ``reason``.

    ``subject`` is the code of a characteristic, stage, question or item; empty for the whole
    group.
    """

    wave: int
    sealed_on: date | None
    instrument: str
    measure: str
    subject: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    edge: str = ""
    band: str = ""
    reason: str = ""
    minimum_answers: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """The share of the answers to one item at one point, in whole per cents."""

    wave: int
    item: str
    characteristic: str
    text: str
    point: int
    label: str
    per_cent: int
    cant_say_per_cent: int
    consensus: int | None
    polarisation: int | None
    predicted_per_cent: int | None
    actual_per_cent: int | None


@dataclass(frozen=True, kw_only=True)
class BreakdownRow:
    """One score of those with the same answer to a band; 0 is no answer.

    ``compared_by`` is the code of the band that was declared; the other columns are as in a score.
    """

    wave: int
    sealed_on: date | None
    compared_by: str
    answer: int
    label: str
    measure: str
    subject: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    step: float | None = None
    edge: str = ""
    band: str = ""
    reason: str = ""
    minimum_answers: int | None = None


@dataclass(frozen=True, kw_only=True)
class ParticipationRow:
    """The share of the invited who took part, from 0 to 1: of all first, and then by class.

    ``told_apart_by`` is empty for all; for a class it says whether ``role``, ``tenure`` or both
    tell the classes apart. What does not is empty, as is what the roster does not say.
    """

    wave: int
    sealed_on: date | None
    told_apart_by: str
    role: str
    tenure: str
    invited: int | None
    value: float | None = None
    step: float | None = None
    reason: str = ""
    minimum_answers: int | None = None


Row = ScoreRow | ItemRow | BreakdownRow | ParticipationRow
