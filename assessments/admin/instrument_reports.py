"""How well an instrument measures, over all communities that answered it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assessments.admin.pages import page
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.refusals import RefusedError
from assessments.domain.scores.instrument_reports import InstrumentReport, instrument_report
from assessments.domain.scores.instrument_tables import (
    characteristics_table,
    dimension_facts,
    items_table,
    sizes,
)
from assessments.models.instruments import Instrument

Words = dict[str, Any]


def report_page(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """Show the report, or how much it takes for one."""
    try:
        words: Words = _words(instrument_report(instrument).shown, instrument)
    except RefusedError as refusal:
        words = {"refusal": str(refusal)}
    return page(
        request,
        "assessments/instrument/report.html",
        title=_("How well it measures"),
        instrument=instrument,
        opts=Instrument._meta,  # noqa: SLF001 -- Django's public name
        **words,
    )


def _words(report: InstrumentReport, instrument: Instrument) -> Words:
    asked = questionnaire_of(instrument)
    return {
        "sizes": sizes(report),
        "characteristics": characteristics_table(report, asked),
        "items": items_table(report, asked),
        "facts": dimension_facts(report.dimensions),
    }
