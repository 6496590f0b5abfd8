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

from assessments.domain.released import Suppressed
from assessments.domain.releasing import Release, ReleasedItem, released_items, releases
from assessments.domain.viewers import Viewer
from assessments.graphql.errors import forbidden
from assessments.graphql.types.enums import Permission
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
        self._communities: dict[UUID, Community] = {}
        self._waves: dict[UUID, Sequence[Wave]] = {}
        self._waiting: dict[UUID, Wave] = {}
        self._releases: dict[UUID, Release] = {}
        self._permitted: dict[tuple[Permission, UUID], bool] = {}
        self._announced: set[Hashable] = set()

    @property
    def now(self) -> datetime:
        """The time of the request."""
        return timezone.now()

    @property
    def may_introspect(self) -> bool:
        """Whether the schema may be asked for: by programs with a token."""
        return self.viewer.token is not None

    def forget(self) -> None:
        """Read everything anew, after something has been changed."""
        for read in ("communities", "_led"):
            self.__dict__.pop(read, None)
        for known in (self._communities, self._waves, self._waiting, self._releases):
            known.clear()
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
        found = self._led.filter(slug=slug).first()
        self.expect_communities([found] if found else [])
        return found

    def communities_by_key(self, keys: Collection[UUID]) -> Mapping[UUID, Community]:
        """Find communities that the viewer sees."""
        found = {each.pk: each for each in self._led.filter(pk__in=keys)}
        self.expect_communities(found.values())
        return found

    def waves_by_key(self, keys: Collection[UUID]) -> Mapping[UUID, Wave]:
        """Find waves of communities that the viewer sees."""
        self.expect_communities(self._led.filter(waves__in=keys).distinct())
        waves = self._stored(self._communities).filter(pk__in=keys)
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
            for wave in self._stored(missing).order_by("-number"):
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
            for release in releases([*self._waiting.values()]):
                self._releases[release.wave.pk] = release
            self._waiting.clear()
        return self._releases[wave.pk]

    def items_of(self, wave: Wave) -> Sequence[ReleasedItem] | Suppressed:
        """Give what may be shown of the items of a wave."""
        return released_items(wave)

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

    def _placed(self, wave: Wave) -> Wave:
        wave.community = self._communities[wave.community_id]
        return wave

    @staticmethod
    def _stored(communities: Collection[UUID]) -> QuerySet[Wave]:
        # The content of an instrument is large, and read once for all requests.
        waves = Wave.objects.filter(community__in=[*communities])
        return waves.select_related("instrument").defer("instrument__content")


Info = strawberry.Info[Context, None]
