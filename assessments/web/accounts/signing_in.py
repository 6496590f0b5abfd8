"""Signing in, signing up and signing out: django-allauth's steps, with guesses counted."""

from typing import TYPE_CHECKING, Any

from allauth.account import views
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments.web import limits

if TYPE_CHECKING:
    from django.views.generic import FormView

    View = FormView[Any]
else:
    View = object

GUESSED = "password"  # the kind of try, for passwords and codes together


@method_decorator(never_cache, name="dispatch")
class Guessed(View):
    """Ten wrong passwords and codes in a minute from one network address are enough."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- Django's own signature
        """Let nobody try from where too many were wrong."""
        if request.method == "POST" and limits.exhausted(request, GUESSED):
            return limits.too_many(request)
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ANN401 -- a form of allauth
        """Count what was wrong and show the form again."""
        limits.count(self.request, GUESSED)
        response = super().form_invalid(form)
        if response.status_code == 200:  # noqa: PLR2004 -- the form once more, not sent elsewhere
            response.status_code = 422
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's own signature
        """Say where mails go that are not sent, and what a passkey asks of the address."""
        return {
            **super().get_context_data(**more),
            "mail_folder": mail_folder(),
            "sign_up_is_open": settings.SIGN_UP == "OPEN",
        }


class SignIn(Guessed, views.RequestLoginCodeView):  # type: ignore[misc] # allauth has no types
    """Mails a code to an address; a passkey or a password do instead."""

    template_name = "account/login.html"

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 -- a form of allauth
        """Count the mail: nobody has ten sent in a minute."""
        limits.count(self.request, GUESSED)
        asked: HttpResponse = super().form_valid(form)
        return asked


class SignInByCode(Guessed, views.ConfirmLoginCodeView):  # type: ignore[misc] # as above
    """Takes the mailed code."""


class SignInByPassword(Guessed, views.LoginView):  # type: ignore[misc] # as above
    """Takes an address and a password."""

    template_name = "account/login_by_password.html"


class SecondStep(Guessed, AuthenticateView):  # type: ignore[misc] # as above
    """Takes the code of an authenticator app, a recovery code or a passkey."""


class SignUp(Guessed, views.SignupView):  # type: ignore[misc] # as above
    """Makes an account, where anybody may."""


class ConfirmAddress(Guessed, views.ConfirmEmailVerificationCodeView):  # type: ignore[misc] # as above
    """Takes the code that was mailed to a new address."""


class ForgotPassword(Guessed, views.PasswordResetView):  # type: ignore[misc] # as above
    """Mails a code to whoever has forgotten a password."""


class ForgotPasswordCode(Guessed, views.ConfirmPasswordResetCodeView):  # type: ignore[misc] # as above
    """Takes that code."""


class ReplacePassword(Guessed, views.CompletePasswordResetView):  # type: ignore[misc] # as above
    """Takes another password."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's own signature
        """Name the account to the browser, which keeps the password under it."""
        return {**super().get_context_data(**more), "email": self._process.user.email}


class Inactive(views.AccountInactiveView):  # type: ignore[misc] # as above
    """Says that an account is closed."""


sign_out = require_POST(views.logout)
"""Ends the session; by POST only."""


def mail_folder() -> str:
    """Give the folder in which mails end that are not sent; empty where they are."""
    return "" if settings.PRODUCTION else str(getattr(settings, "EMAIL_FILE_PATH", "") or "")
