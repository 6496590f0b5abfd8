"""Whether a community lies on the plane of connections × community."""

from typing import Annotated

import strawberry

from assessments.domain.releases.plane import share
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.leading import led_community
from assessments.graphql.mutations.payloads import (
    CommunityInput,
    CommunityPayload,
    changed_community,
    mistakes_in,
)
from assessments.graphql.mutations.refusing import refusing
from assessments.graphql.types.enums import Permission


@strawberry.input(description="Whether a community is to lie on the plane.")
class ShareOnPlaneInput(CommunityInput):
    """A community, and whether it shares."""

    shared: bool = strawberry.field(
        description="Whether others that share see its name, connections and overall score."
    )


@strawberry.type(description="The answer to `shareOnPlane`.")
class ShareOnPlanePayload(CommunityPayload):
    """A community or mistakes."""


@strawberry.type
class PlaneMutations:
    """Mutations of the plane."""

    @strawberry.mutation(
        description="Put a community on the plane of connections × community, or take it off.",
        directives=[Cost(weight=20)],
    )
    @mistakes_in(ShareOnPlanePayload)
    def share_on_plane(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            ShareOnPlaneInput, strawberry.argument(description="The community.")
        ],
    ) -> ShareOnPlanePayload:
        """Share, or share no more."""
        community = led_community(info.context, input.community_id, Permission.MANAGE_COMMUNITY)
        with refusing("shared"):
            shared = share(community, shared=input.shared)
        return ShareOnPlanePayload(community=changed_community(info.context, shared))
