"""What a reader should keep in mind: two camps, an echo chamber."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.web.results.findings import Findings

FEW = 3
"""So many statements say what two camps differ on."""


@dataclass(frozen=True, kw_only=True)
class Caution:
    """One thing to keep in mind, with the statements it is about."""

    title: str
    text: str
    statements: tuple[str, ...] = ()


def cautions(findings: Findings) -> tuple[Caution, ...]:
    """Give what is true of this wave; nothing where it may not be said."""
    return tuple(_cautions(findings))


def _cautions(findings: Findings) -> Iterator[Caution]:
    release = findings.release
    if release.two_camps is True:
        yield Caution(
            title=_("Two camps"),
            text=_("Members answer like two groups, each agreed within itself. The means below "
                   "lie between them, where hardly anybody stands.")
            + (" " + _("They differ most on:") if _separating(findings) else ""),
            statements=_separating(findings),
        )  # fmt: skip
    if release.echo_chamber is True:
        yield Caution(
            title=_("Perhaps an echo chamber"),
            text=_("Members agree very strongly, while part of the group was not heard or the "
                   "group flatters itself. Agreement may come from who is missing."),
        )  # fmt: skip


def _separating(findings: Findings) -> tuple[str, ...]:
    codes = findings.release.separating_items
    if not isinstance(codes, tuple):
        return ()
    return tuple(findings.texts[code] for code in codes[:FEW] if code in findings.texts)
