"""Who is on the roster: inviting members, and taking them off."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import strawberry
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from assessments.domain.communities.communities import (
    NewMember,
    add_members,
    remove_member,
    taken_off,
)
from assessments.domain.communities.member_lists import read_members
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.leading import led_community
from assessments.graphql.mutations.payloads import (
    CommunityInput,
    CommunityPayload,
    changed_community,
    mistakes_in,
)
from assessments.graphql.mutations.refusing import MistakeError, UserError, mistake, refusing
from assessments.graphql.types.enums import Permission, UserErrorCode
from assessments.models.communities import Community as StoredCommunity
from assessments.models.communities import Member, Role, Tenure

LONGEST_EMAIL, LONGEST_NAME = 254, 150


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
class InviteMembersInput(CommunityInput):
    """Who is to be on the roster."""

    members: list[MemberInput] = strawberry.field(
        default_factory=list, description="Who to invite, at most 100."
    )
    pasted: str | None = strawberry.field(
        default=None,
        description="One member on each line: an address, `Name <address>`, or "
        "`address;name;role;tenure`.",
    )


@strawberry.type(description="The answer to `inviteMembers`.")
class InviteMembersPayload(CommunityPayload):
    """How many are new, or mistakes."""

    added: int = strawberry.field(
        default=0, description="How many members were not on the roster before."
    )
    taken_off: list[str] = strawberry.field(
        default_factory=list,
        description="The addresses among them that were taken off the roster. They may have asked "
        "for it, so they stay off; the page of the roster puts them back.",
    )


@strawberry.input(description="A member to take off the roster.")
class RemoveMemberInput(CommunityInput):
    """A member, by address."""

    email: str = strawberry.field(description="The e-mail address on the roster.")


@strawberry.type(description="The answer to `removeMember`.")
class RemoveMemberPayload(CommunityPayload):
    """A community or mistakes."""


@strawberry.type
class MemberMutations:
    """Mutations of the roster."""

    @strawberry.mutation(
        description="Put members on the roster, whom every wave asks that opens from now on; "
        "those who are there already stay as they are, and those who were taken off stay off.",
        directives=[Cost(weight=50)],
    )
    @mistakes_in(InviteMembersPayload)
    def invite_members(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            InviteMembersInput, strawberry.argument(description="The members.")
        ],
    ) -> InviteMembersPayload:
        """Put members on the roster."""
        community = led_community(info.context, input.community_id, Permission.MANAGE_WAVES)
        members = _members(input)
        off = taken_off(community, members)
        if off and len(off) == len(members):
            raise MistakeError(_all_taken_off("members" if input.members else "pasted"))
        added = add_members(community, members)
        return InviteMembersPayload(
            community=changed_community(info.context, community), added=added, taken_off=off
        )

    @strawberry.mutation(
        description="Take a member off the roster: new waves do not ask them any more, and an open "
        "one goes on as it was.",
        directives=[Cost(weight=20)],
    )
    @mistakes_in(RemoveMemberPayload)
    def remove_member(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            RemoveMemberInput, strawberry.argument(description="The member.")
        ],
    ) -> RemoveMemberPayload:
        """Take a member off the roster."""
        community = led_community(info.context, input.community_id, Permission.MANAGE_WAVES)
        with refusing("email"):
            remove_member(_member(community, input.email))
        return RemoveMemberPayload(community=changed_community(info.context, community))


def _member(community: StoredCommunity, email: str) -> Member:
    found = community.members.filter(email__iexact=email.strip(), active=True).first()
    if found is None:
        message = _("Nobody on the roster has this address.")
        raise MistakeError(mistake(UserErrorCode.NOT_FOUND, message, "email"))
    return found


def _all_taken_off(place: str) -> UserError:
    message = _(
        "Whoever is named here was taken off the roster, and may have asked for it. The page of "
        "the roster puts them back."
    )
    return mistake(UserErrorCode.WRONG_STATE, message, place)


def _members(asked: InviteMembersInput) -> list[NewMember]:
    errors = [*_faults(asked.members)]
    pasted: Sequence[NewMember] = ()
    if asked.pasted is not None:
        try:
            with refusing("pasted"):
                pasted = read_members(asked.pasted)
        except MistakeError as error:
            errors += error.errors
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
