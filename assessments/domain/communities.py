"""Founding communities, and who belongs to them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.domain.refusals import FaultsError
from assessments.models import Account, Community, Leadership, Member
from assessments.models.communities import Role, Tenure

MOST_MEMBERS = 5000
"""The most members that one pasted list may add."""

LONGEST_ADDRESS = 254
"""Characters of an e-mail address, as mail servers take it."""

STATED = ("purpose", "language", "time_zone", "connections", "connections_source", "posts",
          "conversations", "new_connections", "minimum_answers")  # fmt: skip
"""What a leader may state about a community when founding it."""


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """Somebody on a pasted list."""

    email: str
    name: str = ""
    role: str = Role.MEMBER
    tenure: str = ""


def found_community(*, leader: Account, name: str, slug: str = "", **stated: Any) -> Community:  # noqa: ANN401 -- the fields named in STATED
    """Found a community; the account becomes its leader.

    Raises
    ------
    FaultsError
        If something stated is not allowed, or the name in addresses is taken.
    """
    community = Community(name=name.strip(), slug=slug or free_slug(name), **stated)
    try:
        with transaction.atomic():
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
                )
                for member in members
            ],
            ignore_conflicts=True,
        )
        return community.members.count() - before


def read_members(text: str) -> list[NewMember]:
    """Read a pasted list: one member on each line, or addresses between commas.

    A line is an address, ``Name <address>``, or ``address;name;role;tenure`` with ``;``, ``,`` or
    tab between the cells. An address that occurs again is folded, whatever its capitals.

    Raises
    ------
    FaultsError
        With every line that cannot be read; nobody is added then.
    """
    members: dict[str, NewMember] = {}
    faults: list[str] = []
    for line, cells in _lines(text):
        try:
            member = _member(cells)
        except ValueError as fault:
            faults.append(_("line %(line)s: %(fault)s") % {"line": line, "fault": fault})
        else:
            members.setdefault(member.email.lower(), member)
    if not members and not faults:
        faults.append(_("There is no address in this list."))
    if len(members) > MOST_MEMBERS:
        faults.append(_("At most %(most)s members at a time.") % {"most": MOST_MEMBERS})
    if faults:
        raise FaultsError(faults)
    return [*members.values()]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        plain = line.strip().strip(",;")
        if not plain:
            continue
        if plain.count("@") > 1:
            for address in re.split(r"[,;]\s*|\s+(?=\S+@)", plain):
                yield number, [address]
            continue
        separator = next((sign for sign in ("\t", ";", ",") if sign in plain), ",")
        yield number, next(csv.reader([plain], delimiter=separator, skipinitialspace=True))


def _member(cells: Sequence[str]) -> NewMember:
    address, name, role, tenure = (*(cell.strip() for cell in cells), "", "", "")[:4]
    named, email = parseaddr(address)
    try:
        validate_email(email)
        MaxLengthValidator(LONGEST_ADDRESS)(email)
    except ValidationError:
        raise ValueError(
            _("“%(cell)s” is not an e-mail address") % {"cell": address[:100]}
        ) from None
    for value, allowed in ((role or Role.MEMBER, Role.values), (tenure, ["", *Tenure.values])):
        if value not in allowed:
            raise ValueError(
                _("“%(value)s” is none of %(allowed)s")
                % {"value": value[:100], "allowed": ", ".join(filter(None, allowed))}
            )
    return NewMember(
        email=email, name=(name or named)[:150], role=role or Role.MEMBER, tenure=tenure
    )


def _faults(error: ValidationError) -> list[str]:
    return [f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()]
