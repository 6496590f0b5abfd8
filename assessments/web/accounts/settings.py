"""The account page: the name, the language and the time zone of who is signed in."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.accounts.accounts import means_of
from assessments.models.accounts import Account
from assessments.web.zones import zone_names

if TYPE_CHECKING:
    AccountModelForm = forms.ModelForm[Account]
else:
    AccountModelForm = forms.ModelForm  # cannot be subscripted when it runs


class AccountForm(AccountModelForm):
    """What an account says of itself."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy(
            "For times on your own pages. Those of a community are shown in its own."
        ),
    )

    class Meta:
        model = Account
        fields = ("name", "language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        super().__init__(*args, **kwargs)
        names = [(name, name.replace("_", " ")) for name in zone_names()]
        self.fields["time_zone"].choices = [("", gettext_lazy("As the installation")), *names]  # type: ignore[attr-defined] # it is a ChoiceField
        choices = [
            ("", gettext_lazy("As the browser")),
            *settings.LANGUAGES,
        ]
        self.fields["language"].choices = choices  # type: ignore[attr-defined] # it is a ChoiceField
        self.fields["name"].widget.attrs["autocomplete"] = "name"


def speak_to_account(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Speak the language of who is signed in, in their time zone.

    A language chosen at the foot of a page goes before the one of the account.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        # Without a session nobody is signed in, and nothing has to be looked up; the pages of a
        # survey have no user at all.
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        account = getattr(request, "user", None) if signed_in else None
        if not isinstance(account, Account):
            return get_response(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) in dict(settings.LANGUAGES)
        if account.language and not chosen:
            translation.activate(account.language)
            request.LANGUAGE_CODE = translation.get_language()
        zone = zone_of_account(account)
        with timezone.override(zone) if zone else nullcontext():
            return get_response(request)

    return answer


def zone_of_account(account: Account) -> ZoneInfo | None:
    """Give the time zone that an account has chosen, if it is one."""
    try:
        return ZoneInfo(account.time_zone) if account.time_zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_page(request: HttpRequest) -> HttpResponse:
    """Show what belongs to an account, and change what it says of itself."""
    account = cast("Account", request.user)
    form = AccountForm(request.POST or None, instance=Account.objects.get(pk=account.pk))
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with translation.override(saved.language or translation.get_language()):
            messages.success(request, _("Saved."))
        response = redirect("account")
        # What was chosen at the foot of a page gives way to what was chosen here, last.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    words = {"form": form, "means": means_of(account)}
    status = 422 if form.errors else 200
    return render(request, "assessments/accounts/account.html", words, status=status)
