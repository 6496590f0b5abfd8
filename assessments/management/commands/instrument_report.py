"""``manage.py instrument_report``: how good an instrument is."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.refusals import RefusedError
from assessments.domain.scores.instrument_reports import InstrumentReport, instrument_report
from assessments.domain.scores.instrument_tables import (
    Row,
    Table,
    characteristics_table,
    dimension_facts,
    items_table,
    sizes,
)
from assessments.management.progress import Progress
from assessments.models import Instrument


class Command(BaseCommand):
    """Pool all sealed waves of an instrument, and say how its items hold together."""

    help = "Items and characteristics of an instrument over all communities (docs/scoring.md)."

    def create_parser(
        self,
        prog_name: str,
        subcommand: str,
        **kwargs: Any,  # noqa: ANN401 -- as declared by Django
    ) -> CommandParser:
        """Give ``--version`` to the instrument; Django's own is ``manage.py version``."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("key", help="key of the instrument, for example peck-40")
        parser.add_argument("--version", type=int, help="the newest when left out")
        parser.add_argument("--json", action="store_true", help="write JSON, not a table")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 -- as declared by Django
        """Pool, and write what may be shown."""
        instrument = _instrument(options["key"], options["version"])
        try:
            report = instrument_report(
                instrument, progress=Progress(self.stderr, "waves read")
            ).shown
        except RefusedError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            json.dumps(asdict(report), indent=2)
            if options["json"]
            else _text(report, questionnaire_of(instrument))
        )


def _instrument(key: str, version: int | None) -> Instrument:
    found = Instrument.objects.filter(key=key).order_by("-version")
    if version is not None:
        found = found.filter(version=version)
    instrument = found.first()
    if instrument is None:
        wanted = key if version is None else f"{key} in version {version}"
        raise CommandError(f"there is no instrument {wanted}")
    return instrument


def _text(report: InstrumentReport, asked: Questionnaire) -> str:
    return "\n".join(
        [
            f"{report.key} version {report.version}: {_sizes(report)}",
            "",
            *_table(characteristics_table(report, asked)),
            "",
            *_table(items_table(report, asked)),
            "",
            *(f"{fact.figure.name}: {fact.shown}" for fact in dimension_facts(report.dimensions)),
            "",
            "What to worry about: docs/scoring.md, “Is the instrument any good?”",
        ]
    )


def _sizes(report: InstrumentReport) -> str:
    return ", ".join(f"{name}: {shown}" for name, shown in sizes(report).items())


def _table(table: Table) -> list[str]:
    head = [table.of, *(figure.name for figure in table.figures)]
    rows = [[_name(row), *row.shown] for row in table.rows]
    return _columns([head, *rows])


def _name(row: Row) -> str:
    return f"{row.code} ({_('reversed')})" if row.reversed else row.code


def _columns(lines: Sequence[Sequence[str]]) -> list[str]:
    """Set the first column left and the others right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return [
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
