"""A wave as its leaders see it: opening, extending, reminding, closing, asking once more."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.communities import reminders
from assessments.domain.communities.invitations import open_link_of
from assessments.domain.messages.mail_texts import result_link
from assessments.domain.refusals import RefusedError, WrongStateError
from assessments.domain.waves import waves
from assessments.models.communities import Community
from assessments.models.invitations import Mail
from assessments.models.waves import Wave
from assessments.web.leaders.communities import add_faults, draw_community, for_leader, sent
from assessments.web.leaders.forms import BREAKDOWNS, ClosingForm, OpenLinkForm, WaveForm


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
            breakdowns=asked.get("breakdowns", ()),
        )
    except RefusedError as refused:
        add_faults(form, refused)
        return draw_community(request, led, wave_form=form)
    return _opened(request, led, wave)


@for_leader
@require_safe
def wave(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Show one wave and what can be done with it."""
    return draw_wave(request, led, wave_of(led, number))


@for_leader
@require_POST
def extend(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Have the wave close later."""
    found, form = wave_of(led, number), ClosingForm(request.POST)
    if form.is_valid():
        try:
            waves.extend_wave(found, closes_at=form.cleaned_data["closes_at"], now=timezone.now())
        except RefusedError as refused:
            add_faults(form, refused)
        else:
            messages.success(request, _("The wave closes later now."))
            return redirect("wave", slug=led.slug, number=number)
    return draw_wave(request, led, found, closing_form=form)


@for_leader
@require_POST
def remind(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Remind everybody who has not answered; nobody is told who that is."""
    try:
        reminders.remind(wave_of(led, number), now=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Whoever has not answered gets a reminder."))
    return redirect("wave", slug=led.slug, number=number)


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Open a wave that asks the same as an earlier one, once its closing time is confirmed."""
    before = wave_of(led, number)
    form = ClosingForm(sent(request), initial={"closes_at": _usual_end(before)})
    if request.method == "POST" and form.is_valid():
        try:
            fresh = waves.clone_wave(
                before, now=timezone.now(), closes_at=form.cleaned_data["closes_at"]
            )
        except RefusedError as refused:
            add_faults(form, refused)
        else:
            return _opened(request, led, fresh)
    words = {"community": led, "wave": before, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/leaders/again.html", words, status=status)


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, led: Community, number: int) -> HttpResponse:
    """Ask once more, then seal the wave: that cannot be undone."""
    found = wave_of(led, number)
    if request.method != "POST":
        words = {"community": led, "wave": found}
        return render(request, "assessments/leaders/close.html", words)
    try:
        waves.close_wave(found.pk, now=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The wave is closed; its result is being computed."))
    return redirect("wave", slug=led.slug, number=number)


def draw_wave(
    request: HttpRequest,
    led: Community,
    found: Wave,
    *,
    closing_form: ClosingForm | None = None,
    link_form: OpenLinkForm | None = None,
) -> HttpResponse:
    """Draw the page of a wave, with a form that was refused where there is one."""
    words: dict[str, Any] = {
        "community": led,
        "wave": found,
        "link": open_link_of(found),
        "bands": [BREAKDOWNS.get(code, code) for code in found.breakdowns],
        "result": result_link(found),
        "lost": _lost(found),
        "not_now": _not_now(found),
        "suggested": reminders.suggested(found),
        "closing_form": closing_form or ClosingForm(initial={"closes_at": found.closes_at}),
        "link_form": link_form or OpenLinkForm(initial={"cap": found.open_link_cap}),
    }
    refused = any(form.errors for form in (words["closing_form"], words["link_form"]))
    status = 422 if refused else 200
    return render(request, "assessments/leaders/wave.html", words, status=status)


def wave_of(led: Community, number: int) -> Wave:
    """Give a wave of a community by its number."""
    wave: Wave = get_object_or_404(led.waves.select_related("instrument"), number=number)
    wave.community = led
    return wave


def _opened(request: HttpRequest, led: Community, fresh: Wave) -> HttpResponse:
    told = _("Wave %(number)s is open; the invitations are on their way.")
    if not fresh.has_roster:
        told = _("Wave %(number)s is open. Make its open link now and share it.")
    messages.success(request, told % {"number": fresh.number})
    return redirect("wave", slug=led.slug, number=fresh.number)


def _lost(found: Wave) -> int:
    """Count invitations that came back or never went out; reminders tell who has not answered."""
    return Mail.objects.filter(
        invitation__wave=found,
        kind=Mail.Kind.INVITATION,
        state__in=[Mail.State.BOUNCED, Mail.State.FAILED],
    ).count()


def _not_now(found: Wave) -> str:
    """Say why no reminder may go out now; empty when one may."""
    try:
        reminders.refuse_early(found, now=timezone.now())
    except WrongStateError as refused:
        return str(refused)
    return ""


def _usual_end(before: Wave) -> Any:  # noqa: ANN401 -- a datetime
    lasts = min(before.closes_at - before.opens_at, timedelta(days=waves.MOST_DAYS - 1))
    return timezone.now() + max(lasts, timedelta(days=1))
