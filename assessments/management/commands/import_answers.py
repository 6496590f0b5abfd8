"""``manage.py import_answers``: score answers you already have."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.domain.imports.importing import Import, import_answers
from assessments.domain.refusals import FaultsError
from assessments.management.progress import Progress
from assessments.management.waiting import wait_for_assessments
from assessments.models import Account


class Command(BaseCommand):
    """Make a community of each group in a CSV file, and have it assessed by the worker."""

    help = "Score answers collected elsewhere: an instrument as TOML, answers as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--leader", required=True, help="e-mail address of the account")
        parser.add_argument(
            "--prefix", required=True, help="what the communities' slugs start with"
        )
        parser.add_argument("--instrument", required=True, type=Path, help="the instrument, TOML")
        parser.add_argument("--answers", required=True, type=Path, help="the answers, CSV")
        parser.add_argument(
            "--wait", action="store_true", help="wait until the worker has assessed every group"
        )

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Check, write, and say what was done."""
        leader = Account.objects.filter(email__iexact=options["leader"]).first()
        if leader is None:
            raise CommandError(f"there is no account {options['leader']}")
        try:
            done = import_answers(
                leader=leader,
                prefix=options["prefix"],
                instrument=_read(options["instrument"]).decode("utf-8-sig"),
                answers=_read(options["answers"]),
                now=timezone.now(),
                progress=Progress(self.stderr, "written"),
            )
        except UnicodeDecodeError:
            raise CommandError(f"{options['instrument']} is not UTF-8") from None
        except FaultsError as error:
            raise CommandError(
                "nothing was written:\n" + "\n".join(f"  {fault}" for fault in error.faults)
            ) from None
        self._say(done)
        if options["wait"]:
            wait_for_assessments(
                [wave.pk for wave in done.waves], progress=Progress(self.stderr, "assessed")
            )

    def _say(self, done: Import) -> None:
        if done.known:
            self.stdout.write(f"{done.known} groups are there already with these answers")
        sheets = sum(wave.sheets or 0 for wave in done.waves)
        self.stdout.write(f"{len(done.waves)} communities with {sheets} answer sheets written")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
