"""``manage.py restore FILE``: put a backup in the place of the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.domain.records.backups import holds_something, restore
from assessments.domain.refusals import FaultsError


class Command(BaseCommand):
    """Restore; whoever was erased since the backup is erased again."""

    help = (
        "Put a backup in the place of the database and bring its tables up to date. Stop web, "
        "worker and beat before. Members erased since the backup are erased again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="what `backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="overwrite the communities that are there"
        )

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Restore, and say what came back."""
        if not replace and holds_something():
            raise CommandError(
                "This installation holds communities. To overwrite them with the backup: --replace"
            )
        try:
            done = restore(file, now=timezone.now())
        except FaultsError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{done.communities} communities restored, {done.erased_again} members erased again"
        )
