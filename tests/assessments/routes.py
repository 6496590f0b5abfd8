"""Every route of the project, found by walking its resolver."""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


def patterns(
    resolver: URLResolver | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Give each pattern with the whole of its address as it is written in the urls."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        else:
            yield route, each


def address(route: str, values: Mapping[str, object]) -> str:
    """Fill in a route; one written as a regular expression is given whole in ``values``."""
    if route in values:
        return f"/{values[route]}"
    filled = route
    for name in RoutePattern(route).converters:
        begin, end = filled.rindex("<", 0, filled.index(f"{name}>")), filled.index(f"{name}>")
        filled = filled[:begin] + str(values[name]) + filled[end + len(name) + 1 :]
    return f"/{filled}"
