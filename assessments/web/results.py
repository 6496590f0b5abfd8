"""The result pages: one for leaders by their community, the same one for members by a link."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.releasing import release
from assessments.domain.viewers import Viewer
from assessments.models.accounts import Account
from assessments.models.waves import Wave
from assessments.web.languages import member_language
from assessments.web.plots.drawing import DrawingError, drawn
from assessments.web.plots.levels import levels_plot
from assessments.web.plots.specification import Scheme
from assessments.web.result_page import ResultPage, names_of
from assessments.web.zones import zone_of

logger = logging.getLogger(__name__)

OtherWaves = list[tuple[int, datetime | None]]
"""The numbers of other assessed waves, and when they were sealed."""


@require_safe
@login_required
@never_cache
def leaders_page(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show a leader a wave of their community: the one asked for, or the newest assessed."""
    viewer = _viewer(request)
    community = get_object_or_404(viewer.communities(), slug=slug)
    waves = viewer.waves().filter(community=community).order_by("-number")
    wave = _chosen(waves, number)
    if wave is None:
        context = {"community": community}
        return _discreet(render(request, "assessments/results/no_wave.html", context))
    plot = reverse("result_plot", kwargs={"slug": slug, "number": wave.number})
    others = waves.filter(state=Wave.State.ASSESSED).exclude(pk=wave.pk)
    return _page(request, wave, plot=plot, others=[*others.values_list("number", "sealed_at")])


@require_safe
@never_cache
def members_page(request: HttpRequest, result_key: str) -> HttpResponse:
    """Show members the same page: whoever has the link of the wave sees it."""
    wave = _of_key(result_key)
    plot = reverse("wave_result_plot", kwargs={"result_key": result_key})
    with _speaking(member_language(request, wave.community)):
        return _page(request, wave, plot=plot, others=[])


@require_safe
@login_required
@never_cache
def leaders_plot(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Draw the levels of a wave for its leaders."""
    waves = _viewer(request).waves()
    return _plot(request, get_object_or_404(waves, community__slug=slug, number=number))


@require_safe
@never_cache
def members_plot(request: HttpRequest, result_key: str) -> HttpResponse:
    """Draw the levels of a wave for its members."""
    return _plot(request, _of_key(result_key))


def _viewer(request: HttpRequest) -> Viewer:
    if not isinstance(request.user, Account):
        raise Http404
    return Viewer(request.user)


def _chosen(waves: QuerySet[Wave], number: int | None) -> Wave | None:
    """Find the wave asked for; else the newest assessed; else the newest, which will be."""
    if number is not None:
        return get_object_or_404(waves, number=number)
    return waves.filter(state=Wave.State.ASSESSED).first() or waves.first()


def _of_key(result_key: str) -> Wave:
    waves = Wave.objects.select_related("community", "instrument")
    return get_object_or_404(waves, result_key=result_key)


def _page(request: HttpRequest, wave: Wave, *, plot: str, others: OtherWaves) -> HttpResponse:
    context: dict[str, object] = {
        "wave": wave,
        "community": wave.community,
        "others": others,
        "plot": plot,
    }
    template = "assessments/results/waiting.html"
    if wave.state == Wave.State.ASSESSED:
        released = release(wave)
        context["page"] = ResultPage(released, names_of(released))
        template = "assessments/results/result.html"
    with timezone.override(zone_of(wave.community)):
        return _discreet(render(request, template, context))


def _plot(request: HttpRequest, wave: Wave) -> HttpResponse:
    released = release(wave)
    if released.withheld:
        raise Http404
    scheme = Scheme.DARK if request.GET.get("scheme") == Scheme.DARK else Scheme.LIGHT
    with _speaking(request.GET.get("language", "")):
        specification = levels_plot(released, names_of(released), scheme)
    try:
        svg = drawn(specification)
    except DrawingError:
        logger.exception("The levels of wave %s could not be drawn", wave.pk)
        return _discreet(HttpResponse(status=503))
    return _discreet(HttpResponse(svg, content_type="image/svg+xml"))


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Speak a language, if it is one; a plot's address carries that of the page it is on."""
    known = bool(language) and translation.check_for_language(language)
    with translation.override(language if known else translation.get_language()):
        yield


def _discreet(response: HttpResponse) -> HttpResponse:
    response["Content-Language"] = translation.get_language() or ""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
