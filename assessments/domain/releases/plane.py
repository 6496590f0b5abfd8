"""Connections × community: where communities lie that chose to share it."""

from collections.abc import Collection, Iterator
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone(Suppressed):
    """The plane is not shown to somebody of whom nothing lies there, or to a few who do.

    ``told`` is what it takes, as a sentence for the reader.
    """

    minimum: int = FEWEST_COMMUNITIES
    told: str

    @property
    def message(self) -> str:
        """What it takes."""
        return self.told


def plane(viewer: Viewer) -> Plane | Suppressed:
    """Show the plane to a viewer of whose communities at least one lies there.

    It takes three queries. Who lies there shows the others its name, its connections and its
    released overall level, and sees theirs. Who does not, because it does not share, does not state
    its connections or has no overall level to show, sees nothing of the others.
    """
    own = {each.pk: each for each in viewer.communities().filter(shared=True)}
    if not own:
        told = _("Share where your community lies, and you see where others do.")
        return Alone(reason=Reason.NOT_MEASURED, told=told)
    points = [*_points(own)]
    if not any(point.mine for point in points):
        return _lacking(own.values())
    if len(points) < FEWEST_COMMUNITIES:
        told = _("Fewer than %(minimum)s communities share where they lie.")
        told %= {"minimum": FEWEST_COMMUNITIES}
        return Alone(reason=Reason.TOO_FEW_ANSWERS, told=told)
    return Plane(points=tuple(sorted(points, key=lambda each: (each.connections, each.slug))))


def lacking(community: Community) -> Suppressed | None:
    """Say what a community that shares lacks to lie on the plane; None when it lies there."""
    return None if [*_points([community.pk], of=community)] else _lacking([community])


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


def _lacking(own: Collection[Community]) -> Alone:
    if all(community.connections is None for community in own):
        told = _("State the number of connections first: the plane needs it.")
        return Alone(reason=Reason.NOT_MEASURED, told=told)
    told = _(
        "Your community lies on the plane, and you see the others there, as soon as a wave of it "
        "shows an overall score."
    )
    return Alone(reason=Reason.NOT_COMPUTED_YET, told=told)


def _points(own: Collection[UUID], *, of: Community | None = None) -> Iterator[PlanePoint]:
    waves = _newest_waves(of)
    for release in releases(waves, measures=[Measure.OVERALL], subjects=[""]):
        community, overall = release.wave.community, release.score(Measure.OVERALL)
        if isinstance(overall, Shown) and community.connections is not None:
            yield PlanePoint(
                name=community.name,
                slug=community.slug,
                connections=community.connections,
                overall=overall,
                mine=community.pk in own,
            )


def _newest_waves(of: Community | None) -> list[Wave]:
    """Give the newest wave of each community that shares, or of one, with enough sheets."""
    waves = Wave.objects.filter(
        community__shared=True,
        community__connections__isnull=False,
        state=Wave.State.ASSESSED,
        sheets__gte=F("minimum_answers"),
        **({"community": of} if of else {}),
    )
    rows = waves.select_related("community", "instrument").defer("instrument__content")
    newest = {wave.community_id: wave for wave in rows.order_by("number")}
    return [*newest.values()]
