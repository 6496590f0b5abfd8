"""In which language a page speaks."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from assessments.models.communities import Community, Member
from assessments.web.programs import asks_program, too_many_parameters

CHOICE_SECONDS = 365 * 24 * 3600


def choose_language(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Remember the language chosen by ``?lang=`` and take it out of the address."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            chosen = request.GET.get("lang")
        except TooManyFieldsSent:
            if not asks_program(request):
                raise
            with translation.override(visitors_language(request)):
                return too_many_parameters(request)
        if chosen is None or request.method != "GET" or chosen not in dict(settings.LANGUAGES):
            return get_response(request)
        left = request.GET.copy()
        del left["lang"]
        query = f"?{left.urlencode()}" if left else ""
        return _remember(HttpResponseRedirect(f"{_local(request.path)}{query}"), chosen)

    return answer


def _local(path: str) -> str:
    """Keep a path on this host: two slashes at its start would name another."""
    return "/" + path.lstrip("/\\")


def _remember(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=CHOICE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def visitors_language(request: HttpRequest) -> str:
    """Give the language in which somebody reads of whom nothing else is known."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return _read(_accepted(request), "")


def member_language(
    request: HttpRequest, community: Community, member: Member | None = None
) -> str:
    """Give the language in which a member of the roster, or anybody, reads."""
    return reading_language(request, community, member.language if member else "")


def reading_language(request: HttpRequest, community: Community, own: str) -> str:
    """Give the language in which a member reads.

    It is the one they chose; else their own, as the roster states it; else the community's, unless
    their browser reads other languages only.
    """
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    if own:
        return _offered(own) or _offered(community.language) or settings.LANGUAGE_CODE
    return _read(_accepted(request), community.language)


def _accepted(request: HttpRequest) -> str:
    accepted: str = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return accepted[:500]


@lru_cache(maxsize=1024)
def _read(accepted: str, spoken: str) -> str:
    """Choose between what a browser reads and what a community speaks."""
    weighed = parse_accept_lang_header(accepted)
    read = [offered for language, _weight in weighed if (offered := _offered(language))]
    community = _offered(spoken)
    if community and (community in read or not read):
        return community
    return read[0] if read else settings.LANGUAGE_CODE


def _offered(language: str) -> str:
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return ""
