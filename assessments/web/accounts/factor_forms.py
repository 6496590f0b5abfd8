"""What people fill in as a second step: django-allauth's forms in our words."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from assessments.models.accounts import Account
from assessments.web.accounts.forms import LONGEST, Fields, InOurWords

REMEMBERED = 180  # seconds that a used code is remembered: longer than it could count

BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the parsers of a passkey's answer raise at one that no browser made."""


class OnlyOnce(Fields):
    """Takes a code only once: it counts for longer than allauth remembers it."""

    user: Account

    def clean_code(self) -> str:
        """Refuse a code that was used a moment ago."""
        code: str = super().clean_code()  # type: ignore[misc] # of allauth's form beside this
        used = salted_hmac("assessments.web.codes", f"{self.user.pk} {code}").hexdigest()
        if not cache.add(f"used-code:{used}", 1, timeout=REMEMBERED):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(InOurWords, OnlyOnce, mfa.AuthenticateForm):  # type: ignore[misc] # as above
    """The code of an authenticator app, or a recovery code."""


class SecondFactorAgainForm(InOurWords, OnlyOnce, mfa.ReauthenticateForm):  # type: ignore[misc] # as above
    """Such a code, before something that matters."""


class AppForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc] # as above
    """The first code of an authenticator app."""


class Credential(forms.JSONField):
    """A passkey's answer, which is never shown again: reading it once more could fail once more."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> str:  # noqa: ANN401, ARG002 -- as Django calls it
        """Show nothing of what was sent."""
        return ""

    def prepare_value(self, value: Any) -> str:  # noqa: ANN401, ARG002 -- as Django calls it
        """Show nothing."""
        return ""


class Hostile(Fields):
    """Refuses what no browser sends as a passkey's answer, whatever is wrong with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- whatever allauth gives
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Credential(max_length=LONGEST["credential"])

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()  # type: ignore[misc] # Django's own
        except BROKEN:
            self.cleaned_data.pop("credential", None)
            self.add_error(None, get_adapter().validation_error("incorrect_code"))

    def _clean_form(self) -> None:
        try:
            super()._clean_form()  # type: ignore[misc] # Django's own
        except BROKEN:
            self.add_error(None, get_adapter().validation_error("incorrect_code"))


class NewPasskeyForm(Hostile, InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc] # as above
    """A passkey to add; it signs in without a mailed code."""

    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        """Ask of every passkey that it knows its owner by a finger, a face or a number."""
        return True


class PasskeyNameForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc] # as above
    """Another name for a passkey."""


class PasskeySignInForm(Hostile, InOurWords, webauthn.LoginWebAuthnForm):  # type: ignore[misc] # as above
    """A passkey that says who signs in."""


class PasskeyForm(Hostile, InOurWords, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc] # as above
    """A passkey as the second factor."""


class PasskeyAgainForm(Hostile, InOurWords, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc] # as above
    """A passkey, before something that matters."""
