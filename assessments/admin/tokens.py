"""API tokens: to look at and to revoke. Their hashes are not shown."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.admin.guarded import ReadOnlyAdmin
from assessments.models.tokens import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin[ApiToken]):
    """How programs sign in."""

    actions = ("revoke",)
    fields = readonly_fields = (
        "name",
        "account",
        "communities",
        "created_at",
        "expires_at",
        "revoked_at",
    )
    list_display = ("name", "account", "created_at", "expires_at", "revoked_at")
    list_filter = ("created_at", "expires_at", "revoked_at")
    list_select_related = ("account",)
    search_fields = ("name", "account__email")

    @admin.action(description=_("Revoke"), permissions=["change"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        """Let programs in no more by these tokens."""
        working = [*chosen.filter(revoked_at=None)]
        chosen.filter(revoked_at=None).update(revoked_at=timezone.now())
        for token in working:
            self.log_change(request, token, "revoked")
        text = ngettext("%(n)s token revoked.", "%(n)s tokens revoked.", len(working))
        self.message_user(request, text % {"n": len(working)})
