"""Instruments: to read and to retire; their content is frozen."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.admin.guarded import ReadOnlyAdmin, TabularInline
from assessments.domain.instruments import questionnaire_of
from assessments.models.instruments import Instrument, Translation


class TranslationInline(TabularInline[Translation, Instrument]):
    """The languages that an instrument is translated into."""

    model = Translation
    fields = readonly_fields = ("language", "reviewed")
    can_delete = False
    extra = max_num = 0


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin[Instrument]):
    """Versions of questionnaires."""

    actions = ("retire",)
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
        chosen.filter(retired_at=None).update(retired_at=timezone.now())
        for instrument in offered:
            self.log_change(request, instrument, "retired")
        text = ngettext("%(n)s instrument retired.", "%(n)s instruments retired.", len(offered))
        self.message_user(request, text % {"n": len(offered)})


def _lines(pairs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", "<div><code>{}</code> {}</div>", pairs)
