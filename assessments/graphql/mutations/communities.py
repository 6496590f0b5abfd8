"""Founding communities and inviting members."""

from typing import Annotated, Any

import strawberry
from django.utils.translation import gettext as _

from assessments.domain.communities import (
    STATED,
    found_community,
    update_community,
)
from assessments.domain.plane import share
from assessments.domain.refusals import RefusedError
from assessments.graphql.context import Context, Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.refusing import (
    MistakeError,
    UserError,
    led_community,
    mistake,
    refused,
)
from assessments.graphql.types.community import Community
from assessments.graphql.types.enums import Permission, UserErrorCode
from assessments.models.communities import Community as StoredCommunity

FIELDS = ("name", "slug", *STATED)


@strawberry.input(description="A community to found.")
class CreateCommunityInput:
    """What may be stated; what is left out keeps its default."""

    name: str = strawberry.field(description="The name, up to 200 characters.")
    slug: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The name in addresses; made from the name if left out.",
    )
    purpose: str | None = strawberry.field(
        default=strawberry.UNSET, description="The mission, goal or issue that it shares."
    )
    language: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language of its surveys; `en` if left out."
    )
    time_zone: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its time zone; `UTC` if left out."
    )
    minimum_answers: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="Nothing about fewer answer sheets is shown; 5 if left out, never less.",
    )
    connections: float | None = strawberry.field(
        default=strawberry.UNSET,
        description="Followers, subscribers, contacts: a whole number, as a Float because it may "
        "exceed an Int.",
    )
    connections_source: str | None = strawberry.field(
        default=strawberry.UNSET, description="Where the connections come from."
    )
    posts: int | None = strawberry.field(
        default=strawberry.UNSET, description="Posts in the last 30 days."
    )
    conversations: int | None = strawberry.field(
        default=strawberry.UNSET, description="Conversations in the last 30 days."
    )
    new_connections: int | None = strawberry.field(
        default=strawberry.UNSET, description="Connections made in the last 30 days."
    )


@strawberry.type(description="The answer to `createCommunity`.")
class CreateCommunityPayload:
    """A community or mistakes."""

    community: Community | None = strawberry.field(
        default=None, description="The community; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="What to change about a community; what is left out stays as it is.")
class UpdateCommunityInput:
    """A community and what is stated about it now; null empties what may be empty."""

    community_id: strawberry.ID = strawberry.field(description="The id of the community.")
    name: str | None = strawberry.field(
        default=strawberry.UNSET, description="The name, up to 200 characters."
    )
    purpose: str | None = strawberry.field(
        default=strawberry.UNSET, description="The mission, goal or issue that it shares."
    )
    language: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language of its surveys."
    )
    time_zone: str | None = strawberry.field(default=strawberry.UNSET, description="Its time zone.")
    minimum_answers: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="Nothing about fewer answer sheets is shown; it can be raised, never lowered.",
    )
    connections: float | None = strawberry.field(
        default=strawberry.UNSET,
        description="Followers, subscribers, contacts: a whole number, as a Float because it may "
        "exceed an Int.",
    )
    connections_source: str | None = strawberry.field(
        default=strawberry.UNSET, description="Where the connections come from."
    )
    posts: int | None = strawberry.field(
        default=strawberry.UNSET, description="Posts in the last 30 days."
    )
    conversations: int | None = strawberry.field(
        default=strawberry.UNSET, description="Conversations in the last 30 days."
    )
    new_connections: int | None = strawberry.field(
        default=strawberry.UNSET, description="Connections made in the last 30 days."
    )


@strawberry.type(description="The answer to `updateCommunity`.")
class UpdateCommunityPayload:
    """A community or mistakes."""

    community: Community | None = strawberry.field(
        default=None, description="The community; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="Whether a community is to lie on the plane.")
class ShareOnPlaneInput:
    """A community, and whether it shares."""

    community_id: strawberry.ID = strawberry.field(description="The id of the community.")
    shared: bool = strawberry.field(
        description="Whether others that share see its name, connections and overall score."
    )


@strawberry.type(description="The answer to `shareOnPlane`.")
class ShareOnPlanePayload:
    """A community or mistakes."""

    community: Community | None = strawberry.field(
        default=None, description="The community; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.type
class CommunityMutations:
    """Mutations of communities."""

    @strawberry.mutation(
        description="Found a community; the caller becomes its leader.",
        directives=[Cost(weight=20)],
    )
    def create_community(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            CreateCommunityInput, strawberry.argument(description="The community.")
        ],
    ) -> CreateCommunityPayload:
        """Found a community."""
        try:
            community = _found(info.context, input)
        except MistakeError as error:
            return CreateCommunityPayload(errors=error.errors)
        return CreateCommunityPayload(community=Community.of(community))

    @strawberry.mutation(
        description="Change what is stated about a community.", directives=[Cost(weight=20)]
    )
    def update_community(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            UpdateCommunityInput, strawberry.argument(description="The community.")
        ],
    ) -> UpdateCommunityPayload:
        """Change a community."""
        try:
            community = _updated(info.context, input)
        except MistakeError as error:
            return UpdateCommunityPayload(errors=error.errors)
        return UpdateCommunityPayload(community=Community.of(community))

    @strawberry.mutation(
        description="Put a community on the plane of connections × community, or take it off.",
        directives=[Cost(weight=20)],
    )
    def share_on_plane(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            ShareOnPlaneInput, strawberry.argument(description="The community.")
        ],
    ) -> ShareOnPlanePayload:
        """Share, or share no more."""
        try:
            community = led_community(info.context, input.community_id, Permission.MANAGE_COMMUNITY)
            community = share(community, shared=input.shared)
        except MistakeError as error:
            return ShareOnPlanePayload(errors=error.errors)
        except RefusedError as error:
            return ShareOnPlanePayload(errors=refused(error, "shared").errors)
        info.context.forget()
        return ShareOnPlanePayload(community=Community.of(community))


def _updated(context: Context, asked: UpdateCommunityInput) -> StoredCommunity:
    community = led_community(context, asked.community_id, Permission.MANAGE_COMMUNITY)
    stated = {
        name: value
        for name in ("name", *STATED)
        if (value := getattr(asked, name)) is not strawberry.UNSET
    }
    for name, value in stated.items():
        if value is None and name not in _MAY_BE_UNKNOWN:
            stated[name] = ""
    _whole_connections(stated)
    if stated.get("minimum_answers", community.minimum_answers) == "":
        message = _("It can be raised, never lowered.")
        raise MistakeError(mistake(UserErrorCode.INVALID, message, "minimumAnswers"))
    try:
        fresh = update_community(community, **stated)
    except RefusedError as error:
        raise refused(error, fields=FIELDS) from None
    context.forget()
    return fresh


_MAY_BE_UNKNOWN = {"connections", "posts", "conversations", "new_connections"}


def _whole_connections(stated: dict[str, Any]) -> None:
    connections = stated.get("connections")
    if isinstance(connections, float):
        if not connections.is_integer():
            message = _("Enter a whole number.")
            raise MistakeError(mistake(UserErrorCode.INVALID, message, "connections"))
        stated["connections"] = int(connections)


def _found(context: Context, asked: CreateCommunityInput) -> StoredCommunity:
    if context.viewer.token is not None and context.viewer.token.communities.exists():
        message = _("This token is for certain communities; it cannot found another.")
        raise MistakeError(mistake(UserErrorCode.FORBIDDEN, message))
    # Null means the same as leaving out.
    given = {name: getattr(asked, name) for name in FIELDS}
    stated: dict[str, Any] = {
        name: value for name, value in given.items() if value not in _LEFT_OUT
    }
    _whole_connections(stated)
    try:
        community = found_community(leader=context.viewer.account, **stated)
    except RefusedError as error:
        raise refused(error, fields=FIELDS) from None
    context.forget()
    return community


_LEFT_OUT = (None, strawberry.UNSET)
