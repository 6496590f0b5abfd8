"""Putting members on the roster."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.domain.communities import add_members, read_members
from assessments.domain.refusals import FaultsError
from assessments.models.communities import Community
from assessments.web.communities import draw_community, for_leader
from assessments.web.forms import MembersForm

MOST_SHOWN = 200


@for_leader
@require_POST
def add(request: HttpRequest, led: Community) -> HttpResponse:
    """Show what was understood of a pasted list; once confirmed, add them all, or none."""
    form = MembersForm(request.POST)
    if not form.is_valid():
        return draw_community(request, led, members_form=form)
    try:
        understood = read_members(form.cleaned_data["addresses"])
    except FaultsError as refused:
        for fault in refused.faults:
            form.add_error("addresses", fault)
        return draw_community(request, led, members_form=form)
    if not form.cleaned_data["confirmed"]:
        words = {
            "community": led,
            "members": understood[:MOST_SHOWN],
            "more": max(0, len(understood) - MOST_SHOWN),
            "count": len(understood),
            "addresses": form.cleaned_data["addresses"],
        }
        return render(request, "assessments/leaders/preview.html", words)
    messages.success(request, _told(add_members(led, understood), of=len(understood)))
    return redirect("community", slug=led.slug)


def _told(added: int, *, of: int) -> str:
    told = ngettext(
        "%(count)s member is new on the roster.", "%(count)s members are new on the roster.", added
    ) % {"count": added}
    if added < of:
        told += " " + _("Those who were there already stay as they are.")
    return told
