"""Founding communities, and who belongs to them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.domain.refusals import FaultsError
from assessments.models import Account, Community, Leadership, Member
from assessments.models.communities import Role

STATED = ("purpose", "language", "time_zone", "connections", "connections_source", "posts",
          "conversations", "new_connections", "minimum_answers")  # fmt: skip
"""What a leader may state about a community when founding and editing it."""

STATED_OF_A_MEMBER = ("name", "role", "tenure", "language", "active")
"""What a leader may state about a member. The address stays: with another, it is another member."""


MOST_TRIES = 20
"""How often a community is founded anew when another takes its name in addresses meanwhile."""


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """Somebody on a list of members."""

    email: str
    name: str = ""
    role: str = Role.MEMBER
    tenure: str = ""
    language: str = ""


def found_community(*, leader: Account, name: str, slug: str = "", **stated: Any) -> Community:  # noqa: ANN401 -- the fields named in STATED
    """Found a community; the account becomes its leader.

    Raises
    ------
    FaultsError
        If something stated is not allowed, or the name in addresses is taken.
    """
    for _again in range(MOST_TRIES - 1):
        with suppress(IntegrityError):  # the name in addresses was taken a moment ago
            return _founded(leader, name, slug, stated)
    return _founded(leader, name, slug, stated)


def _founded(leader: Account, name: str, slug: str, stated: Mapping[str, Any]) -> Community:
    try:
        with transaction.atomic():
            community = Community(name=name.strip(), slug=slug or free_slug(name), **stated)
            community.full_clean()
            community.save(force_insert=True)
            Leadership.objects.create(community=community, account=leader)
    except ValidationError as error:
        raise FaultsError(_faults(error)) from None
    return community


def free_slug(name: str) -> str:
    """Make a name for addresses from a name, with a number behind it when it is taken."""
    plain = slugify(name)[:70] or "community"
    taken = set(Community.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    number = 1
    slug = plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


def add_members(community: Community, members: Sequence[NewMember]) -> int:
    """Put members on the roster; those who are there already stay as they are.

    Those who were taken off it stay off: see ``taken_off``.

    Returns
    -------
    int
        How many were not there before.
    """
    with transaction.atomic():
        before = community.members.count()
        Member.objects.bulk_create(
            [
                Member(
                    community=community,
                    email=member.email,
                    name=member.name,
                    role=member.role,
                    tenure=member.tenure,
                    language=member.language,
                )
                for member in members
            ],
            ignore_conflicts=True,
        )
        return community.members.count() - before


def taken_off(community: Community, members: Sequence[NewMember]) -> list[str]:
    """Give the addresses of a list that were taken off the roster, and that no list brings back.

    They may have asked for it; the roster page puts somebody back who has not.
    """
    left = community.members.filter(active=False).values_list("email", flat=True)
    off = {email.lower() for email in left}
    return [member.email for member in members if member.email.lower() in off]


def known_addresses(community: Community) -> set[str]:
    """Give the addresses on the roster, in small letters."""
    return {email.lower() for email in community.members.values_list("email", flat=True)}


def update_community(community: Community, **stated: Any) -> Community:  # noqa: ANN401 -- ``name`` and the fields named in STATED
    """Change what is stated about a community; what is not named stays.

    Raises
    ------
    FaultsError
        If something stated is not allowed, or the minimum of answers would be lowered.
    """
    with transaction.atomic():
        # Of two who raise the minimum at the same time, the second sees what the first has stated.
        fresh = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
        if stated.get("minimum_answers", fresh.minimum_answers) < fresh.minimum_answers:
            raise FaultsError([_("minimum_answers: It can be raised, never lowered.")])
        _state(fresh, stated)
    return fresh


def update_member(member: Member, **stated: Any) -> Member:  # noqa: ANN401 -- the fields named in STATED_OF_A_MEMBER
    """Change what the roster says of a member; waves that are open stay as they are.

    Raises
    ------
    FaultsError
        If something stated is not allowed.
    """
    fresh = Member.objects.get(pk=member.pk)
    _state(fresh, stated)
    return fresh


def remove_member(member: Member) -> None:
    """Take a member off the roster: new waves do not ask them, and an open one goes on as it was.

    The row stays, so that waves can be compared; erasing a person is another thing.
    """
    update_member(member, active=False)


def _state(row: Community | Member, stated: Mapping[str, Any]) -> None:
    for name, value in stated.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    try:
        row.full_clean()
        row.save(update_fields=[*stated])
    except ValidationError as error:
        raise FaultsError(_faults(error)) from None


def _faults(error: ValidationError) -> list[str]:
    return [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
