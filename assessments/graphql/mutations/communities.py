"""Founding communities, and changing what is stated about them."""

from typing import Annotated, Any

import strawberry
from django.utils.translation import gettext as _

from assessments.domain.communities.communities import (
    STATED,
    found_community,
    update_community,
)
from assessments.graphql.context import Context, Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.leading import led_community
from assessments.graphql.mutations.payloads import (
    CommunityInput,
    CommunityPayload,
    changed_community,
    mistakes_in,
)
from assessments.graphql.mutations.refusing import MistakeError, mistake, refusing
from assessments.graphql.types.enums import Permission, UserErrorCode

FIELDS = ("name", "slug", *STATED)


@strawberry.input
class StatedInput:
    """What may be stated about a new community and about an old one alike."""

    purpose: str | None = strawberry.field(
        default=strawberry.UNSET, description="The mission, goal or issue that it shares."
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


@strawberry.input(description="A community to found.")
class CreateCommunityInput(StatedInput):
    """What may be stated; what is left out keeps its default."""

    name: str = strawberry.field(description="The name, up to 200 characters.")
    slug: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The name in addresses; made from the name if left out.",
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


@strawberry.type(description="The answer to `createCommunity`.")
class CreateCommunityPayload(CommunityPayload):
    """A community or mistakes."""


@strawberry.input(description="What to change about a community; what is left out stays as it is.")
class UpdateCommunityInput(CommunityInput, StatedInput):
    """A community and what is stated about it now; null empties what may be empty."""

    name: str | None = strawberry.field(
        default=strawberry.UNSET, description="The name, up to 200 characters."
    )
    language: str | None = strawberry.field(
        default=strawberry.UNSET, description="The language of its surveys."
    )
    time_zone: str | None = strawberry.field(default=strawberry.UNSET, description="Its time zone.")
    minimum_answers: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="Nothing about fewer answer sheets is shown; it can be raised, never lowered.",
    )


@strawberry.type(description="The answer to `updateCommunity`.")
class UpdateCommunityPayload(CommunityPayload):
    """A community or mistakes."""


THE_COMMUNITY = strawberry.argument(description="The community.")


@strawberry.type
class CommunityMutations:
    """Mutations of communities."""

    @strawberry.mutation(
        description="Found a community; the caller becomes its leader.",
        directives=[Cost(weight=20)],
    )
    @mistakes_in(CreateCommunityPayload)
    def create_community(
        self,
        info: Info,
        input: Annotated[CreateCommunityInput, THE_COMMUNITY],  # noqa: A002 -- Relay's name
    ) -> CreateCommunityPayload:
        """Found a community."""
        _refuse_narrow_token(info.context)
        stated = _given(input)
        with refusing(fields=FIELDS):
            community = found_community(leader=info.context.viewer.account, **stated)
        return CreateCommunityPayload(community=changed_community(info.context, community))

    @strawberry.mutation(
        description="Change what is stated about a community.", directives=[Cost(weight=20)]
    )
    @mistakes_in(UpdateCommunityPayload)
    def update_community(
        self,
        info: Info,
        input: Annotated[UpdateCommunityInput, THE_COMMUNITY],  # noqa: A002 -- Relay's name
    ) -> UpdateCommunityPayload:
        """Change a community."""
        community = led_community(info.context, input.community_id, Permission.MANAGE_COMMUNITY)
        stated = _restated(input)
        with refusing(fields=FIELDS):
            community = update_community(community, **stated)
        return UpdateCommunityPayload(community=changed_community(info.context, community))


def _refuse_narrow_token(context: Context) -> None:
    token = context.viewer.token
    if token is not None and token.communities.exists():
        message = _("This token is for certain communities; it cannot found another.")
        raise MistakeError(mistake(UserErrorCode.FORBIDDEN, message))


def _given(asked: CreateCommunityInput) -> dict[str, Any]:
    """Give what is stated of a new community: null means the same as leaving out."""
    given = {name: getattr(asked, name) for name in FIELDS}
    left_out = (None, strawberry.UNSET)
    return _whole({name: value for name, value in given.items() if value not in left_out})


_MAY_BE_UNKNOWN = {"connections", "posts", "conversations", "new_connections"}


def _restated(asked: UpdateCommunityInput) -> dict[str, Any]:
    """Give what is stated anew: null empties a text, and makes a number unknown that may be."""
    given = {name: getattr(asked, name) for name in ("name", *STATED)}
    if given["minimum_answers"] is None:
        message = _("It can be raised, never lowered.")
        raise MistakeError(mistake(UserErrorCode.INVALID, message, "minimumAnswers"))
    return _whole(
        {
            name: "" if value is None and name not in _MAY_BE_UNKNOWN else value
            for name, value in given.items()
            if value is not strawberry.UNSET
        }
    )


def _whole(stated: dict[str, Any]) -> dict[str, Any]:
    """Make the connections a whole number."""
    connections = stated.get("connections")
    if not isinstance(connections, float):
        return stated
    if not connections.is_integer():
        message = _("Enter a whole number.")
        raise MistakeError(mistake(UserErrorCode.INVALID, message, "connections"))
    return {**stated, "connections": int(connections)}
