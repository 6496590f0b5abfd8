"""Accounts of leaders and admins."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.admin.histories import HistoryAdmin
from assessments.domain.accounts.accounts import invite_account
from assessments.models.accounts import Account

POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class NewAccountForm(AdminUserCreationForm):  # type: ignore[type-arg] # takes none when it runs
    """An address and, where the account signs in by one, a password."""

    class Meta:
        model = Account
        fields = ("email", "name")


class AccountForm(UserChangeForm):  # type: ignore[type-arg] # takes none when it runs
    """Everything about an account but its password."""

    class Meta:
        model = Account
        fields = "__all__"


@admin.register(Account)
class AccountAdmin(HistoryAdmin[Account], UserAdmin):  # type: ignore[type-arg] # takes none when it runs
    """Django's page for users, with the address as the name to sign in with.

    Who is no superuser can neither give powers nor touch those who have all of them.
    """

    form = AccountForm
    add_form = NewAccountForm
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Permissions"), {"fields": ("is_active", *POWERS)}),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )
    list_display = ("email", "name", "is_staff", "is_active", "joined_at")
    list_filter = ("is_staff", "is_superuser", "is_active", "joined_at")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "joined_at")

    def get_readonly_fields(
        self,
        request: HttpRequest,
        obj: Account | None = None,  # noqa: ARG002 -- as Django calls it
    ) -> tuple[str, ...]:
        """Let only superusers give powers."""
        return self.readonly_fields if _all_powers(request) else (*self.readonly_fields, *POWERS)

    def has_change_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """Protect those who have all powers from those who have not."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """Protect them from being deleted too."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def save_model(
        self,
        request: HttpRequest,
        obj: Account,
        form: "forms.ModelForm[Account]",
        change: bool,
    ) -> None:
        """Mail whoever gets an account how to sign in, once it is there."""
        super().save_model(request, obj, form, change)
        if not change:
            transaction.on_commit(lambda: self._invite(request, obj))

    def _invite(self, request: HttpRequest, account: Account) -> None:
        if invite_account(account):
            self.message_user(request, _("They are told by mail how to sign in."))
        else:
            told = _("The mail could not be sent: tell them yourself how to sign in.")
            self.message_user(request, told, messages.WARNING)

    def name_in_log(self, obj: Account) -> str:
        """Give the id: the log outlives the account."""
        return f"{self.opts.verbose_name} {obj.pk}"


def _all_powers(request: HttpRequest) -> bool:
    return isinstance(request.user, Account) and request.user.is_superuser


def _may_touch(request: HttpRequest, account: Account | None) -> bool:
    return account is None or not account.is_superuser or _all_powers(request)
