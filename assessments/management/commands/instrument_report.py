"""``manage.py instrument_report``: how good an instrument is."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.domain.refusals import RefusedError
from assessments.domain.scores.instrument_reports import (
    Dimensions,
    InstrumentReport,
    instrument_report,
)
from assessments.management.progress import Progress
from assessments.models import Instrument

ABSENT = "–"


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
            json.dumps(asdict(report), indent=2) if options["json"] else _text(report)
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


def _text(report: InstrumentReport) -> str:
    return "\n".join(
        [
            _size(report),
            "",
            *_characteristics(report),
            "",
            *_items(report),
            "",
            *_dimensions(report.dimensions),
        ]
    )


def _size(report: InstrumentReport) -> str:
    return (
        f"{report.key} version {report.version}: {report.sheets} answer sheets"
        f" of {report.waves} waves in {report.communities} communities"
    )


def _characteristics(report: InstrumentReport) -> list[str]:
    head = ["characteristic", "members", "alpha", "from", "to", "omega", "ICC(1)", "ICC(2)"]
    rows = [
        [
            each.code,
            str(each.members),
            *map(_number, (each.alpha, each.alpha_low, each.alpha_high, each.omega)),
            *map(_number, (each.icc1, each.icc2)),
        ]
        for each in report.characteristics
    ]
    return _table(head, rows)


def _items(report: InstrumentReport) -> list[str]:
    head = ["item", "answers", "mean", "can't say", "item-rest", "alpha without"]
    rows = [
        [
            f"{item.code} (reversed)" if item.reversed else item.code,
            str(item.answers),
            _number(item.mean),
            ABSENT if item.cant_say is None else f"{item.cant_say:.0%}",
            _number(item.item_rest),
            _number(item.alpha_if_dropped),
        ]
        for item in report.items
    ]
    return _table(head, rows)


def _dimensions(found: Dimensions) -> list[str]:
    components = ABSENT if found.components is None else str(found.components)
    lines = [
        f"components the items call for: {components}",
        f"misfit of one general factor: {_number(found.misfit_of_one)}",
        f"misfit of one factor for each characteristic: {_number(found.misfit_of_each)}",
    ]
    if found.closest:
        pair = " and ".join(found.closest)
        lines.append(f"closest characteristics: {pair}, {_number(found.closest_correlation)}")
    return lines


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Set the first column left and the others right."""
    lines = [head, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return [
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]


def _number(value: float | None) -> str:
    return ABSENT if value is None else f"{value:g}"
