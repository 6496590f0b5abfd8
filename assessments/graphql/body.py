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
TEXTS = {"query", "documentId", "operationName"}
OBJECTS = {"variables", "extensions"}


def read_request(request: HttpRequest) -> GraphQLRequestData:
    """Read query, variables, operation name and extensions.

    Raises
    ------
    Refusal
        413 or 414 if it is too large, 415 if it is no JSON in UTF-8, 400 if it is malformed.
    """
    parameters = _from_body(request) if request.method == "POST" else _from_address(request)
    query = _given(parameters, "query") or _registered(parameters)
    if not query:
        _malformed(_("A request has a “query” or a “documentId”; this has neither."))
    return GraphQLRequestData(
        query=query,
        variables=_given(parameters, "variables"),
        operation_name=_given(parameters, "operationName") or None,
        extensions=_given(parameters, "extensions"),
    )


def _registered(parameters: dict[str, Any]) -> str | None:
    name = _given(parameters, "documentId")
    if not name:
        return None
    found = registered().get(name)
    if found is None:
        message = _("No document is registered with this id; send the document itself.")
        raise Refusal(HTTPStatus.BAD_REQUEST, message, code="DOCUMENT_NOT_FOUND")
    return found


def _from_body(request: HttpRequest) -> dict[str, Any]:
    _check_kind(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        _too_large()
    if len(request.body) > LARGEST_BODY:
        _too_large()
    if not request.body:  # or it came in chunks, which the web server does not pass on
        _malformed(_("There is no body; send one with its Content-Length."))
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        _malformed(_("The body is not UTF-8."))
    parameters = _json(text, of="body")
    if not isinstance(parameters, dict):
        _malformed(_("The body is a JSON object with the member “query”."))
    return parameters


def _check_kind(request: HttpRequest) -> None:
    header = Message()
    header["Content-Type"] = request.META.get("CONTENT_TYPE", "")
    charset = str(header.get_param("charset", "utf-8")).lower()
    if header.get_content_type() != "application/json" or charset not in {"utf-8", "utf8"}:
        message = _("The body of a request is JSON in UTF-8: Content-Type: application/json")
        raise Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message, {"Accept-Post": "application/json"}
        )
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        message = _("The body is taken as it is, not compressed.")
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message, {"Accept-Encoding": "identity"})


def _from_address(request: HttpRequest) -> dict[str, Any]:
    if len(request.META.get("QUERY_STRING", "")) > LARGEST_BODY:
        raise Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, _("The address is too long."))
    parameters: dict[str, Any] = {}
    for name, value in request.GET.items():
        structured = name in OBJECTS and value
        parameters[name] = _json(str(value), of=name) if structured else value or None
    return parameters


def _json(text: str, *, of: str) -> Any:  # noqa: ANN401 -- decoded JSON
    try:
        decoded = json.loads(text, parse_constant=_no_constant)
        # A lone surrogate is a valid escape in JSON, and no character that can be stored.
        json.dumps(decoded, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as fault:
        place = {"name": of, "line": fault.lineno, "column": fault.colno}
        _malformed(_("“%(name)s” is not JSON: look at line %(line)s, column %(column)s.") % place)
    except (ValueError, RecursionError):
        message = _(
            "“%s” has what is not taken: NaN or Infinity, half of a surrogate pair, a number of "
            "thousands of digits, or brackets nested hundreds deep."
        )
        _malformed(message % of)
    return decoded


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _given(parameters: dict[str, Any], name: str) -> Any:  # noqa: ANN401 -- of its kind, or None
    value = parameters.get(name)
    if name in TEXTS and not isinstance(value, str | None):
        _malformed(_("“%s” must be a text.") % name)
    if name in OBJECTS and not isinstance(value, dict | None):
        _malformed(_("“%s” must be an object, in braces.") % name)
    return value


def _malformed(message: str) -> NoReturn:
    raise Refusal(HTTPStatus.BAD_REQUEST, message)


def _too_large() -> NoReturn:
    message = _("The body has at most %s bytes.") % LARGEST_BODY
    raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)
