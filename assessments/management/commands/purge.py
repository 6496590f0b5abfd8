"""``manage.py purge``: take away what is over its time, as the beat does every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.domain.records import retention


class Command(BaseCommand):
    """Purge now, or only say what a purge would take away."""

    help = "Take away what is over its time (see docs/privacy.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--dry-run", action="store_true", help="take nothing away")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Purge, and say how many rows of each kind it were."""
        now = timezone.now()
        done = retention.due(now=now) if dry_run else retention.purge_and_wipe(now=now)
        for period in retention.periods():
            self.stdout.write(f"{done.counts[period.kind]:>8}  {period.label} ({period.kept})")
