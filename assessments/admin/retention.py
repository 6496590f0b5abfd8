"""Retention: what is over its time, and taking it away now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.admin.pages import page, require
from assessments.domain.records import retention


@require_http_methods(["GET", "HEAD", "POST"])
def purge_now(request: HttpRequest) -> HttpResponse:
    """Show what is kept how long and what a purge would take; take it away when asked to."""
    require(request, "delete_community")
    if request.method == "POST":
        done = retention.purge_and_wipe(now=timezone.now())
        messages.success(request, _("Purged rows: %(n)s.") % {"n": done.total})
        return redirect("admin:retention")
    due = retention.due(now=timezone.now())
    return page(
        request,
        "retention.html",
        title=_("Retention"),
        rows=[(period, due.counts[period.kind]) for period in retention.periods()],
        total=due.total,
    )
