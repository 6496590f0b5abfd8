"""The way in: a token is exchanged for a cookie and leaves the address at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache, wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from csp.utils import build_policy
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.answers.answering import Access, access
from assessments.domain.refusals import UnknownTokenError, WaveClosedError, WaveNotYetOpenError
from assessments.models.waves import Wave
from assessments.web import limits
from assessments.web.languages import reading_language
from assessments.web.zones import zone_of

COOKIE = "survey"
OPEN_LINK_COOKIE = "open_link"
"""The same token under two names: for the pages of the survey, and for the open link's address."""

Rest = ParamSpec("Rest")
MemberView = Callable[Concatenate[HttpRequest, Access, Rest], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, UUID, Rest], HttpResponse]


@never_cache
@require_safe
def enter(request: HttpRequest, wave_id: UUID, token: str) -> HttpResponse:
    """Exchange the token of a personal link for a cookie."""
    response = _exchange(request, wave_id, token)
    response["Referrer-Policy"] = "no-referrer"
    return response


def for_member(view: MemberView[Rest]) -> PlainView[Rest]:
    """Let only the holder of a wave's cookie in, and speak their language in the group's zone."""

    @wraps(view)
    def answer(
        request: HttpRequest, wave_id: UUID, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        response = _answer(request, wave_id, *args, **kwargs)
        # As never_cache, in a word and without its cost; and the page's own, stricter policy.
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Content-Security-Policy"] = _policy()
        return response

    def _answer(
        request: HttpRequest, wave_id: UUID, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        token = held_token(request, wave_id)
        if not token:
            return _unknown(request)
        try:
            found = access(wave_id=wave_id, token=token, now=timezone.now())
            community = found.wave.community
            language = reading_language(request, community, found.language)
            with _speaking(language), timezone.override(zone_of(community)):
                response = view(request, found, *args, **kwargs)
                response.headers["Content-Language"] = language
                return response
        except UnknownTokenError:
            return _unknown(request)
        except WaveClosedError:
            return closed(request)
        except WaveNotYetOpenError:
            return _not_yet_open(request, wave_id)

    return cast("PlainView[Rest]", answer)


def admit(
    response: HttpResponse,
    *,
    wave_id: UUID,
    token: str,
    cookie: str = COOKIE,
    path: str = "",
    seconds: int | None = None,
) -> None:
    """Give the holder of a token its cookie, until the browser closes or for so many seconds."""
    response.set_cookie(
        cookie,
        _signer(cookie, wave_id).sign(token),
        max_age=seconds,
        path=path or reverse("survey", kwargs={"wave_id": wave_id}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def held_token(request: HttpRequest, wave_id: UUID, *, cookie: str = COOKIE) -> str:
    """Give the token that a browser holds for a wave; empty when it holds none, or a forged one."""
    try:
        return _signer(cookie, wave_id).unsign(request.COOKIES.get(cookie, ""))
    except signing.BadSignature:
        return ""


def closed(request: HttpRequest) -> HttpResponse:
    """Say that a wave is closed: the same page for every token."""
    return render(request, "assessments/survey/closed.html", status=410)


def _exchange(request: HttpRequest, wave_id: UUID, token: str) -> HttpResponse:
    if limits.exhausted(request, "token"):
        return limits.too_many(request)
    try:
        access(wave_id=wave_id, token=token, now=timezone.now())
    except UnknownTokenError:
        limits.count(request, "token")
        return _unknown(request)
    except WaveClosedError:
        return closed(request)
    except WaveNotYetOpenError:
        return _not_yet_open(request, wave_id)
    response = redirect("survey", wave_id=wave_id)
    admit(response, wave_id=wave_id, token=token)
    return response


def _speaking(language: str) -> AbstractContextManager[None]:
    """Speak a language, which mostly is the one that is spoken already."""
    return nullcontext() if language == get_language() else translation.override(language)


@cache
def _policy() -> str:
    """Give the policy of the site, with no way from a text to a script."""
    return build_policy(update={"require-trusted-types-for": ["'script'"]})


def _signer(cookie: str, wave_id: UUID) -> signing.Signer:
    """Sign for one cookie of one wave. A cookie lives as long as it is kept: it needs no time."""
    return signing.Signer(salt=f"assessments.web.entry {wave_id} {cookie}")


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "assessments/survey/unknown.html", status=404)


def _not_yet_open(request: HttpRequest, wave_id: UUID) -> HttpResponse:
    wave = Wave.objects.select_related("community").get(pk=wave_id)
    with timezone.override(zone_of(wave.community)):
        return render(request, "assessments/survey/not_yet_open.html", {"wave": wave}, status=403)
