"""Putting members on the roster: a list is read, shown, and taken over as a whole or not at all."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.domain.communities.communities import add_members, known_addresses, taken_off
from assessments.domain.communities.member_lists import MemberList, read_list
from assessments.domain.refusals import FaultsError
from assessments.models.communities import Community
from assessments.web.leaders.communities import for_leader
from assessments.web.leaders.forms import MembersForm

MOST_SHOWN = 200


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, led: Community) -> HttpResponse:
    """Show what was understood of a list; once confirmed, add them all, or none."""
    if request.method != "POST":
        return _drawn(request, led, MembersForm())
    form = MembersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _drawn(request, led, form)
    text = form.cleaned_data["addresses"]
    try:
        understood = read_list(text)
    except FaultsError as refused:
        form.data = {**form.data.dict(), "addresses": text}  # type: ignore[attr-defined] # it is a QueryDict
        form.add_error("addresses", [*refused.faults])
        return _drawn(request, led, form)
    if not form.cleaned_data["confirmed"]:
        return _preview(request, led, understood, text)
    off = len(taken_off(led, understood.members))
    added = add_members(led, understood.members)
    messages.success(request, _told(added, off=off, of=len(understood.members)))
    return redirect("roster", slug=led.slug)


def _drawn(request: HttpRequest, led: Community, form: MembersForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    words = {"community": led, "form": form}
    return render(request, "assessments/leaders/add_members.html", words, status=status)


def _preview(
    request: HttpRequest, led: Community, understood: MemberList, text: str
) -> HttpResponse:
    known = known_addresses(led)
    off = {*taken_off(led, understood.members)}
    members = [
        (member, member.email.lower() in known, member.email in off)
        for member in understood.members
    ]
    words = {
        "community": led,
        "members": members[:MOST_SHOWN],
        "more": max(0, len(members) - MOST_SHOWN),
        "count": len(members),
        "there": sum(there and not away for _member, there, away in members),
        "off": len(off),
        "folded": understood.folded,
        "addresses": text,
    }
    return render(request, "assessments/leaders/preview.html", words)


def _told(added: int, *, off: int, of: int) -> str:
    told = ngettext(
        "%(count)s member is new on the roster.", "%(count)s members are new on the roster.", added
    ) % {"count": added}
    if added + off < of:
        told += " " + _("Those who were there already stay as they are.")
    if off:
        told += " " + _("Those who were taken off stay off; their own page puts them back.")
    return told
