"""Leaders' pages: their communities, founding and editing one, and its overview."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.communities.communities import found_community, update_community
from assessments.domain.refusals import FaultsError, RefusedError
from assessments.domain.waves.waves import USUAL_DAYS
from assessments.models.accounts import Account
from assessments.models.communities import Community
from assessments.models.interactions import InteractionIndices
from assessments.web.leaders.forms import CommunityForm, WaveForm
from assessments.web.outbox import may_see
from assessments.web.zones import zone_of

Rest = ParamSpec("Rest")
LeaderView = Callable[Concatenate[HttpRequest, Community, Rest], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]


def for_leader(view: LeaderView[Rest]) -> PlainView[Rest]:
    """Let only those in who lead the community; to others there is nothing here."""

    @never_cache
    @login_required
    @wraps(view)
    def answer(
        request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        led = get_object_or_404(viewer(request).communities(), slug=slug)
        with timezone.override(zone_of(led)):
            return view(request, led, *args, **kwargs)

    return cast("PlainView[Rest]", answer)


def viewer(request: HttpRequest) -> Viewer:
    """Give who is looking; only for pages that ask to sign in first."""
    return Viewer(cast("Account", request.user))


@never_cache
@login_required
@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """List the communities that one leads, each with its last wave."""
    led = viewer(request).communities().prefetch_related("waves")
    words = {"communities": led, "sees_outbox": may_see(request.user)}
    return render(request, "assessments/leaders/communities.html", words)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Found a community, and lead it."""
    form = CommunityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = found_community(leader=viewer(request).account, **form.cleaned_data)
        except FaultsError as refused:
            add_faults(form, refused)
        else:
            messages.success(request, _("The community is founded. Whom does it ask?"))
            return redirect("add_members", slug=fresh.slug)
    status = 422 if form.errors else 200
    return render(request, "assessments/leaders/found.html", {"form": form}, status=status)


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, led: Community) -> HttpResponse:
    """Change what is stated about a community."""
    # The form writes into what it is given, and the page goes on speaking of what is stored.
    form = CommunityForm(sent(request), instance=copy(led))
    if request.method == "POST" and form.is_valid():
        try:
            update_community(led, **form.cleaned_data)
        except FaultsError as refused:
            add_faults(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("community", slug=led.slug)
    words = {"community": led, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/leaders/edit.html", words, status=status)


@for_leader
@require_safe
def community(request: HttpRequest, led: Community) -> HttpResponse:
    """Show the roster's size, the waves and what a leader can do."""
    return draw_community(request, led)


def _language_name(code: str) -> str:
    """Name a language in the reader's; one that nobody has named keeps its code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def draw_community(
    request: HttpRequest, led: Community, *, wave_form: WaveForm | None = None
) -> HttpResponse:
    """Draw the page of a community, with a form that was refused where there is one."""
    closes_at = timezone.localtime() + timedelta(days=USUAL_DAYS)
    initial = {"closes_at": closes_at.replace(hour=20, minute=0, second=0, microsecond=0)}
    waves = led.waves.select_related("instrument")
    words: dict[str, Any] = {
        "community": led,
        "language": _language_name(led.language),
        "roster": led.members.filter(active=True).count(),
        "waves": waves,
        "open": next((wave for wave in waves if wave.state == wave.State.OPEN), None),
        "sealed": sum(wave.sealed for wave in waves),
        "indices": InteractionIndices.objects.filter(community=led).first(),
        "wave_form": wave_form or WaveForm(initial=initial),
    }
    words["instruments"] = bool(words["wave_form"].fields["instrument"].initial)
    status = 422 if wave_form and wave_form.errors else 200
    return render(request, "assessments/leaders/community.html", words, status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with; None when it is only looked at."""
    return request.POST if request.method == "POST" else None


def add_faults(form: forms.BaseForm, refused: RefusedError) -> None:
    """Put what the domain refuses above a form, or beside the field that a fault names."""
    for fault in faults_of(refused):
        field, colon, told = fault.partition(": ")
        if colon and field in form.fields:
            form.add_error(field, told)
        else:
            form.add_error(None, fault)


def faults_of(refused: RefusedError) -> tuple[str, ...]:
    """Give each thing that is wrong."""
    return refused.faults if isinstance(refused, FaultsError) else (str(refused),)
