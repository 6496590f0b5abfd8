"""Whether other communities that share see where this one lies."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.domain.refusals import RefusedError
from assessments.domain.releases import plane
from assessments.models.communities import Community
from assessments.web.leaders.communities import for_leader


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, led: Community) -> HttpResponse:
    """Explain what is shared with whom, and share it or stop."""
    if request.method != "POST":
        lacking = plane.lacking(led) if led.shared else None
        words = {"community": led, "fewest": plane.FEWEST_COMMUNITIES, "lacking": lacking}
        return render(request, "assessments/leaders/share.html", words)
    shared = request.POST.get("shared") == "1"
    try:
        plane.share(led, shared=shared)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("share", slug=led.slug)
    messages.success(request, _told(led))
    return redirect("community", slug=led.slug)


def _told(led: Community) -> str:
    if not led.shared:
        return _("The community is not shared.")
    lacking = plane.lacking(led)
    return lacking.message if lacking else _("The community is on the plane.")
