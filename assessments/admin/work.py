"""Work: what waits, what is being done, and what has been put aside."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.admin.guarded import ReadOnlyAdmin
from assessments.domain.work import put_back
from assessments.models.work import Work


@admin.register(Work)
class WorkAdmin(ReadOnlyAdmin[Work]):
    """Work of all waves."""

    actions = ("put_back",)
    fields = readonly_fields = (
        "kind",
        "wave",
        "state",
        "attempts",
        "due_at",
        "leased_until",
        "error",
    )
    list_display = ("kind", "wave", "state", "attempts", "due_at", "leased_until", "error")
    list_filter = ("state", "kind")
    list_select_related = ("wave__community",)
    search_fields = ("wave__community__name", "error")

    @admin.action(description=_("Put back what is quarantined"), permissions=["change"])
    def put_back(self, request: HttpRequest, chosen: QuerySet[Work]) -> None:
        """Have workers try again."""
        back = [row for row in chosen if put_back(row.pk, now=timezone.now())]
        for row in back:
            self.log_change(request, row, "put back")
        text = ngettext("%(n)s work put back.", "%(n)s works put back.", len(back))
        self.message_user(request, text % {"n": len(back)})
