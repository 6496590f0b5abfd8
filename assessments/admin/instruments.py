"""Instruments: to read, to compare, to take along and to retire; their content is frozen."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from assessments.admin.guarded import ReadOnlyAdmin, TabularInline
from assessments.admin.histories import HistoryAdmin
from assessments.admin.instrument_reports import report_page
from assessments.domain.instruments.instrument_files import as_json, as_toml
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.models.instruments import Instrument, Translation

FORMATS = {"toml": (as_toml, "application/toml"), "json": (as_json, "application/json")}


class TranslationInline(TabularInline[Translation, Instrument]):
    """The languages that an instrument is translated into."""

    model = Translation
    fields = readonly_fields = ("language", "reviewed")
    can_delete = False
    show_change_link = True
    extra = max_num = 0


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin[Instrument], HistoryAdmin[Instrument]):
    """Versions of questionnaires."""

    actions = ("retire", "offer")
    fields = readonly_fields = (
        "key",
        "version",
        "name",
        "language",
        "content_hash",
        "loaded_at",
        "retired_at",
        "statements",
        "questions",
    )
    inlines = (TranslationInline,)
    list_display = ("key", "version", "name", "language", "loaded_at", "retired_at")
    list_filter = ("language", "retired_at")
    search_fields = ("key", "name")

    def get_urls(self) -> list[URLPattern]:
        """Add the file of an instrument, and the report on it."""
        file = path(
            "<uuid:instrument_id>/file.<slug:form>",
            self.admin_site.admin_view(self.file),
            name="assessments_instrument_file",
        )
        report = path(
            "<uuid:instrument_id>/report/",
            self.admin_site.admin_view(self.report),
            name="assessments_instrument_report",
        )
        return [file, report, *super().get_urls()]

    @method_decorator(require_safe)
    def file(self, request: HttpRequest, instrument_id: str, form: str) -> HttpResponse:
        """Give an instrument as a file, to be changed and loaded as a higher version."""
        instrument = get_object_or_404(Instrument, pk=instrument_id)
        if form not in FORMATS or not self.has_view_permission(request, instrument):
            raise Http404
        write, kind = FORMATS[form]
        response = HttpResponse(write(instrument.content), content_type=f"{kind}; charset=utf-8")
        name = f"{instrument.key}-{instrument.version}.{form}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @method_decorator(require_safe)
    def report(self, request: HttpRequest, instrument_id: str) -> HttpResponse:
        """Show how an instrument measures, over all communities."""
        instrument = get_object_or_404(Instrument, pk=instrument_id)
        if not self.has_view_permission(request, instrument):
            raise Http404
        return report_page(request, instrument)

    @admin.display(description=_("items"))
    def statements(self, instrument: Instrument) -> SafeString:
        """List what members agree or disagree with."""
        return _lines((each.code, each.text) for each in questionnaire_of(instrument).items)

    @admin.display(description=_("questions"))
    def questions(self, instrument: Instrument) -> SafeString:
        """List what members are asked besides."""
        return _lines((each.code, each.text) for each in questionnaire_of(instrument).questions)

    @admin.action(description=_("Retire: offer them to no new wave"), permissions=["change"])
    def retire(self, request: HttpRequest, chosen: QuerySet[Instrument]) -> None:
        """Take instruments out of the choice."""
        offered = [*chosen.filter(retired_at=None)]
        for instrument in offered:
            instrument.retired_at = timezone.now()
            instrument.save(update_fields=["retired_at"])
            self.log_change(request, instrument, "retired")
        text = ngettext("%(n)s instrument retired.", "%(n)s instruments retired.", len(offered))
        self.message_user(request, text % {"n": len(offered)})

    @admin.action(description=_("Offer to new waves again"), permissions=["change"])
    def offer(self, request: HttpRequest, chosen: QuerySet[Instrument]) -> None:
        """Put instruments back into the choice."""
        retired = [*chosen.exclude(retired_at=None)]
        for instrument in retired:
            instrument.retired_at = None
            instrument.save(update_fields=["retired_at"])
            self.log_change(request, instrument, "offered again")
        text = ngettext("%(n)s instrument offered.", "%(n)s instruments offered.", len(retired))
        self.message_user(request, text % {"n": len(retired)})


def _lines(pairs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", "<div><code>{}</code> {}</div>", pairs)
