"""Opening and closing waves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.domain import waves
from assessments.domain.invitations import renew_open_link
from assessments.domain.refusals import FaultsError, RefusedError
from assessments.models.communities import Community
from assessments.web.communities import draw_community, for_leader
from assessments.web.forms import WaveForm


@for_leader
@require_POST
def open_next(request: HttpRequest, led: Community) -> HttpResponse:
    """Open a wave."""
    form = WaveForm(request.POST)
    if not form.is_valid():
        return draw_community(request, led, wave_form=form)
    asked = form.cleaned_data
    try:
        wave = waves.open_wave(
            led,
            instrument=asked["instrument"],
            now=timezone.now(),
            closes_at=asked["closes_at"],
            has_roster=asked["asks"] == "roster",
        )
    except RefusedError as refused:
        faults = refused.faults if isinstance(refused, FaultsError) else (str(refused),)
        for fault in faults:
            form.add_error(None, fault)
        return draw_community(request, led, wave_form=form)
    told = _("Wave %(number)s is open; the invitations are on their way.")
    if not wave.has_roster:
        told = _("Wave %(number)s is open. Make its open link now and share it.")
    messages.success(request, told % {"number": wave.number})
    return redirect("community", slug=led.slug)


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Ask once more, then seal the wave: that cannot be undone."""
    wave = get_object_or_404(led.waves, number=number)
    if request.method != "POST":
        words = {"community": led, "wave": wave}
        return render(request, "assessments/leaders/close.html", words)
    try:
        waves.close_wave(wave.pk, now=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The wave is closed; its result is being computed."))
    return redirect("community", slug=led.slug)


@for_leader
@require_POST
def renew_link(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Make the open link, to be shared or printed. It is shown this once."""
    wave = get_object_or_404(led.waves, number=number)
    try:
        address = renew_open_link(wave)
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("community", slug=led.slug)
    words = {"community": led, "wave": wave, "address": address}
    return render(request, "assessments/leaders/open_link.html", words)
