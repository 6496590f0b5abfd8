"""What every address of the API has in common: who looks, how much at once, and no copies."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, NotFound, PermissionDenied
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.domain.accounts.viewers import Viewer
from assessments.models.accounts import Account
from assessments.models.communities import Community


class Pages(LimitOffsetPagination):
    """``?limit=…&offset=…``; there are no filters and no orders, on purpose."""

    default_limit = 50
    max_limit = 200

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page in OpenAPI 3.1, which knows no ``nullable``."""
        described = super().get_paginated_response_schema(schema)
        for link in ("next", "previous"):
            described["properties"][link] = {"type": ["string", "null"], "format": "uri"}
        described["required"] = ["count", "next", "previous", "results"]
        return described


class RefusalSerializer(serializers.Serializer[Any]):
    """Why something is refused."""

    detail = serializers.CharField()


REFUSALS = {
    401: OpenApiResponse(RefusalSerializer, description="Not signed in."),
    404: OpenApiResponse(RefusalSerializer, description="Not there, or not yours to see."),
}

FORBIDDEN = {
    403: OpenApiResponse(RefusalSerializer, description="Yours to see, but not its results."),
}


class ViewerView(APIView):
    """A view that shows only what its viewer may see. What others may see is not found."""

    metadata_class = None
    missing: Promise = gettext_lazy("There is no such wave.")

    def handle_exception(self, exc: Exception) -> Response:
        """Say in the reader's language what is not there."""
        missing = NotFound(str(self.missing)) if type(exc) is Http404 else exc
        return super().handle_exception(missing)

    @property
    def viewer(self) -> Viewer:
        """Who looks: by token, or by session."""
        if isinstance(self.request.auth, Viewer):
            return self.request.auth
        if not isinstance(self.request.user, Account):
            raise NotAuthenticated
        return Viewer(self.request.user)

    def require(self, permission: str, community: Community) -> None:
        """Refuse with 403 what the viewer may not do in a community they see."""
        if not self.viewer.may(permission, community):
            raise PermissionDenied(_("This takes the permission %s.") % permission.upper())

    def finalize_response(
        self,
        request: Request,
        response: Response,
        *args: Any,  # noqa: ANN401 -- as DRF calls it
        **kwargs: Any,  # noqa: ANN401
    ) -> Response:
        """Let nobody on the way keep a copy."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(final, private=True, no_store=True)
        patch_vary_headers(final, ["Authorization", "Cookie", "Accept-Language"])
        return final


def not_found(_request: HttpRequest, **_path: str) -> JsonResponse:
    """Answer an address that does not exist, in the language of programs."""
    return JsonResponse({"detail": _("Not found.")}, status=404)
