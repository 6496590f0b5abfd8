"""Signing in and out."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from assessments.web import limits


class SignInForm(AuthenticationForm):
    """An e-mail address and a password."""

    username = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": _("No account has this address and password. Are both typed right?"),
        "inactive": _("This account is closed."),
    }


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """Lets leaders and admins in; ten wrong passwords in a minute from one address are enough."""

    template_name = "assessments/accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- Django's own signature
        """Let nobody try a password from where too many were wrong."""
        if request.method == "POST" and limits.exhausted(request, "password"):
            return limits.too_many(request)
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count the wrong password and show the form again."""
        limits.count(self.request, "password")
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class SignOut(LogoutView):
    """Ends the session; by POST only."""
