"""Founding communities and inviting members."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import strawberry
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from assessments.domain.communities import (
    STATED,
    NewMember,
    add_members,
    found_community,
    read_members,
)
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
from assessments.models.communities import Role, Tenure

FIELDS = ("name", "slug", *STATED)
LONGEST_EMAIL, LONGEST_NAME = 254, 150


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


@strawberry.input(description="Somebody to invite.")
class MemberInput:
    """One member."""

    email: str = strawberry.field(description="The e-mail address.")
    name: str = strawberry.field(default="", description="The name, up to 150 characters.")
    role: Role = strawberry.field(default=Role.MEMBER, description="What they do in the community.")
    tenure: Tenure | None = strawberry.field(
        default=None, description="How long they have belonged to it."
    )


@strawberry.input(description="Members to invite: a list, a pasted text, or both.")
class InviteMembersInput:
    """Who is to be on the roster."""

    community_id: strawberry.ID = strawberry.field(description="The id of the community.")
    members: list[MemberInput] = strawberry.field(
        default_factory=list, description="Who to invite, at most 100."
    )
    pasted: str | None = strawberry.field(
        default=None,
        description="One member on each line: an address, `Name <address>`, or "
        "`address;name;role;tenure`.",
    )


@strawberry.type(description="The answer to `inviteMembers`.")
class InviteMembersPayload:
    """How many are new, or mistakes."""

    community: Community | None = strawberry.field(
        default=None, description="The community; null if there were mistakes."
    )
    added: int = strawberry.field(
        default=0, description="How many members were not on the roster before."
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
        description="Put members on the roster, whom every wave asks that opens from now on; "
        "those who are there already stay as they are.",
        directives=[Cost(weight=50)],
    )
    def invite_members(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            InviteMembersInput, strawberry.argument(description="The members.")
        ],
    ) -> InviteMembersPayload:
        """Put members on the roster."""
        try:
            community = led_community(info.context, input.community_id, Permission.MANAGE_WAVES)
            members = _members(input)
        except MistakeError as error:
            return InviteMembersPayload(errors=error.errors)
        added = add_members(community, members)
        info.context.forget()
        return InviteMembersPayload(community=Community.of(community), added=added)


def _found(context: Context, asked: CreateCommunityInput) -> StoredCommunity:
    if context.viewer.token is not None and context.viewer.token.communities.exists():
        message = _("This token is for certain communities; it cannot found another.")
        raise MistakeError(mistake(UserErrorCode.FORBIDDEN, message))
    # Null means the same as leaving out.
    given = {name: getattr(asked, name) for name in FIELDS}
    stated: dict[str, Any] = {
        name: value for name, value in given.items() if value not in _LEFT_OUT
    }
    connections = stated.get("connections")
    if isinstance(connections, float):
        if not connections.is_integer():
            message = _("Enter a whole number.")
            raise MistakeError(mistake(UserErrorCode.INVALID, message, "connections"))
        stated["connections"] = int(connections)
    try:
        community = found_community(leader=context.viewer.account, **stated)
    except RefusedError as error:
        raise refused(error, fields=FIELDS) from None
    context.forget()
    return community


_LEFT_OUT = (None, strawberry.UNSET)


def _members(asked: InviteMembersInput) -> list[NewMember]:
    errors = [*_faults(asked.members)]
    pasted: Sequence[NewMember] = ()
    if asked.pasted is not None:
        try:
            pasted = read_members(asked.pasted)
        except RefusedError as error:
            errors += refused(error, "pasted").errors
    if not errors and not asked.members and asked.pasted is None:
        message = _("Give members as a list or as a pasted text.")
        errors.append(mistake(UserErrorCode.INVALID, message, "members"))
    if errors:
        raise MistakeError(*errors)
    listed = [
        NewMember(email=each.email, name=each.name, role=each.role, tenure=each.tenure or "")
        for each in asked.members
    ]
    return [*{member.email.lower(): member for member in (*pasted, *listed)}.values()]


def _faults(members: Sequence[MemberInput]) -> Iterator[UserError]:
    for place, member in enumerate(members):
        where = ("members", str(place))
        try:
            validate_email(member.email)
        except ValidationError:
            message = _("This is not an e-mail address.")
            yield mistake(UserErrorCode.INVALID, message, *where, "email")
        else:
            if len(member.email) > LONGEST_EMAIL:
                message = _("This address is too long.")
                yield mistake(UserErrorCode.INVALID, message, *where, "email")
        if len(member.name) > LONGEST_NAME or not member.name.isprintable():
            message = _("A name has up to %s characters, on one line.") % LONGEST_NAME
            yield mistake(UserErrorCode.INVALID, message, *where, "name")
