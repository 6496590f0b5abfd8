"""A release as documents in JSON, and the stamp of what it rests on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import (
    Band,
    Banded,
    Edge,
    Reason,
    Released,
    Shown,
    Stage,
    Suppressed,
    Verdict,
)
from assessments.models import Wave

T = TypeVar("T")
Document = dict[str, Any]
Scores = dict[tuple[str, str], Released]

RULES_VERSION = 1
"""The rules of release in their present form. Raise it with every change of what they show: from
then on nothing that was stored by the rules before is shown any more."""


def stamp_of(wave: Wave) -> str:
    """Name all that a release of an assessment rests on: the rules, and the facts of its wave."""
    facts = (
        RULES_VERSION,
        wave.sheets,
        wave.minimum_answers,
        wave.continuity,
        wave.classes_shown,
        wave.instrument.content_hash,
    )
    return " ".join(map(str, facts))


def head_document(release: Release) -> Document:
    """Write what a release says beside its scores."""
    return {
        "verdict": _plain(release.verdict),
        "stage": _plain(release.stage),
        "two_camps": _plain(release.two_camps),
        "separating_items": _plain(release.separating_items),
        "flagged": release.flagged,
        "input_hash": release.input_hash,
    }


def scores_document(scores: Mapping[tuple[str, str], Released]) -> Document:
    """Write scores by measure and subject: a reader takes the measures that are asked for."""
    document: Document = {}
    for (measure, subject), score in scores.items():
        document.setdefault(measure, {})[subject] = _fields(score)
    return document


def read_head(document: Document) -> Document:
    """Give what ``head_document`` wrote, as the fields of a release."""
    return {
        **document,
        "verdict": _read(document["verdict"], Verdict),
        "stage": _read(document["stage"], Stage),
        "two_camps": _read(document["two_camps"], bool),
        "separating_items": _read(document["separating_items"], tuple),
    }


def read_scores(measures: Iterable[tuple[str, Document | None]]) -> Scores:
    """Give the scores that ``scores_document`` wrote; None stands for a measure without any."""
    return {
        (measure, subject): _score(written)
        for measure, scores in measures
        for subject, written in (scores or {}).items()
    }


def _plain(value: object) -> Any:  # noqa: ANN401 -- JSON
    return _fields(value) if isinstance(value, Suppressed) else value


def _fields(score: Released) -> Document:
    return {name: value for name in score.__slots__ if (value := getattr(score, name)) is not None}


def _read(written: Any, read: Callable[[Any], T]) -> T | Suppressed | None:  # noqa: ANN401 -- JSON
    if written is None:
        return None
    return _suppressed(written) if isinstance(written, dict) else read(written)


def _score(written: Document) -> Released:
    if "reason" in written:
        return _suppressed(written)
    if "value" not in written:
        return Banded(Band(written["band"]))
    return Shown(
        value=float(written["value"]),
        step=float(written["step"]),
        low=_float(written.get("low")),
        high=_float(written.get("high")),
        edge=Edge(written["edge"]) if "edge" in written else None,
        band=Band(written["band"]) if "band" in written else None,
    )


def _float(written: float | None) -> float | None:
    """Give a number as a float, for which JSON may write a whole number."""
    return None if written is None else float(written)


def _suppressed(written: Document) -> Suppressed:
    return Suppressed(reason=Reason(written["reason"]), minimum=written["minimum"])
