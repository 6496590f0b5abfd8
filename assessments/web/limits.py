"""How much somebody may try: guesses, and the length of what they send."""

from collections.abc import Callable
from datetime import datetime
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from assessments.web.programs import asks_program, body_too_large

GUESSES = 10
"""Wrong tokens, receipts or passwords that an address may send in a minute."""

HOME_NETWORK = 64  # bits

ENTRIES = 60
"""People who may come by an open link from one address in a minute: a class in one room."""


def address_of(request: HttpRequest) -> str:
    """Give the network address of who asks; behind a proxy, the one that the proxy saw."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.PRODUCTION else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def network_of(request: HttpRequest) -> str:
    """Give the network of who asks: of IPv6 a household has not one address but 2 to the 64."""
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return ""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, HOME_NETWORK), strict=False))


def exhausted(request: HttpRequest, kind: str, *, most: int = GUESSES) -> bool:
    """Whether an address has used up its tries of a kind for this minute."""
    return int(cache.get(_key(request, kind, timezone.now()), 0)) >= most


def count(request: HttpRequest, kind: str) -> None:
    """Count a try. Only a keyed hash of the address is kept, for a minute, beside nothing else."""
    key = _key(request, kind, timezone.now())
    if not cache.add(key, 1, timeout=60):
        try:
            cache.incr(key)
        except ValueError:  # it ran out in between
            cache.set(key, 1, timeout=60)


def too_many(request: HttpRequest) -> HttpResponse:
    """Ask to wait a minute."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def refuse_long_bodies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse a body longer than any honest one before anything reads it, files included."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if not length.isdecimal() or int(length[:12]) > most:
            if asks_program(request):
                return body_too_large(request)
            return render(request, "413.html", status=413)
        return get_response(request)

    return answer


def _key(request: HttpRequest, kind: str, now: datetime) -> str:
    who = salted_hmac("assessments.web.limits", network_of(request)).hexdigest()[:32]
    return f"tries:{kind}:{who}:{now:%H%M}"
