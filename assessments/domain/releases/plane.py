"""Connections × community: where communities lie that chose to share it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.refusals import FaultsError
from assessments.domain.releases.released import Reason, Shown, Suppressed
from assessments.domain.releases.releasing import releases
from assessments.models import Community, Wave
from scoring import Measure

FEWEST_COMMUNITIES = 5
"""Fewer communities on the plane are not shown to each other."""


@dataclass(frozen=True, kw_only=True)
class PlanePoint:
    """One community: its connections as it states them, and the overall of its newest release."""

    name: str
    slug: str
    connections: int
    overall: Shown
    mine: bool


@dataclass(frozen=True, kw_only=True)
class Plane:
    """The communities that share, in the order of their connections."""

    points: tuple[PlanePoint, ...]


class Alone(Suppressed):
    """The plane is not shown to somebody whose communities do not share, or to a few who do."""

    @property
    def message(self) -> str:
        """What it takes, as a sentence for the reader."""
        if self.reason == Reason.NOT_MEASURED:
            return _("Share where your community lies, and you see where others do.")
        return _("Fewer than %(minimum)s communities share where they lie.") % {
            "minimum": self.minimum
        }


def plane(viewer: Viewer) -> Plane | Suppressed:
    """Show the plane to a viewer of whose communities at least one shares, with three queries.

    Who shares shows the others its name, its connections and its released overall level, and
    sees theirs. Who does not share sees nothing of the others.
    """
    own = {*viewer.communities().filter(shared=True).values_list("pk", flat=True)}
    if not own:
        return Alone(reason=Reason.NOT_MEASURED, minimum=FEWEST_COMMUNITIES)
    points = [*_points(own)]
    if len(points) < FEWEST_COMMUNITIES:
        return Alone(reason=Reason.TOO_FEW_ANSWERS, minimum=FEWEST_COMMUNITIES)
    return Plane(points=tuple(sorted(points, key=lambda each: (each.connections, each.slug))))


def share(community: Community, *, shared: bool) -> Community:
    """Put a community on the plane, or take it off; whether one may is the caller's question.

    Raises
    ------
    FaultsError
        If it does not state its connections: there is nowhere to put it.
    """
    if shared and community.connections is None:
        raise FaultsError([_("State the number of connections first: the plane needs it.")])
    community.shared = shared
    community.save(update_fields=["shared"])
    return community


def _points(own: set[UUID]) -> Iterator[PlanePoint]:
    for release in releases(_newest_waves(), measures=[Measure.OVERALL], subjects=[""]):
        community, overall = release.wave.community, release.score(Measure.OVERALL)
        if isinstance(overall, Shown) and community.connections is not None:
            yield PlanePoint(
                name=community.name,
                slug=community.slug,
                connections=community.connections,
                overall=overall,
                mine=community.pk in own,
            )


def _newest_waves() -> list[Wave]:
    """Give the newest wave of each community that shares with enough sheets to be shown."""
    waves = Wave.objects.filter(
        community__shared=True,
        community__connections__isnull=False,
        state=Wave.State.ASSESSED,
        sheets__gte=F("minimum_answers"),
    )
    rows = waves.select_related("community", "instrument").defer("instrument__content")
    newest = {wave.community_id: wave for wave in rows.order_by("number")}
    return [*newest.values()]
