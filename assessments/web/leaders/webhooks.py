"""Webhooks of a community: programs that are told when a wave opens, closes and is released."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.domain.messages.webhooks import add_webhook, latest_deliveries, new_secret
from assessments.domain.refusals import FaultsError
from assessments.models.communities import Community
from assessments.web.leaders.communities import for_leader


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, led: Community) -> HttpResponse:
    """List the webhooks with what they were told last, and add one."""
    if request.method != "POST":
        return _drawn(request, led)
    url = request.POST.get("url", "").strip()
    try:
        webhook = add_webhook(led, url)
    except FaultsError as refused:
        return _drawn(request, led, url=url, faults=refused.faults)
    messages.success(request, _("%(address)s is told from now on.") % {"address": webhook.url})
    return redirect("webhooks", slug=led.slug)


@for_leader
@require_POST
def remove(request: HttpRequest, led: Community, webhook: UUID) -> HttpResponse:
    """Tell an address nothing more."""
    get_object_or_404(led.webhooks, pk=webhook).delete()
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks", slug=led.slug)


@for_leader
@require_POST
def renew_secret(request: HttpRequest, led: Community, webhook: UUID) -> HttpResponse:
    """Sign with another secret from now on."""
    found = get_object_or_404(led.webhooks, pk=webhook)
    found.secret = new_secret()
    found.save(update_fields=["secret"])
    messages.success(request, _("The webhook has a new secret."))
    return redirect("webhooks", slug=led.slug)


def _drawn(
    request: HttpRequest, led: Community, *, url: str = "", faults: tuple[str, ...] = ()
) -> HttpResponse:
    words = {
        "community": led,
        "told": [(webhook, latest_deliveries(webhook)) for webhook in led.webhooks.all()],
        "url": url,
        "faults": faults,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, "assessments/leaders/webhooks.html", words, status=status)
