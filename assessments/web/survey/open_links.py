"""The open link of a wave: whoever comes by it gets an invitation of their own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.communities.invitations import mint_open_invitation, wave_of_open_key
from assessments.domain.refusals import (
    RefusedError,
    UnknownTokenError,
    WaveClosedError,
    WaveNotYetOpenError,
)
from assessments.models.waves import Wave
from assessments.web import limits
from assessments.web.languages import member_language
from assessments.web.survey.entry import COOKIE, OPEN_LINK_COOKIE, admit, closed, held_token
from assessments.web.survey.landing import landing_words
from assessments.web.zones import zone_of

HONEYPOT = "website"
"""A field that people do not see and programs fill in."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Show who asks and why; Start makes an invitation, and a cookie holds its token.

    Nothing is made on GET: previews in chats would count as people.
    """
    if limits.exhausted(request, "token"):
        return limits.too_many(request)
    try:
        wave = wave_of_open_key(key, now=timezone.now())
    except UnknownTokenError:
        limits.count(request, "token")
        return render(request, "assessments/survey/unknown.html", status=404)
    except WaveClosedError:
        return closed(request)
    except WaveNotYetOpenError:
        return render(request, "assessments/survey/not_yet_open.html", status=403)
    language = member_language(request, wave.community)
    with translation.override(language), timezone.override(zone_of(wave.community)):
        if token := held_token(request, wave.pk, cookie=OPEN_LINK_COOKIE):
            return _let_in(request, wave, token)
        return _start(request, wave, key) if request.method == "POST" else _greet(request, wave)


def _greet(request: HttpRequest, wave: Wave, fault: str = "") -> HttpResponse:
    words = {**landing_words(wave), "honeypot": HONEYPOT, "fault": fault}
    return render(request, "assessments/survey/open_link.html", words, status=409 if fault else 200)


def _start(request: HttpRequest, wave: Wave, key: str) -> HttpResponse:
    if limits.exhausted(request, "open_link", most=limits.ENTRIES):
        return limits.too_many(request)
    if request.POST.get(HONEYPOT):
        return redirect("open_link", key=key)
    limits.count(request, "open_link")
    try:
        token = mint_open_invitation(key, now=timezone.now())
    except RefusedError as refused:
        return _greet(request, wave, str(refused))
    return _let_in(request, wave, token)


def _let_in(request: HttpRequest, wave: Wave, token: str) -> HttpResponse:
    """Give the cookie to the survey, and to this address so that one browser gets in once."""
    response = redirect("survey", wave_id=wave.pk)
    seconds = int((wave.closes_at - timezone.now()).total_seconds())
    for cookie, path in ((COOKIE, ""), (OPEN_LINK_COOKIE, request.path)):
        admit(response, wave_id=wave.pk, token=token, cookie=cookie, path=path, seconds=seconds)
    return response
