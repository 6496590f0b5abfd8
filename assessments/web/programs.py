"""Refusals for programs, which read JSON, where a request does not even reach the API."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

GRAPHQL, REST = "/graphql", "/api/v1/"
LARGEST_GRAPHQL = 64 * 1024
"""Bytes of a body that GraphQL takes, which it counts itself; elsewhere it is the settings'."""

MEDIA = "application/graphql-response+json"


def asks_program(request: HttpRequest) -> bool:
    """Whether a program asks: of the API, or of a page as JSON."""
    path = request.path_info
    if path == GRAPHQL or path.startswith(REST):
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def refused(request: HttpRequest, status: HTTPStatus, message: str) -> JsonResponse:
    """Refuse a request as the API does that it was meant for."""
    written: dict[str, object] = {"detail": message}
    if request.path_info == GRAPHQL:
        written = {"errors": [{"message": message, "extensions": {"code": status.name}}]}
    response = JsonResponse(written, status=status)
    if request.path_info == GRAPHQL and MEDIA in request.headers.get("Accept", ""):
        response["Content-Type"] = f"{MEDIA}; charset=utf-8"
    response["Cache-Control"] = "private, no-store"
    return response


def too_many_parameters(request: HttpRequest) -> JsonResponse:
    """Refuse an address with more parameters than Django reads."""
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    message = _("An address has at most %s parameters.") % most
    return refused(request, HTTPStatus.BAD_REQUEST, message)


def body_too_large(request: HttpRequest) -> JsonResponse:
    """Refuse a body that is too long."""
    graphql = request.path_info == GRAPHQL
    most = LARGEST_GRAPHQL if graphql else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    message = _("The body has at most %s bytes.") % most
    return refused(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
