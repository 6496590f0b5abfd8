"""Who took part, by band of the roster, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.releases.participation_shown import (
    ParticipationClass,
    ReleasedParticipation,
)
from assessments.domain.releases.released import Released, Shown, Suppressed
from assessments.models.communities import Role, Tenure
from assessments.web.results.plots.specification import percent
from assessments.web.results.sentences import Said, not_shown, say

LABELS: Mapping[str, Mapping[str, object]] = {
    "role": dict(Role.choices),
    "tenure": dict(Tenure.choices),
}
"""What the codes of the roster mean."""


@dataclass(frozen=True, kw_only=True)
class ParticipationRow:
    """One class of the roster: how many were invited, as a text, and how many of them took part."""

    name: str
    invited: str
    said: Said


@dataclass(frozen=True, kw_only=True)
class Participation:
    """The classes of the roster; ``reason`` says why none of them is shown."""

    rows: tuple[ParticipationRow, ...]
    reason: str = ""


def participation(released: ReleasedParticipation | Suppressed) -> Participation | None:
    """Put participation into words; nothing where the roster tells no classes apart."""
    if isinstance(released, Suppressed) or not released.classes:
        return None
    # What the roster states of nobody tells nobody apart.
    by = tuple(band for band in released.by if any(_codes(each)[band] for each in released.classes))
    rows = tuple(_row(each, by) for each in sorted(released.classes, key=_place))
    reasons = {row.said.reason for row in rows}
    return Participation(rows=rows, reason=_reason(reasons))


def _reason(reasons: set[str]) -> str:
    """Say why nothing is shown, if that is one reason for all."""
    only = reasons.pop() if len(reasons) == 1 else ""
    return not_shown(only) if only else ""


def _codes(each: ParticipationClass) -> Mapping[str, str]:
    return {"role": each.role, "tenure": each.tenure}


def _place(each: ParticipationClass) -> tuple[int, ...]:
    """Order as the labels are, what is not stated last."""
    return tuple([*LABELS[band], ""].index(code) for band, code in _codes(each).items())


def _row(each: ParticipationClass, by: tuple[str, ...]) -> ParticipationRow:
    codes = _codes(each)
    names = [str(LABELS[band].get(codes[band], _("not stated"))) for band in by]
    return ParticipationRow(
        name=", ".join(names),
        invited="" if each.invited is None else str(each.invited),
        said=_share(each.rate),
    )


def _share(rate: Released) -> Said:
    """Say a share from 0 to 1 in per cent."""
    return Said(number=percent(round(100 * rate.value))) if isinstance(rate, Shown) else say(rate)
