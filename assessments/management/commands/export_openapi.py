"""Write the OpenAPI document, or check that the committed one is up to date."""

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from assessments.rest.document import DOCUMENT


class Command(BaseCommand):
    """Write ``openapi.yaml``."""

    help = "Write openapi.yaml, or with --check say whether it is up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, compare")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        text = _generated()
        if not check:
            DOCUMENT.write_text(text, encoding="utf-8")
        elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != text:
            raise CommandError("openapi.yaml is not up to date; run manage.py export_openapi.")


def _generated() -> str:
    written = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=written)
    return written.getvalue()
