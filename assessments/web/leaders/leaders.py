"""Who leads a community: inviting others, and letting them go."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.domain.accounts.accounts import dismiss_leader, invite_leader
from assessments.domain.refusals import FaultsError, RefusedError
from assessments.models.communities import Community
from assessments.web import limits
from assessments.web.accounts.forms import LABELS
from assessments.web.leaders.communities import for_leader


class LeaderForm(forms.Form):
    """The address of somebody who shall lead too."""

    email = forms.EmailField(
        label=LABELS["email"],
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def leaders(request: HttpRequest, led: Community) -> HttpResponse:
    """List who leads, and invite another."""
    form = LeaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if limits.exhausted(request, "leaders"):
            return limits.too_many(request)
        limits.count(request, "leaders")
        email = form.cleaned_data["email"].lower()
        try:
            went_out = invite_leader(led, email)
        except FaultsError as refused:
            form.add_error("email", list(refused.faults))
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            _say(request, email, went_out=went_out)
            return redirect("leaders", slug=led.slug)
    words = {"community": led, "leaders": led.leaders.order_by("email"), "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/accounts/leaders.html", words, status=status)


@for_leader
@require_POST
def dismiss(request: HttpRequest, led: Community, account_id: UUID) -> HttpResponse:
    """Let somebody lead no more, oneself included."""
    account = get_object_or_404(led.leaders, pk=account_id)
    try:
        dismiss_leader(led, account)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("leaders", slug=led.slug)
    words = {"email": account.email, "community": led.name}
    messages.success(request, _("%(email)s does not lead %(community)s any more.") % words)
    if account == request.user:
        return redirect("communities")
    return redirect("leaders", slug=led.slug)


def _say(request: HttpRequest, email: str, *, went_out: bool) -> None:
    if went_out:
        messages.success(request, _("%s leads this community too, and is told by mail.") % email)
    else:
        told = _("%s leads this community too. The mail could not be sent: tell them yourself.")
        messages.warning(request, told % email)
