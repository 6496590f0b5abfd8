"""Passkeys: the account's keys on its owner's devices."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth
from django.http import HttpRequest, HttpResponse

from assessments.web.accounts.signing_in import Guessed


class AddPasskey(Guessed, views.AddWebAuthnView):  # type: ignore[misc] # allauth has no types
    """Adds a passkey, which signs in by itself."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's own signature
        """Ask for a key that knows its owner, and says on its own whose it is."""
        words = super().get_context_data(**more)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {
            **words,
            "js_data": {"creation_options": options},
            "numbers_only": named_address(self.request),
        }


class RenamePasskey(Guessed, views.EditWebAuthnView):  # type: ignore[misc] # as above
    """Takes another name for a passkey."""


def named_address(request: HttpRequest) -> str:
    """Give the address of the page by name, where it was opened by the number of this machine."""
    host = request.get_host()
    name, _colon, port = (
        host.rpartition(":") if host.rpartition(":")[2].isdigit() else (host, "", "")
    )
    if name not in {"127.0.0.1", "[::1]"}:
        return ""
    place = f"localhost:{port}" if port else "localhost"
    return f"{request.scheme}://{place}{request.path}"


class SignInByPasskey(Guessed, views.LoginWebAuthnView):  # type: ignore[misc] # as above
    """Takes a passkey that says who signs in."""

    def get_success_url(self) -> str:
        """Lead to where one was going."""
        return get_next_redirect_url(self.request) or ""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 -- a form of allauth
        """Sign in, and lead to where one was going."""
        login = views.Login(
            user=form.cleaned_data["credential"].user,
            redirect_url=get_next_redirect_url(self.request),
        )
        authenticator = form.cleaned_data["credential"]
        done: HttpResponse = views.flows.perform_passwordless_login(
            self.request, authenticator, login
        )
        return done
