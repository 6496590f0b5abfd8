"""Who took part, by band of the roster and never by person, after the seal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from assessments.domain.communities.roster_classes import GROUPINGS, Classes, Heard, grouped, hidden
from assessments.domain.releases.released import Reason, Released, Shown, Suppressed
from assessments.domain.releases.releasing import withheld
from assessments.models import RosterClass, Wave

STEP = 0.05
"""Shares of classes are shown to the nearest 5 %."""


@dataclass(frozen=True, kw_only=True)
class ParticipationClass:
    """One class of the roster: ``role`` and ``tenure`` are codes of the roster.

    A code is empty where the classes are not told apart by it, see ``by``, or the roster does not
    say. ``invited`` is None where ``rate`` is suppressed.
    """

    role: str
    tenure: str
    invited: int | None
    rate: Released


@dataclass(frozen=True, kw_only=True)
class ReleasedParticipation:
    """How many of the invited took part: a share from 0 to 1, of all and by class.

    ``by`` names what tells the classes apart: role and tenure, one of them, or nothing.
    """

    invited: int
    rate: Released
    by: tuple[str, ...]
    classes: tuple[ParticipationClass, ...]


def released_participation(wave: Wave) -> ReleasedParticipation | Suppressed:
    """Release who took part in one wave."""
    return released_participations([wave])[wave.pk]


def released_participations(
    waves: Sequence[Wave],
) -> Mapping[UUID, ReleasedParticipation | Suppressed]:
    """Release who took part in many waves, with one query."""
    rosters: dict[UUID, list[RosterClass]] = {wave.pk: [] for wave in waves}
    for row in RosterClass.objects.filter(wave__in=rosters):
        rosters[row.wave_id].append(row)
    return {wave.pk: _released(wave, rosters[wave.pk]) for wave in waves}


def _released(wave: Wave, roster: Sequence[RosterClass]) -> ReleasedParticipation | Suppressed:
    minimum = wave.minimum_answers
    if reason := withheld(wave):
        return Suppressed(reason=reason, minimum=minimum)
    if not wave.invited or not roster:
        return Suppressed(reason=Reason.NOT_MEASURED, minimum=minimum)
    by, classes, away = _finest(roster, minimum=minimum)
    return ReleasedParticipation(
        invited=wave.invited,
        rate=_share(Heard(wave.invited, min(wave.sheets or 0, wave.invited)), step=0.01),
        by=by,
        classes=tuple(
            _class(key, heard, minimum=None if key not in away else minimum)
            for key, heard in classes.items()
        ),
    )


def _finest(
    roster: Sequence[RosterClass], *, minimum: int
) -> tuple[tuple[str, ...], Classes, frozenset[tuple[str, str]]]:
    """Tell classes apart as finely as leaves most of them shown, two at the least."""
    found = []
    for by in GROUPINGS:
        classes = grouped(roster, by=by)
        away = hidden(classes, minimum=minimum)
        shown = len(classes) - len(away)
        if len(classes) > 1:
            found.append((shown, by, classes, away))
    if not found:
        return (), {}, frozenset()
    _shown, by, classes, away = max(found, key=lambda each: each[0])
    return by, classes, away


def _class(key: tuple[str, str], heard: Heard, *, minimum: int | None) -> ParticipationClass:
    role, tenure = key
    rate: Released = (
        _share(heard, step=STEP)
        if minimum is None
        else Suppressed(reason=Reason.REVEALED_BY_SUBTRACTION, minimum=minimum)
    )
    return ParticipationClass(
        role=role, tenure=tenure, invited=heard.invited if minimum is None else None, rate=rate
    )


def _share(heard: Heard, *, step: float) -> Shown:
    share = heard.took_part / heard.invited
    return Shown(value=round(round(share / step) * step, 2), step=step)
