"""What one request knows: who asks, and what was read for it so far, each thing once for all."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

import strawberry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.records.auditing import Channel, record_views
from assessments.domain.releases.breakdowns import Breakdown, released_breakdowns
from assessments.domain.releases.items import ReleasedItem, items_of
from assessments.domain.releases.kept import waves_of_community
from assessments.domain.releases.participation_shown import (
    ReleasedParticipation,
    released_participations,
)
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Suppressed
from assessments.domain.releases.releasing import releases
from assessments.graphql.allowance import Allowance
from assessments.graphql.documents import Prepared
from assessments.graphql.errors import forbidden
from assessments.graphql.execution import Plans
from assessments.graphql.types.enums import Permission
from assessments.models.accounts import Account
from assessments.models.communities import Community
from assessments.models.waves import Wave


class Context:
    """The context of every resolver.

    Resolvers of a list run one after the other, so what a whole list will need is announced
    before the first of them asks (``expect_…``); the first question then reads it for all.
    """

    def __init__(
        self, *, request: HttpRequest, viewer: Viewer, operation_name: str | None = None
    ) -> None:
        self.request = request
        self.viewer = viewer
        self.operation_name = operation_name
        self.prepared: Prepared | None = None
        self.cost = 0
        self.shown_unreleased = False
        self._communities: dict[UUID, Community] = {}
        self._waves: dict[UUID, Sequence[Wave]] = {}
        self._waiting: dict[UUID, Wave] = {}
        self._releases: dict[UUID, Release] = {}
        self._items: dict[UUID, Sequence[ReleasedItem] | Suppressed] = {}
        self._turnouts: dict[UUID, ReleasedParticipation | Suppressed] = {}
        self._breakdowns: dict[tuple[UUID, str], Breakdown | Suppressed] = {}
        self._permitted: dict[tuple[Permission, UUID], bool] = {}
        self._announced: set[Hashable] = set()

    @property
    def now(self) -> datetime:
        """The time of the request."""
        return timezone.now()

    @cached_property
    def allowance(self) -> Allowance:
        """What is left to the viewer of this hour."""
        return Allowance.of(self.viewer, now=self.now)

    @property
    def only_community(self) -> UUID | None:
        """The community that was read for the request, if it was one."""
        return next(iter(self._communities)) if len(self._communities) == 1 else None

    def note(self, wave: Wave) -> None:
        """Remember whether only released waves are shown."""
        self.shown_unreleased |= wave.state != Wave.State.ASSESSED

    @property
    def plans(self) -> Plans:
        """What executions of the document have put together."""
        return self.prepared.plans if self.prepared else Plans()

    @property
    def may_introspect(self) -> bool:
        """Whether the schema may be asked for: by programs with a token, leaders and admins."""
        if self.viewer.token is not None or self.viewer.account.is_staff:
            return True
        return self.viewer.communities().exists()

    def forget(self) -> None:
        """Read everything anew, after something has been changed."""
        for read in ("communities", "_led"):
            self.__dict__.pop(read, None)
        for known in (self._communities, self._waves, self._waiting, self._releases):
            known.clear()
        self._items.clear()
        self._turnouts.clear()
        self._breakdowns.clear()
        self._permitted.clear()
        self._announced.clear()

    @cached_property
    def communities(self) -> Sequence[Community]:
        """All communities of the viewer, by name."""
        return [*self._led]

    @cached_property
    def _led(self) -> QuerySet[Community]:
        # The leaders answer the question for permissions: one query for all communities.
        return self.viewer.communities().prefetch_related("leaders")

    def community(self, *, slug: str) -> Community | None:
        """Find a community that the viewer sees, by its name in addresses."""
        waves = waves_of_community(self.viewer, slug=slug)
        if not waves:
            found = self._led.filter(slug=slug).first()
            self.expect_communities([found] if found else [])
            return found
        community = self._seen(waves[0].community)
        self._communities[community.pk] = community
        self._waves[community.pk] = waves
        return community

    def communities_by_key(self, keys: Collection[UUID]) -> Mapping[UUID, Community]:
        """Find communities that the viewer sees."""
        found = {each.pk: each for each in self._led.filter(pk__in=keys)}
        self.expect_communities(found.values())
        return found

    def waves_by_key(self, keys: Collection[UUID]) -> Mapping[UUID, Wave]:
        """Find waves of communities that the viewer sees."""
        self.expect_communities(self._led.filter(waves__in=keys).distinct())
        waves = self._stored(community__in=[*self._communities], pk__in=keys)
        found = {wave.pk: self._placed(wave) for wave in waves}
        self.expect_waves(found.values())
        return found

    def expect_communities(self, communities: Iterable[Community]) -> None:
        """Announce communities whose waves may be asked for."""
        for community in communities:
            self._communities.setdefault(community.pk, community)

    def waves_of(self, community: Community) -> Sequence[Wave]:
        """Give the waves of a community, the newest first."""
        self.expect_communities([community])
        if community.pk not in self._waves:
            missing = [key for key in self._communities if key not in self._waves]
            read: dict[UUID, list[Wave]] = {key: [] for key in missing}
            for wave in self._stored(community__in=missing):
                read[wave.community_id].append(self._placed(wave))
            self._waves |= read
        return self._waves[community.pk]

    def announce(self, key: Hashable, choose: Callable[[Sequence[Wave]], Iterable[Wave]]) -> None:
        """Announce, once for a key, the waves that are chosen of each announced community."""
        if key not in self._announced:
            self._announced.add(key)
            for community in [*self._communities.values()]:
                self.expect_waves(choose(self.waves_of(community)))

    def expect_waves(self, waves: Iterable[Wave]) -> None:
        """Announce waves whose release may be asked for."""
        for wave in waves:
            if wave.pk not in self._releases:
                self._waiting.setdefault(wave.pk, wave)

    def release_of(self, wave: Wave) -> Release:
        """Give what may be shown of a wave."""
        if wave.pk not in self._releases:
            self.expect_waves([wave])
            measures = self.prepared.measures if self.prepared else None
            for release in releases([*self._waiting.values()], measures=measures):
                self._releases[release.wave.pk] = release
            self._waiting.clear()
        return self._releases[wave.pk]

    def items_of(self, wave: Wave) -> Sequence[ReleasedItem] | Suppressed:
        """Give what may be shown of the items of a wave."""
        if wave.pk not in self._items:
            self._items |= items_of(self._known_waves(wave))
        return self._items[wave.pk]

    def record_views(self) -> None:
        """Note in the audit whose releases the viewer has seen."""
        waves = [each.wave for each in self._releases.values()]
        record_views(self.viewer, waves, Channel.GRAPHQL)

    def turnout_of(self, wave: Wave) -> ReleasedParticipation | Suppressed:
        """Give what may be shown of who took part in a wave."""
        if wave.pk not in self._turnouts:
            self._turnouts |= released_participations(self._known_waves(wave))
        return self._turnouts[wave.pk]

    def breakdown_of(self, wave: Wave, band: str) -> Breakdown | Suppressed:
        """Give what may be shown of a wave by a band that it declared."""
        if (wave.pk, band) not in self._breakdowns:
            declaring = [each for each in self._known_waves(wave) if band in each.breakdowns]
            found = released_breakdowns(declaring, band)
            self._breakdowns |= {(key, band): each for key, each in found.items()}
        return self._breakdowns[wave.pk, band]

    def may(self, permission: Permission, community: Community) -> bool:
        """Whether the viewer has a permission in a community they see."""
        key = permission, community.pk
        if key not in self._permitted:
            self._permitted[key] = self.viewer.may(permission.value, community)
        return self._permitted[key]

    def require(self, permission: Permission, community: Community) -> None:
        """Refuse, as an error of the field, what the viewer may not do."""
        if not self.may(permission, community):
            raise forbidden(_("This takes the permission %s.") % permission.name)

    def _known_waves(self, wave: Wave) -> Sequence[Wave]:
        """Give a wave and all whose release was asked for: the same may be asked of them."""
        known = {each.wave.pk: each.wave for each in self._releases.values()}
        return [*{**known, wave.pk: wave}.values()]

    def _placed(self, wave: Wave) -> Wave:
        wave.community = self._communities[wave.community_id]
        return wave

    def _seen(self, community: Community) -> Community:
        """Tell the rules what the query said that found a community: the viewer leads it."""
        leaders = Account.objects.none()
        leaders._result_cache = [self.viewer.account]  # noqa: SLF001 -- spares a query
        known = {"leaders": leaders}
        community._prefetched_objects_cache = known  # type: ignore[attr-defined] # noqa: SLF001 -- as above
        return community

    @staticmethod
    def _stored(**where: object) -> list[Wave]:
        waves = Wave.objects.filter(**where).select_related("community", "instrument")
        # The content of an instrument is large, and read once for all requests.
        return [*waves.defer("instrument__content").order_by("-number")]


Info = strawberry.Info[Context, None]
