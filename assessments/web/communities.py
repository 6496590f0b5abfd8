"""Leaders' pages: their communities, and one of them."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain.communities import found_community
from assessments.domain.refusals import FaultsError
from assessments.domain.viewers import Viewer
from assessments.domain.waves import USUAL_DAYS
from assessments.models.accounts import Account
from assessments.models.communities import Community
from assessments.models.instruments import Instrument
from assessments.web.forms import CommunityForm, MembersForm, WaveForm
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
    return render(request, "assessments/leaders/communities.html", {"communities": led})


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
            for fault in refused.faults:
                form.add_error(None, fault)
        else:
            messages.success(request, _("The community is founded. Whom does it ask?"))
            return redirect("community", slug=fresh.slug)
    status = 422 if form.errors else 200
    return render(request, "assessments/leaders/found.html", {"form": form}, status=status)


@for_leader
@require_safe
def community(request: HttpRequest, led: Community) -> HttpResponse:
    """Show the roster's size, the waves and what a leader can do."""
    return draw_community(request, led)


def draw_community(
    request: HttpRequest,
    led: Community,
    *,
    members_form: MembersForm | None = None,
    wave_form: WaveForm | None = None,
) -> HttpResponse:
    """Draw the page of a community, with a form that was refused where there is one."""
    refused = (members_form and members_form.errors) or (wave_form and wave_form.errors)
    closes_at = timezone.localtime() + timedelta(days=USUAL_DAYS)
    initial = {"closes_at": closes_at.replace(hour=20, minute=0, second=0, microsecond=0)}
    waves = led.waves.select_related("instrument")
    words: dict[str, Any] = {
        "community": led,
        "roster": led.members.filter(active=True).count(),
        "waves": waves,
        "open": next((wave for wave in waves if wave.state == wave.State.OPEN), None),
        "instruments": Instrument.objects.filter(retired_at=None).exists(),
        "members_form": members_form or MembersForm(),
        "wave_form": wave_form or WaveForm(initial=initial),
    }
    status = 422 if refused else 200
    return render(request, "assessments/leaders/community.html", words, status=status)
