"""GraphQL over HTTP, as its specification says (graphql.github.io/graphql-over-http)."""

import json
from http import HTTPStatus
from typing import Any

from cross_web import HTTPException
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from strawberry.django import views
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult

from assessments.graphql.body import read_request
from assessments.graphql.context import Context
from assessments.graphql.errors import is_unexpected, masked
from assessments.graphql.negotiation import GRAPHQL_RESPONSE, LEGACY, OFFERED, chosen
from assessments.graphql.refusal import Refusal
from assessments.graphql.signing_in import viewer_of

METHODS = "GET, POST"


# Sessions are checked in ``signing_in``: programs with a token have no CSRF token.
@method_decorator(csrf_exempt, name="dispatch")
class GraphQLView(views.GraphQLView[Context, None]):
    """Strawberry's view with sign-in, negotiation, limits and errors in JSON."""

    graphql_ide = None

    def dispatch(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- as Django calls it
        """Answer a request."""
        try:
            response = self._answer(request)
        except Refusal as refusal:
            response = _refused(request, refusal)
        except SuspiciousOperation:
            malformed = Refusal(HTTPStatus.BAD_REQUEST, _("This request is malformed."))
            response = _refused(request, malformed)
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Accept", "Authorization", "Cookie", "Accept-Language"])
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "POST"}:
            message = _("GraphQL is asked with GET or POST.")
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, message, {"Allow": METHODS})
        if chosen(request.headers.get("Accept")) is None:
            message = _("Answers are %s.") % ", ".join(OFFERED)
            raise Refusal(HTTPStatus.NOT_ACCEPTABLE, message)
        viewer = viewer_of(request)
        asked = read_request(request)
        context = Context(request=request, viewer=viewer, operation_name=asked.operation_name)
        result = self._executed(request, asked, context)
        return _response(request, self.process_result(request, result), _status(request, result))

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


def _ran(result: ExecutionResult) -> bool:
    """Whether fields were resolved: then there is data, or an error at a place in the data."""
    return result.data is not None or any(error.path for error in result.errors or ())


def _status(request: HttpRequest, result: ExecutionResult) -> HTTPStatus:
    if _ran(result):
        return HTTPStatus.OK
    if any(is_unexpected(error) for error in result.errors or ()):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    # Clients of the older media type expect 200 with every GraphQL answer.
    legacy = chosen(request.headers.get("Accept")) == LEGACY
    return HTTPStatus.OK if legacy else HTTPStatus.BAD_REQUEST


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    code = {"code": refusal.status.name}
    written = {"errors": [{"message": refusal.message, "extensions": code}]}
    response = _response(request, written, refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _response(request: HttpRequest, written: Any, status: HTTPStatus) -> HttpResponse:  # noqa: ANN401 -- JSON
    media = chosen(request.headers.get("Accept")) or GRAPHQL_RESPONSE
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type=f"{media}; charset=utf-8")
