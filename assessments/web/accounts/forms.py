"""What people fill in to sign in: django-allauth's forms in our words."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.account.internal.flows.manage_email import sync_user_email_address
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from assessments.models.accounts import Account

LONGEST_CREDENTIAL = 20_000  # characters; the longest honest one has some thousands

LABELS = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "name": _("Name"),
    "password": _("Password"),
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
}
LONGEST = {"code": 100, "name": 100, "password": 1000, "oldpassword": 1000, "password1": 1000,
           "password2": 1000, "credential": LONGEST_CREDENTIAL}  # fmt: skip

if TYPE_CHECKING:
    Fields = forms.Form
else:
    Fields = object  # a form of allauth stands beside it when it runs


class InOurWords(Fields):
    """Gives fields the product's labels and lengths, and no words that vanish on typing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- whatever allauth gives
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in LONGEST:
                field.max_length = LONGEST[name]  # type: ignore[attr-defined] # all are texts
                field.validators.append(MaxLengthValidator(LONGEST[name]))
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}
            self.fields["code"].widget.attrs["class"] = "short code"
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""


class SignInForm(InOurWords, account.RequestLoginCodeForm):  # type: ignore[misc] # allauth has no types
    """An address to mail a code to."""

    def clean_email(self) -> str:
        """Have the code confirm the address too, where an admin stated it."""
        email: str = super().clean_email()
        if email and self._user:
            sync_user_email_address(self._user)
        return email


class CodeForm(InOurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc] # as above
    """The mailed code."""


class PasswordForm(InOurWords, account.LoginForm):  # type: ignore[misc] # as above
    """An address and a password."""

    def _setup_password_field(self) -> None:
        """Keep the password, though accounts are made without one."""


class SignUpForm(InOurWords, account.SignupForm):  # type: ignore[misc] # as above
    """An address and a name for a new account."""

    name = forms.CharField(max_length=100, required=False)

    def signup(self, _request: object, made: Account) -> None:
        """Keep the name."""
        made.name = self.cleaned_data["name"]
        made.save(update_fields=["name"])

    def custom_signup(self, request: object, user: Account) -> None:
        """Keep the name."""
        self.signup(request, user)


class PasswordAgainForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc] # as above
    """The password once more, before something that matters."""


class AddressForm(InOurWords, account.AddEmailForm):  # type: ignore[misc] # as above
    """Another address."""


class AddressCodeForm(InOurWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc] # as above
    """The code that was mailed to another address."""


class NewPasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc] # as above
    """A first password."""


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc] # as above
    """Another password."""


class ForgottenPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc] # as above
    """The address of an account whose password is forgotten."""


class ForgottenPasswordCodeForm(InOurWords, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc] # as above
    """The mailed code that lets its reader set another password."""


class ReplacePasswordForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc] # as above
    """Another password in the place of a forgotten one."""
