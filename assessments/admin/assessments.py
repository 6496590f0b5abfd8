"""Assessments: which there are, and their values as the release gives them."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from assessments.admin.guarded import ReadOnlyAdmin
from assessments.domain.accounts.viewers import Viewer
from assessments.domain.records.auditing import Channel, record_view
from assessments.domain.releases.released import Banded, Released, Suppressed
from assessments.domain.releases.releasing import release, releases
from assessments.models.accounts import Account

# The rows say which assessments there are. Their values come by the release alone, so this module
# does not know the models that hold them.
Assessment: type[Any] = apps.get_model("assessments", "Assessment")


class ReleasedList(ChangeList):
    """A page of assessments, each with the release of its wave."""

    def get_results(self, request: HttpRequest) -> None:
        """Release all waves of the page at once."""
        super().get_results(request)
        rows: list[Any] = [*self.result_list]
        for row, shown in zip(rows, releases([row.wave for row in rows], measures=()), strict=True):
            row.shown = shown
        self.result_list = rows


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin[Model]):
    """Assessments of all waves; there is no filter and no order by what they found."""

    fields = readonly_fields = (
        "wave",
        "scoring_version",
        "computed_at",
        "input_hash_shown",
        "verdict_shown",
        "values_shown",
    )
    list_display = ("wave", "scoring_version", "computed_at", "hash_in_list")
    list_select_related = ("wave__community", "wave__instrument")
    search_fields = ("wave__community__name", "wave__community__slug")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Read the rows without a single value."""
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.defer("verdict", "stage", "echo_chamber", "two_camps", "input_hash")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an assessment, and note in the audit that it was seen."""
        row: Any = self.get_object(request, unquote(object_id))
        if row is not None and self.has_view_permission(request, row):
            record_view(_viewer(request), row.wave, Channel.ADMIN)
        return super().change_view(request, object_id, form_url, extra_context)

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[ChangeList]:  # noqa: ANN401, ARG002 -- as Django calls it
        """List with releases."""
        return ReleasedList

    @admin.display(description=_("input hash"))
    def hash_in_list(self, row: Any) -> str:  # noqa: ANN401 -- a row of the list above
        """Give the beginning of the hash that the release gives."""
        return row.shown.input_hash[:12] or "—"

    @admin.display(description=_("input hash"))
    def input_hash_shown(self, row: Any) -> str:  # noqa: ANN401 -- see the model above
        """Give the hash that the release gives."""
        return release(row.wave).input_hash or "—"

    @admin.display(description=_("verdict"))
    def verdict_shown(self, row: Any) -> str:  # noqa: ANN401 -- see the model above
        """Give the verdict, or why there is none."""
        verdict = release(row.wave).verdict
        return verdict.message if isinstance(verdict, Suppressed) else str(verdict.label)

    @admin.display(description=_("values"))
    def values_shown(self, row: Any) -> str:  # noqa: ANN401 -- see the model above
        """List every value that may be shown."""
        scores = release(row.wave).scores
        lines = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (measure, subject, in_words(value))
                for (measure, subject), value in sorted(scores.items())
                if not isinstance(value, Suppressed)
            ),
        )
        return format_html("<table>{}</table>", lines) if lines else "—"


def _viewer(request: HttpRequest) -> Viewer:
    if not isinstance(request.user, Account):
        raise PermissionDenied
    return Viewer(request.user)


def in_words(value: Released) -> str:
    """Write one released value on a line."""
    if isinstance(value, Suppressed):
        return value.message
    if isinstance(value, Banded):
        return str(value.band.label)
    interval = "" if value.low is None or value.high is None else f" ({value.low:g}–{value.high:g})"
    return value.text + interval + (f", {value.band.label}" if value.band else "")
