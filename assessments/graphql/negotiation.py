"""Which media type an answer has, by the client's Accept header (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from functools import lru_cache

from django.http import HttpRequest

GRAPHQL_RESPONSE = "application/graphql-response+json"
LEGACY = "application/json"
OFFERED = (LEGACY, GRAPHQL_RESPONSE)
"""What is offered; of those that a client likes equally, the one it named more exactly, and then
the first: older clients accept anything and understand only plain JSON."""


def media_of(request: HttpRequest) -> str | None:
    """Choose the media type of the answer to a request; None if its client accepts none."""
    return chosen(request.META.get("HTTP_ACCEPT"))


@lru_cache(maxsize=64)
def chosen(accept: str | None) -> str | None:
    """Choose the media type of an answer; None if the client accepts none that is offered."""
    if accept is None or not accept.strip():
        return LEGACY
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    ranked = [(_liking(offer, ranges), offer) for offer in OFFERED]
    best = max(ranked, key=lambda each: each[0])
    return best[1] if best[0][0] > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _equals, value = parameter.partition("=")
        if key.strip() == "charset" and value.strip('" ') not in {"utf-8", "utf8", "*"}:
            return name, 0.0
        if key.strip() == "q":
            quality = _quality(value)
    return name, quality


def _quality(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0 <= value <= 1 else 0.0


def _liking(offer: str, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """Quality of the most exact range that takes an offer, and how exact that is."""
    names = {offer: 2, f"{offer.partition('/')[0]}/*": 1, "*/*": 0}
    exact = [(names[name], quality) for name, quality in ranges if name in names]
    exactness, quality = max(exact, default=(0, 0.0))
    return quality, exactness
