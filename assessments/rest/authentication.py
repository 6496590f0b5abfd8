"""Signing in to REST with a bearer token."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from assessments.domain.accounts.viewers import Viewer, viewer_of_token
from assessments.models.accounts import Account

SCHEME = "bearer"


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer TOKEN``; ``request.auth`` is then the viewer with that token."""

    def authenticate(self, request: Request) -> tuple[Account, Viewer] | None:
        """Let a program in, or leave it to the session where there is no bearer token."""
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != SCHEME:
            return None
        viewer = viewer_of_token(words[1], now=timezone.now()) if len(words) == 2 else None  # noqa: PLR2004 -- the scheme and the token
        if viewer is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        return viewer.account, viewer

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 -- as DRF calls it
        """Say with 401 how to sign in."""
        return 'Bearer realm="commsurvey"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # its __init_subclass__ is
    """How the OpenAPI document describes it."""

    target_class = BearerAuthentication
    name = SCHEME

    def get_security_definition(self, auto_schema: object) -> dict[str, Any]:  # noqa: ARG002 -- as it is called
        """Give the security scheme."""
        return {
            "type": "http",
            "scheme": SCHEME,
            "description": "A token from the account page. It reaches what its account leads.",
        }
