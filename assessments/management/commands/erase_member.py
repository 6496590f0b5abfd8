"""``manage.py erase_member``: erase one member for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.domain.records.erasing import erase_member
from assessments.management.people import member_of, name_member


class Command(BaseCommand):
    """Erase a member; a backup restored later brings nobody back."""

    help = (
        "Erase one member: the person, their invitations, links, drafts and marks. Answers that "
        "were sent stay, because nothing leads to them: to have them gone, withdraw first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        name_member(parser)

    def handle(self, *_args: Any, community: str, email: str, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Find the member, and erase them."""
        erase_member(member_of(community=community, email=email).pk, now=timezone.now())
        self.stdout.write("Erased.")
