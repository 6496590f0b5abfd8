"""Where scripts write into the page by strings, as the policy of all other pages forbids."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

OLDER = ("/admin/", "/graphql", "/api/")
"""The admin with its jQuery, GraphiQL and the page about REST: made by others, before."""


def spare_older_scripts(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ask for Trusted Types everywhere but there; the rest of the policy holds there too."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith(OLDER):
            said = getattr(response, "_csp_replace", None) or {}
            response._csp_replace = {**said, "require-trusted-types-for": None}  # type: ignore[attr-defined] # noqa: SLF001 -- as django-csp's decorators do it
        return response

    return answer
