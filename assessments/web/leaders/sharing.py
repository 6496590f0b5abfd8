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
        words = {"community": led, "fewest": plane.FEWEST_COMMUNITIES}
        return render(request, "assessments/leaders/share.html", words)
    shared = request.POST.get("shared") == "1"
    try:
        plane.share(led, shared=shared)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("share", slug=led.slug)
    told = _("The community is on the plane.") if shared else _("The community is not shared.")
    messages.success(request, told)
    return redirect("community", slug=led.slug)
