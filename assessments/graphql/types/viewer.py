"""The caller."""

from typing import Annotated

import strawberry

from assessments.domain.releases.plane import plane
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.types import community
from assessments.graphql.types.community import Community
from assessments.graphql.types.enums import Permission
from assessments.graphql.types.node import (
    USUAL_PAGE,
    After,
    Before,
    Connection,
    First,
    Last,
    Window,
    connection,
    global_id,
    key_of,
)
from assessments.graphql.types.plane import PlaneValue, plane_of
from assessments.models.communities import Community as StoredCommunity


@strawberry.type(description="The account that asks.")
class Account:
    """Who has signed in."""

    email: str = strawberry.field(description="The e-mail address.")
    name: str = strawberry.field(description="The name; empty if none is stated.")


@strawberry.type(description="The caller, and what they see.")
class Viewer:
    """Who has signed in, by a token or a session."""

    @strawberry.field(description="The account that asks.")
    def account(self, info: Info) -> Account:
        """Show the account."""
        account = info.context.viewer.account
        return Account(email=account.email, name=account.name)

    @strawberry.field(
        description="The communities that the account leads and the token reaches, by name.",
        directives=[Cost(weight=1, multipliers=["first", "last"], assumed_size=USUAL_PAGE)],
    )
    def communities(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Community]:
        """Show a page of communities."""
        page = connection(
            info.context.communities,
            Window(first=first, after=after, last=last, before=before),
            cursor=_cursor,
            node=Community.of,
        )
        info.context.expect_communities(each.stored for each in page.nodes)
        return page

    @strawberry.field(
        description="Where communities lie that share it, for those who lead one that lies there: "
        "it shares, states its connections, and a wave of it shows an overall score.",
        directives=[Cost(weight=20)],
    )
    def plane(self, info: Info) -> PlaneValue:
        """Show the plane."""
        return plane_of(plane(info.context.viewer))

    @strawberry.field(
        description="What the caller may do in a community; null if they do not see it."
    )
    def permissions(
        self,
        info: Info,
        community_id: Annotated[
            strawberry.ID, strawberry.argument(description="The id of the community.")
        ],
    ) -> list[Permission] | None:
        """Show the permissions in a community."""
        key = key_of(community.KIND, community_id)
        seen = info.context.communities_by_key([key]).get(key) if key else None
        if seen is None:
            return None
        return [each for each in Permission if info.context.may(each, seen)]


def _cursor(stored: StoredCommunity) -> str:
    return global_id("Place", stored.pk)
