"""The open link as its leaders see it: made, taken back, as a QR code and as a poster to print."""

from io import BytesIO

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.domain.communities.invitations import (
    open_link_of,
    renew_open_link,
    revoke_open_link,
)
from assessments.domain.refusals import RefusedError
from assessments.models.communities import Community
from assessments.models.waves import Wave
from assessments.web.leaders.communities import add_faults, for_leader
from assessments.web.leaders.forms import OpenLinkForm
from assessments.web.leaders.waves import draw_wave, wave_of
from assessments.web.survey.landing import landing_words


@for_leader
@require_POST
def renew(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Make the open link; one made before stops working."""
    found = wave_of(led, number)
    form = OpenLinkForm({"cap": request.POST.get("cap", found.open_link_cap)})
    if form.is_valid():
        try:
            renew_open_link(found, cap=form.cleaned_data["cap"])
        except RefusedError as refused:
            add_faults(form, refused)
        else:
            messages.success(request, _("Here is the open link. Share it, or print the poster."))
            return redirect("wave", slug=led.slug, number=number)
    return draw_wave(request, led, found, link_form=form)


@for_leader
@require_POST
def revoke(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Let nobody else in by the open link."""
    revoke_open_link(wave_of(led, number))
    messages.success(request, _("The open link lets nobody in any more."))
    return redirect("wave", slug=led.slug, number=number)


@for_leader
@require_safe
def qr_code(_request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Draw the open link as a QR code, dark on light in every scheme: cameras expect that."""
    code = segno.make(_link(wave_of(led, number)), error="m", micro=False)
    drawn = BytesIO()
    code.save(drawn, kind="svg", dark="#000", light="#fff", border=4, scale=8, omitsize=True)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@for_leader
@require_safe
def poster(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Show a page to print: who asks, why, how long it takes, until when, and the way in."""
    found = wave_of(led, number)
    link = _link(found)
    with translation.override(led.language):
        words = {**landing_words(found), "link": link, "short": link.partition("://")[2]}
        response = render(request, "assessments/leaders/poster.html", words)
    response["Content-Language"] = led.language
    return response


def _link(found: Wave) -> str:
    link = open_link_of(found)
    if not link:
        raise Http404
    return link
