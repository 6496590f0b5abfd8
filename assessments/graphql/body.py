"""Reading a GraphQL request: from the body of a POST, or from the address of a GET."""

import json
from email.message import Message
from http import HTTPStatus
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from strawberry.http import GraphQLRequestData

from assessments.graphql.examples import registered
from assessments.graphql.refusal import Refusal

LARGEST_BODY = 64 * 1024  # bytes


def read_request(request: HttpRequest) -> GraphQLRequestData:
    """Read query, variables, operation name and extensions.

    Raises
    ------
    Refusal
        413 or 414 if it is too large, 415 if it is no JSON in UTF-8, 400 if it is malformed.
    """
    parameters = _from_body(request) if request.method == "POST" else _from_address(request)
    query = _given(parameters, "query", str) or _registered(parameters)
    if not query:
        _malformed(_("There is no query in the request."))
    return GraphQLRequestData(
        query=query,
        variables=_given(parameters, "variables", dict),
        operation_name=_given(parameters, "operationName", str) or None,
        extensions=_given(parameters, "extensions", dict),
    )


def _registered(parameters: dict[str, Any]) -> str | None:
    name = _given(parameters, "documentId", str)
    if not name:
        return None
    found = registered().get(name)
    if found is None:
        message = _("No document is registered with this id; send the document itself.")
        raise Refusal(HTTPStatus.BAD_REQUEST, message, code="DOCUMENT_NOT_FOUND")
    return found


def _from_body(request: HttpRequest) -> dict[str, Any]:
    header = Message()
    header["Content-Type"] = request.META.get("CONTENT_TYPE", "")
    charset = str(header.get_param("charset", "utf-8")).lower()
    if header.get_content_type() != "application/json" or charset not in {"utf-8", "utf8"}:
        message = _("The body of a request is JSON in UTF-8: Content-Type: application/json")
        raise Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message, {"Accept-Post": "application/json"}
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        _too_large()
    if len(request.body) > LARGEST_BODY:
        _too_large()
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        _malformed(_("The body is not UTF-8."))
    parameters = _json(text)
    if not isinstance(parameters, dict):
        _malformed(_("The body is a JSON object with the member “query”."))
    return parameters


def _from_address(request: HttpRequest) -> dict[str, Any]:
    if len(request.META.get("QUERY_STRING", "")) > LARGEST_BODY:
        raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, _("The address is too long."))
    parameters: dict[str, Any] = {}
    for name, value in request.GET.items():
        structured = name in {"variables", "extensions"} and value
        parameters[name] = _json(str(value)) if structured else value or None
    return parameters


def _json(text: str) -> Any:  # noqa: ANN401 -- decoded JSON
    try:
        decoded = json.loads(text, parse_constant=_no_constant)
        # A lone surrogate is a valid escape in JSON, and no character that can be stored.
        json.dumps(decoded, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        _malformed(_("This is not JSON."))
    return decoded


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _given(parameters: dict[str, Any], name: str, kind: type) -> Any:  # noqa: ANN401 -- of that kind, or None
    value = parameters.get(name)
    if value is not None and not isinstance(value, kind):
        _malformed(_("“%s” is of the wrong type.") % name)
    return value


def _malformed(message: str) -> NoReturn:
    raise Refusal(HTTPStatus.BAD_REQUEST, message)


def _too_large() -> NoReturn:
    message = _("The body has at most %s bytes.") % LARGEST_BODY
    raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
