"""Communities and their waves."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated, Self

import strawberry

from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.releases.changes import changes
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost, Requires
from assessments.graphql.errors import bad_input
from assessments.graphql.types.change import Change
from assessments.graphql.types.enums import Permission
from assessments.graphql.types.instrument import characteristics_of
from assessments.graphql.types.node import (
    LARGEST_PAGE,
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
from assessments.graphql.types.series import Series
from assessments.graphql.types.wave import KIND as WAVE
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
        page = connection(
            info.context.waves_of(self.stored),
            window,
            cursor=_cursor,
            node=partial(Wave.of, context=info.context),
        )
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
        return Wave.of(waves[0], info.context) if waves else None

    @strawberry.field(
        description="The results of its newest released waves in columns, the earliest first.",
        directives=[
            Requires(permission=Permission.VIEW_RESULTS),
            Cost(weight=10),
        ],
    )
    def series(
        self,
        info: Info,
        last: Annotated[
            int, strawberry.argument(description="At most this many waves, from 0 to 100.")
        ] = USUAL_PAGE,
    ) -> Series:
        """Show released waves in columns; they are then read for all communities."""
        info.context.require(Permission.VIEW_RESULTS, self.stored)
        if not 0 <= last <= LARGEST_PAGE:
            raise bad_input(f"`last` is from 0 to {LARGEST_PAGE}.")
        info.context.announce(("series", last), lambda waves: _assessed(waves)[:last])
        waves = _assessed(info.context.waves_of(self.stored))[:last]
        return Series.of([info.context.release_of(wave) for wave in reversed(waves)])

    @strawberry.field(
        description="What changed from one of its waves to a later one; null unless both are "
        "waves of this community.",
        directives=[Requires(permission=Permission.VIEW_RESULTS), Cost(weight=5)],
    )
    def change(
        self,
        info: Info,
        from_wave: Annotated[
            strawberry.ID, strawberry.argument(name="from", description="The id of a wave.")
        ],
        to_wave: Annotated[
            strawberry.ID, strawberry.argument(name="to", description="The id of a later wave.")
        ],
    ) -> Change | None:
        """Show what changed."""
        info.context.require(Permission.VIEW_RESULTS, self.stored)
        waves = {global_id(WAVE, wave.pk): wave for wave in info.context.waves_of(self.stored)}
        ends = waves.get(from_wave), waves.get(to_wave)
        if ends[0] is None or ends[1] is None:
            return None
        if ends[0].number >= ends[1].number:
            raise bad_input("`from` is a wave before `to`.")
        info.context.expect_waves([ends[0], ends[1]])
        earlier, later = (info.context.release_of(wave) for wave in (ends[0], ends[1]))
        between = [
            wave
            for wave in info.context.waves_of(self.stored)
            if wave.sealed and ends[0].number < wave.number < ends[1].number
        ]
        named = characteristics_of(worded_for_reader(ends[1].instrument))
        return Change(changes=changes(earlier, later, between=between), named=named)


def _assessed(waves: Sequence[StoredWave]) -> list[StoredWave]:
    return [wave for wave in waves if wave.state == StoredWave.State.ASSESSED]


def _latest(waves: Sequence[StoredWave]) -> list[StoredWave]:
    return _assessed(waves)[:1]


def _cursor(wave: StoredWave) -> str:
    return global_id("Place", wave.pk)
