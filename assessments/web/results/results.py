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

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.records.auditing import Channel, record_view
from assessments.models.accounts import Account
from assessments.models.waves import Wave
from assessments.web.languages import member_language
from assessments.web.results.findings import Findings
from assessments.web.results.page import ResultPage
from assessments.web.results.plots.drawing import DrawingError, drawn
from assessments.web.results.plots.gallery import picture
from assessments.web.results.plots.specification import Scheme
from assessments.web.results.report import Report
from assessments.web.results.report_pdf import pdf
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
    record_view(viewer, wave, Channel.PAGE)
    base = reverse("result_of_wave", kwargs={"slug": slug, "number": wave.number})
    others = waves.filter(state=Wave.State.ASSESSED).exclude(pk=wave.pk)
    return _page(
        request,
        wave,
        base=base,
        files=reverse("exports", kwargs={"slug": slug}),
        others=[*others.values_list("number", "sealed_at")],
    )


@require_safe
@never_cache
def members_page(request: HttpRequest, result_key: str) -> HttpResponse:
    """Show members the same page: whoever has the link of the wave sees it."""
    wave = _of_key(result_key)
    base = reverse("wave_result", kwargs={"result_key": result_key})
    with _speaking(member_language(request, wave.community)):
        files = reverse("wave_exports", kwargs={"result_key": result_key})
        return _page(request, wave, base=base, files=files, others=[])


@require_safe
@login_required
@never_cache
def leaders_picture(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Draw a picture of a wave for its leaders."""
    return _picture(request, _of_leader(request, slug, number), code)


@require_safe
@never_cache
def members_picture(request: HttpRequest, result_key: str, code: str) -> HttpResponse:
    """Draw a picture of a wave for its members."""
    return _picture(request, _of_key(result_key), code)


@require_safe
@login_required
@never_cache
def leaders_report(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show leaders the report of a wave, to print."""
    base = reverse("result_of_wave", kwargs={"slug": slug, "number": number})
    return _report(request, _of_leader(request, slug, number), base=base)


@require_safe
@never_cache
def members_report(request: HttpRequest, result_key: str) -> HttpResponse:
    """Show members the same report."""
    wave = _of_key(result_key)
    base = reverse("wave_result", kwargs={"result_key": result_key})
    with _speaking(member_language(request, wave.community)):
        return _report(request, wave, base=base)


@require_safe
@login_required
@never_cache
def leaders_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give leaders the report of a wave as a file."""
    return _pdf(_of_leader(request, slug, number))


@require_safe
@never_cache
def members_pdf(request: HttpRequest, result_key: str) -> HttpResponse:
    """Give members the same file."""
    wave = _of_key(result_key)
    with _speaking(member_language(request, wave.community)):
        return _pdf(wave)


def _of_leader(request: HttpRequest, slug: str, number: int) -> Wave:
    viewer = _viewer(request)
    wave = get_object_or_404(viewer.waves(), community__slug=slug, number=number)
    record_view(viewer, wave, Channel.PAGE)
    return wave


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


def _page(
    request: HttpRequest, wave: Wave, *, base: str, files: str, others: OtherWaves
) -> HttpResponse:
    context: dict[str, object] = {
        "wave": wave,
        "community": wave.community,
        "others": others,
        "base": base,
        "files": files,
    }
    template = "assessments/results/waiting.html"
    if wave.state == Wave.State.ASSESSED:
        context["page"] = ResultPage(Findings.of(wave))
        template = "assessments/results/result.html"
    with timezone.override(zone_of(wave.community)):
        return _discreet(render(request, template, context))


def _picture(request: HttpRequest, wave: Wave, code: str) -> HttpResponse:
    scheme = Scheme.DARK if request.GET.get("scheme") == Scheme.DARK else Scheme.LIGHT
    with _speaking(request.GET.get("language", "")):
        shown = picture(Findings.of(wave), code)
        if shown is None:
            raise Http404
        specification = shown.draw(scheme)
    try:
        svg = drawn(specification)
    except DrawingError:
        logger.exception("The picture %s of wave %s could not be drawn", shown.code, wave.pk)
        return _discreet(HttpResponse(status=503))
    return _discreet(HttpResponse(svg, content_type="image/svg+xml"))


def _report(request: HttpRequest, wave: Wave, *, base: str) -> HttpResponse:
    if wave.state != Wave.State.ASSESSED:
        raise Http404
    context = {
        "wave": wave,
        "community": wave.community,
        "report": Report(ResultPage(Findings.of(wave))),
        "base": base,
    }
    with timezone.override(zone_of(wave.community)):
        return _discreet(render(request, "assessments/results/report.html", context))


def _pdf(wave: Wave) -> HttpResponse:
    if wave.state != Wave.State.ASSESSED:
        raise Http404
    with timezone.override(zone_of(wave.community)):
        content = pdf(Report(ResultPage(Findings.of(wave))))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{wave.community.slug}-{wave.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _discreet(response)


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
