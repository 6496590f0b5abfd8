"""``manage.py load_instrument``: load a questionnaire of your own."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.domain.instruments.instruments import load_instrument, questionnaire_of
from assessments.domain.refusals import FaultsError


class Command(BaseCommand):
    """Load an instrument from its TOML file; every fault is listed with its place."""

    help = "Load an instrument (TOML, see assessments/instruments/README.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the instrument, a TOML file")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Check, load, and say what it asks."""
        try:
            instrument = load_instrument(options["file"].read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{options['file']} is not UTF-8") from None
        except FaultsError as error:
            raise CommandError(
                "nothing was loaded:\n" + "\n".join(f"  {fault}" for fault in error.faults)
            ) from None
        asked = questionnaire_of(instrument)
        self.stdout.write(
            f"{instrument}: {asked.name}, {len(asked.characteristics)} characteristics, "
            f"{len(asked.items)} items, {len(asked.questions)} questions"
        )
