"""Communities and their waves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

import strawberry

from assessments.graphql.context import Info
from assessments.graphql.cost import Cost, Requires
from assessments.graphql.types.enums import Permission
from assessments.graphql.types.node import (
    USUAL_PAGE,
    After,
    Before,
    Connection,
    First,
    Last,
    Node,
    Window,
    connection,
    global_id,
)
from assessments.graphql.types.wave import Wave
from assessments.models.communities import Community as StoredCommunity
from assessments.models.waves import Wave as StoredWave

KIND = "Community"


@strawberry.type(description="A group that asks itself whether it is a community.")
class Community(Node):
    """A community that the caller sees."""

    stored: strawberry.Private[StoredCommunity]
    name: str = strawberry.field(description="The name.")
    slug: str = strawberry.field(description="The name in addresses.")
    purpose: str = strawberry.field(
        description="The mission, goal or issue that it shares; empty if nobody has stated it."
    )
    language: str = strawberry.field(description="The language of its surveys and mails.")
    time_zone: str = strawberry.field(
        description="The time zone of its pages, as in the IANA list."
    )
    minimum_answers: int = strawberry.field(
        description="Nothing about fewer answer sheets than this is shown; for new waves."
    )
    connections: float | None = strawberry.field(
        description="Followers, subscribers, contacts: a whole number, as a Float because it may "
        "exceed an Int; null if nobody has stated it."
    )
    connections_source: str = strawberry.field(description="Where the connections come from.")
    posts: int | None = strawberry.field(
        description="Posts in the last 30 days; null if nobody has stated it."
    )
    conversations: int | None = strawberry.field(
        description="Conversations in the last 30 days; null if nobody has stated it."
    )
    new_connections: int | None = strawberry.field(
        description="Connections made in the last 30 days; null if nobody has stated it."
    )
    shared: bool = strawberry.field(
        description="Whether other communities that share may see where this one lies."
    )
    created_at: datetime = strawberry.field(description="When it was founded here.")

    @classmethod
    def of(cls, stored: StoredCommunity) -> Self:
        """Show a community."""
        return cls(
            id=global_id(KIND, stored.pk),
            stored=stored,
            name=stored.name,
            slug=stored.slug,
            purpose=stored.purpose,
            language=stored.language,
            time_zone=stored.time_zone,
            minimum_answers=stored.minimum_answers,
            connections=stored.connections,
            connections_source=stored.connections_source,
            posts=stored.posts,
            conversations=stored.conversations,
            new_connections=stored.new_connections,
            shared=stored.shared,
            created_at=stored.created_at,
        )

    @strawberry.field(
        description="Its waves, the newest first.",
        directives=[
            Requires(permission=Permission.VIEW_RESULTS),
            Cost(weight=1, multipliers=["first", "last"], assumed_size=USUAL_PAGE),
        ],
    )
    def waves(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Wave]:
        """Show a page of waves; the results of that page are then read for all communities."""
        info.context.require(Permission.VIEW_RESULTS, self.stored)
        window = Window(first=first, after=after, last=last, before=before)
        if not window.has_cursor:
            info.context.announce(window, lambda waves: waves[slice(*window.bounds([*waves]))])
        page = connection(info.context.waves_of(self.stored), window, cursor=_cursor, node=Wave.of)
        info.context.expect_waves(wave.stored for wave in page.nodes)
        return page

    @strawberry.field(
        description="The newest wave whose result is released; null if there is none.",
        directives=[Requires(permission=Permission.VIEW_RESULTS)],
    )
    def latest_wave(self, info: Info) -> Wave | None:
        """Show the newest assessed wave; the results are then read for all communities."""
        info.context.require(Permission.VIEW_RESULTS, self.stored)
        info.context.announce("latest", _latest)
        waves = _latest(info.context.waves_of(self.stored))
        info.context.expect_waves(waves)
        return Wave.of(waves[0]) if waves else None


def _latest(waves: Sequence[StoredWave]) -> list[StoredWave]:
    return [wave for wave in waves if wave.state == StoredWave.State.ASSESSED][:1]


def _cursor(wave: StoredWave) -> str:
    return global_id("Place", wave.pk)
