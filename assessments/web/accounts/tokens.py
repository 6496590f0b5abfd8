"""API tokens of an account: named, shown once, expiring, revocable."""

from typing import Any, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.accounts.viewers import (
    LIFETIMES,
    USUAL_LIFETIME,
    Viewer,
    create_api_token,
    revoke_api_token,
    working_tokens,
)
from assessments.domain.refusals import RefusedError
from assessments.models.accounts import Account
from assessments.models.communities import Community

MOST_TOKENS = 100


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What the token is for, as “monthly report”."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Expires"),
        coerce=int,
        initial=USUAL_LIFETIME,
        choices=[(days, gettext_lazy("after %s days") % days) for days in LIFETIMES],
    )
    communities = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Communities it reaches"),
        required=False,
        queryset=Community.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a choice it reaches all that you lead, now and later."),
    )

    def __init__(self, *args: Any, led: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["communities"].queryset = led  # type: ignore[attr-defined] # it is a ModelChoiceField


@never_cache
@login_required
@require_safe
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens that let programs in, and those that expired."""
    account = cast("Account", request.user)
    kept = account.api_tokens.filter(revoked_at=None).prefetch_related("communities")
    words = {"tokens": kept.order_by("-created_at"), "now": timezone.now()}
    return render(request, "assessments/accounts/tokens.html", words)


@never_cache
@login_required
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator] # allauth has no types
@require_http_methods(["GET", "HEAD", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    account = cast("Account", request.user)
    form = TokenForm(request.POST or None, led=Viewer(account).communities())
    if request.method == "POST" and form.is_valid():
        try:
            if working_tokens(now=timezone.now()).filter(account=account).count() >= MOST_TOKENS:
                raise RefusedError(_("%s tokens are enough. Revoke one first.") % MOST_TOKENS)  # noqa: TRY301 -- said like the domain's refusals
            secret = create_api_token(account, **form.cleaned_data)
        except RefusedError as refused:
            form.add_error("name", str(refused))
        else:
            words = {"secret": secret, "name": form.cleaned_data["name"]}
            return render(request, "assessments/accounts/token.html", words)
    status = 422 if form.errors else 200
    return render(request, "assessments/accounts/new_token.html", {"form": form}, status=status)


@never_cache
@login_required
@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Let programs in no more by a token of one's own."""
    account = cast("Account", request.user)
    token = get_object_or_404(account.api_tokens, pk=token_id, revoked_at=None)
    revoke_api_token(token)
    messages.success(request, _("“%s” lets nobody in any more.") % token.name)
    return redirect("account_tokens")
