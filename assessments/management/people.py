"""Finding at a terminal the member that somebody means."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from assessments.models import Member


def name_member(parser: ArgumentParser) -> None:
    """Declare how a member is named."""
    parser.add_argument("community", metavar="COMMUNITY", help="its name in addresses")
    parser.add_argument("email", metavar="EMAIL", help="the address of the member")


def member_of(*, community: str, email: str) -> Member:
    """Find a member of a community by their address.

    Raises
    ------
    CommandError
        If there is none.
    """
    there = Member.objects.select_related("community")
    member = there.filter(community__slug=community, email__iexact=email).first()
    if member is None:
        raise CommandError(f"{community} has no member with the address {email}.")
    return member
