"""Write the GraphQL schema, or check that the committed one is up to date."""

import difflib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from assessments.graphql.export import exported

DOCUMENT = settings.FOLDER / "schema.graphql"


class Command(BaseCommand):
    """Write ``schema.graphql``."""

    help = "Write schema.graphql, or with --check say how it differs from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, compare")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        if not check:
            DOCUMENT.write_text(exported(), encoding="utf-8")
            return
        written = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
        difference = difference_from(written)
        if difference:
            raise CommandError(
                "schema.graphql is not up to date; run manage.py export_graphql_schema.\n"
                + difference
            )


def difference_from(written: str) -> str:
    """Give the unified difference between what is written and what the code says."""
    lines = difflib.unified_diff(
        written.splitlines(keepends=True),
        exported().splitlines(keepends=True),
        fromfile="schema.graphql",
        tofile="the code",
    )
    return "".join(lines)
