"""Translations of instruments: to read beside the original, and to mark as reviewed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.admin.guarded import ReadOnlyAdmin
from assessments.domain.instruments.translations import side_by_side
from assessments.models.instruments import Translation


@admin.register(Translation)
class TranslationAdmin(ReadOnlyAdmin[Translation]):
    """The languages of all instruments."""

    actions = ("mark_reviewed", "mark_unreviewed")
    fields = readonly_fields = ("instrument", "language", "reviewed", "texts")
    list_display = ("instrument", "language", "reviewed")
    list_filter = ("language", "reviewed")
    list_select_related = ("instrument",)
    search_fields = ("instrument__key", "instrument__name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Translation]:
        """Leave the long content of instruments in the database."""
        return super().get_queryset(request).order_by("instrument__key", "language")

    @admin.display(description=_("texts"))
    def texts(self, translation: Translation) -> SafeString:
        """Set every text beside its original; what is missing is shown in the original."""
        lines = format_html_join(
            "",
            '<tr><th scope="row"><code>{}</code></th><td lang="{}">{}</td>'
            '<td lang="{}" dir="auto">{}</td></tr>',
            (
                (code, translation.instrument.language, original, translation.language, text)
                for code, original, text in side_by_side(translation)
            ),
        )
        return format_html('<table class="side-by-side">{}</table>', lines)

    @admin.action(description=_("Mark as reviewed"), permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, chosen: QuerySet[Translation]) -> None:
        """Note that a person who speaks the language has read every text."""
        self._mark(request, chosen, reviewed=True)

    @admin.action(description=_("Mark as not reviewed"), permissions=["change"])
    def mark_unreviewed(self, request: HttpRequest, chosen: QuerySet[Translation]) -> None:
        """Note that it is to be read again."""
        self._mark(request, chosen, reviewed=False)

    def _mark(self, request: HttpRequest, chosen: QuerySet[Translation], *, reviewed: bool) -> None:
        changed = [*chosen.exclude(reviewed=reviewed).select_related("instrument")]
        chosen.update(reviewed=reviewed)
        for translation in changed:
            self.log_change(request, translation, "reviewed" if reviewed else "not reviewed")
        text = ngettext("%(n)s translation marked.", "%(n)s translations marked.", len(changed))
        self.message_user(request, text % {"n": len(changed)})
