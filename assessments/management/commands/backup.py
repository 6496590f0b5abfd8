"""``manage.py backup FILE``: the whole database in one file, while everything runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.domain.records.backups import back_up
from assessments.domain.refusals import FaultsError


class Command(BaseCommand):
    """Back up."""

    help = "Write the whole database into a new file. Keep SECRET_KEY beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="a file that is not there yet")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Back up, and say how much it is."""
        try:
            back_up(file)
        except FaultsError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes")
