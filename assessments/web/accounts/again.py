"""Asking once more who it is, before something that matters."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base.views import ReauthenticateView as FactorAgainView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from assessments.web import limits
from assessments.web.accounts.signing_in import GUESSED, Guessed


class PasswordAgain(Guessed, ReauthenticateView):  # type: ignore[misc] # allauth has no types
    """Takes the password once more."""


class FactorAgain(Guessed, FactorAgainView):  # type: ignore[misc] # as above
    """Takes a code of the authenticator app, or a recovery code, once more."""


class PasskeyAgain(Guessed, ReauthenticateWebAuthnView):  # type: ignore[misc] # as above
    """Takes a passkey once more."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ANN401 -- a form of allauth
        """Count it and ask again, with what was wrong."""
        limits.count(self.request, GUESSED)
        words = self.get_context_data(form=form)
        again: HttpResponse = self.render_to_response(words, status=422)
        return again


class AskAgain:
    """Middleware that asks before what matters, and keeps nothing of the request meanwhile.

    django-allauth's own keeps the whole request in the session, network address and all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Do nothing unless something is raised."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Lead to the first way there is, and then back to the page."""
        if not isinstance(error, ReauthenticationRequired):
            return None
        ways: list[dict[str, Any]] = get_adapter().get_reauthentication_methods(request.user)
        where = ways[0]["url"] if ways else reverse("account_login")
        return redirect(f"{where}?{urlencode({'next': request.path})}")
