"""Two waves of a community side by side: what changed, as far as it may be told."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.releases.changes import changes
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Changed, ReleasedChange
from assessments.domain.releases.releasing import release
from assessments.models.communities import Community
from assessments.models.waves import Wave
from assessments.web.leaders.communities import for_leader
from assessments.web.results.changes import SaidChange, say_change
from assessments.web.results.sentences import Said, isolated, say
from scoring import Measure

FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    name: str
    earlier: Said
    later: Said
    change: SaidChange


@for_leader
@require_safe
def compare(request: HttpRequest, led: Community) -> HttpResponse:
    """Compare the two waves asked for; else the last two."""
    waves = [*led.waves.filter(state=Wave.State.ASSESSED).select_related("community", "instrument")]
    words: dict[str, object] = {"community": led, "waves": [(each, _label(each)) for each in waves]}
    if len(waves) >= FEWEST:
        later = _chosen(waves, request.GET.get("later"), waves[0])
        earlier = _chosen(waves, request.GET.get("earlier"), waves[1])
        if earlier.number > later.number:
            earlier, later = later, earlier
        words |= {"earlier": earlier, "later": later}
        if earlier != later:
            words["rows"] = _rows(release(earlier), release(later))
    return render(request, "assessments/leaders/compare.html", words)


def _label(wave: Wave) -> str:
    """Name a wave by its number and the day it closed."""
    day = f"{localtime(wave.sealed_at):%Y-%m-%d}" if wave.sealed_at else ""
    return _("Wave %(number)s") % {"number": wave.number} + f" · {isolated(day)}"


def _chosen(waves: list[Wave], asked: str | None, otherwise: Wave) -> Wave:
    return next((wave for wave in waves if str(wave.number) == asked), otherwise)


def _rows(earlier: Release, later: Release) -> list[Row]:
    asked = worded_for_reader(later.wave.instrument)
    names = {each.code: each.name for each in asked.characteristics}
    return [
        Row(
            name=_name(measure, names.get(subject, subject)),
            earlier=say(earlier.score(Measure(measure), subject)),
            later=say(later.score(Measure(measure), subject)),
            change=_said(change),
        )
        for (measure, subject), change in changes(earlier, later).items()
    ]


def _said(change: ReleasedChange) -> SaidChange:
    """Say a change; where everybody answered both times its interval has no width to show."""
    said = say_change(change)
    exact = isinstance(change, Changed) and change.low == change.high
    return replace(said, interval="") if exact else said


def _name(measure: str, subject: str) -> str:
    told = {
        Measure.OVERALL: _("Overall"),
        Measure.LEVEL: _("Level"),
        Measure.CONSENSUS: _("Consensus"),
        Measure.REALISM: _("Realism"),
    }[Measure(measure)]
    return f"{subject}: {told}" if subject else told
