"""GraphQL over HTTP, as its specification says (graphql.github.io/graphql-over-http)."""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from cross_web import HTTPException
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from graphql import GraphQLError
from strawberry.django import views
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult

from assessments.graphql.allowance import RATE_LIMITED, Allowance
from assessments.graphql.answers import ANSWERS, Asked
from assessments.graphql.body import LARGEST_BODY, read_request
from assessments.graphql.context import Context
from assessments.graphql.errors import is_unexpected, masked
from assessments.graphql.negotiation import GRAPHQL_RESPONSE, LEGACY, OFFERED, media_of
from assessments.graphql.refusal import Refusal
from assessments.graphql.signing_in import secret_of, viewer_of

METHODS = "GET, POST"
VARY = "Accept, Authorization, Cookie, Accept-Language"


class GraphQLView(views.GraphQLView[Context, None]):
    """Strawberry's view with sign-in, negotiation, limits and errors in JSON."""

    graphql_ide = None

    def dispatch(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- as Django calls it
        """Answer a request."""
        try:
            response = self._answer(request)
        except Refusal as refusal:
            response = _refused(request, refusal)
        except GraphQLError as error:  # of a kept answer, when the allowance is spent
            written = _json({"errors": [error.formatted]})
            response = _limited(_written(request, written, HTTPStatus.TOO_MANY_REQUESTS), [error])
        except SuspiciousOperation:
            malformed = Refusal(HTTPStatus.BAD_REQUEST, _("This request is malformed."))
            response = _refused(request, malformed)
        response["Cache-Control"] = "private, no-store"
        response["Vary"] = VARY
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "POST"}:
            message = _("GraphQL is asked with GET or POST.")
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, message, {"Allow": METHODS})
        if media_of(request) is None:
            message = _("Answers are %s.") % ", ".join(OFFERED)
            raise Refusal(HTTPStatus.NOT_ACCEPTABLE, message)
        asked = asked_before(request)
        if asked and (kept := ANSWERS.find(asked)):
            Allowance(who=kept.token, now=asked.now).charge(kept.cost)
            return _written(request, kept.text, HTTPStatus.OK)
        viewer = viewer_of(request)
        sent = read_request(request)
        stamp = ANSWERS.stamp(asked) if asked else None
        context = Context(request=request, viewer=viewer, operation_name=sent.operation_name)
        result = self._executed(request, sent, context)
        context.record_views()
        text = _json(self.process_result(request, result))
        if asked and not result.errors:
            ANSWERS.keep(asked, stamp, context, text=text, cost=context.cost)
        return _limited(_written(request, text, _status(request, result)), result.errors or ())

    def _executed(
        self, request: HttpRequest, asked: GraphQLRequestData, context: Context
    ) -> ExecutionResult:
        try:
            return self.execute_single(
                request=request,
                request_adapter=self.request_adapter_class(request),
                sub_response=self.get_sub_response(request),
                context=context,
                root_value=None,
                request_data=asked,
            )
        except HTTPException as error:
            if isinstance(error.__cause__, InvalidOperationTypeError):
                message = _("Changes are made with POST.")
                raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, message, {"Allow": "POST"}) from None
            raise Refusal(HTTPStatus(error.status_code), error.reason) from None

    def process_result(self, request: HttpRequest, result: ExecutionResult) -> GraphQLHTTPResponse:  # noqa: ARG002 -- as Strawberry calls it
        """Write a result; one that never ran has no data, and unexpected errors are masked."""
        written: dict[str, Any] = {}
        if _ran(result):
            written["data"] = result.data
        if result.errors:
            written["errors"] = [masked(error).formatted for error in result.errors]
        if result.extensions:
            written["extensions"] = result.extensions
        return written  # type: ignore[return-value] # its dictionary wants all keys at once


def asked_before(request: HttpRequest) -> Asked | None:
    """Give what a program asks by POST, to look whether it was answered already."""
    secret = secret_of(request)
    if request.method != "POST" or secret is None:
        return None
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return None
    media = f"{media_of(request)} {request.META.get('CONTENT_TYPE', '')}"
    return Asked(secret=secret, body=request.body, media=media, now=timezone.now())


def _ran(result: ExecutionResult) -> bool:
    """Whether fields were resolved: then there is data, or an error at a place in the data."""
    return result.data is not None or any(error.path for error in result.errors or ())


def _status(request: HttpRequest, result: ExecutionResult) -> HTTPStatus:
    if _ran(result):
        return HTTPStatus.OK
    if any(is_unexpected(error) for error in result.errors or ()):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    if any((error.extensions or {}).get("code") == RATE_LIMITED for error in result.errors or ()):
        return HTTPStatus.TOO_MANY_REQUESTS
    # Clients of the older media type expect 200 with every GraphQL answer.
    legacy = media_of(request) == LEGACY
    return HTTPStatus.OK if legacy else HTTPStatus.BAD_REQUEST


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    code = {"code": refusal.code}
    written = {"errors": [{"message": refusal.message, "extensions": code}]}
    response = _written(request, _json(written), refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _limited(response: HttpResponse, errors: Iterable[GraphQLError]) -> HttpResponse:
    """Say in a header, too, when to try again."""
    for error in errors:
        if seconds := (error.extensions or {}).get("retryAfter"):
            response["Retry-After"] = str(seconds)
    return response


def _json(written: Any) -> str:  # noqa: ANN401 -- JSON
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _written(request: HttpRequest, text: str, status: HTTPStatus) -> HttpResponse:
    media = media_of(request) or GRAPHQL_RESPONSE
    return HttpResponse(text, status=status, content_type=f"{media}; charset=utf-8")
