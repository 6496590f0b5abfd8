"""Moderating comments: shown to members and leaders alike, or to nobody. There is no filter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.admin.pages import page, require
from assessments.domain.releases import comments

PLACES = {"": comments.State.NEW, "shown": comments.State.SHOWN, "hidden": comments.State.HIDDEN}
"""Which comments a page of the queue is about."""

LONGEST_KEY = 18  # digits that every database has room for


@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest) -> HttpResponse:
    """List comments that wait, and show or hide those that are chosen."""
    require(request, "change_comment")
    place = request.GET.get("state", "")
    if request.method == "POST":
        _decide(request)
        return redirect(
            f"{reverse('admin:comments')}{f'?state={place}' if place in PLACES else ''}"
        )
    state = PLACES.get(place, comments.State.NEW)
    return page(
        request,
        "comments.html",
        title=_("Comments"),
        comments=comments.queue(state=state),
        waiting=comments.waiting(),
        state=state,
    )


def _decide(request: HttpRequest) -> None:
    """Take each decision of the form: ``decision-ID`` is ``show`` or ``hide``."""
    shown = comments.decide(_chosen(request, "show"), show=True)
    hidden = comments.decide(_chosen(request, "hide"), show=False)
    text = _("Comments shown: %(shown)s; hidden: %(hidden)s.")
    messages.success(request, text % {"shown": shown, "hidden": hidden})


def _chosen(request: HttpRequest, wish: str) -> list[int]:
    names = [name for name, value in request.POST.items() if value == wish]
    keys = [name.removeprefix("decision-") for name in names if name.startswith("decision-")]
    return [int(key) for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]
