"""``manage.py export_member``: what is held about one member, as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from assessments.domain.records.personal_records import record_of
from assessments.management.people import member_of, name_member


class Command(BaseCommand):
    """Print the record of a member."""

    help = "Print everything held about one member, as JSON to hand over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        name_member(parser)

    def handle(self, *_args: Any, community: str, email: str, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Find the member, and print."""
        record = record_of(member_of(community=community, email=email))
        self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
