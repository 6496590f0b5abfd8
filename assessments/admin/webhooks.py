"""Webhooks and what they were told: to look at, and to tell once more.

Secrets are not shown, nor more of an address than its host: the rest may be a secret as well.
"""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.admin.guarded import ReadOnlyAdmin
from assessments.domain.messages.webhooks import tell_again
from assessments.models.webhooks import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin[Webhook]):
    """The addresses that communities have told of their waves."""

    fields = readonly_fields = ("community", "leads_to", "created_at", "messages_given_up")
    list_display = ("leads_to", "community", "created_at", "messages_given_up")
    list_filter = ("created_at",)
    list_select_related = ("community",)
    search_fields = ("community__name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Webhook]:
        """Count with the rows what was given up."""
        failed = Count("deliveries", filter=Q(deliveries__state=Delivery.State.FAILED))
        return super().get_queryset(request).defer("secret").annotate(failed=failed)

    @admin.display(description=_("leads to"))
    def leads_to(self, row: Webhook) -> str:
        """Give the host alone."""
        return row.host

    @admin.display(description=_("messages given up"))
    def messages_given_up(self, row: Webhook) -> int:
        """Give how many messages it did not take."""
        failed: int = row.failed  # type: ignore[attr-defined] # the annotation
        return failed


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin[Delivery]):
    """What webhooks were told, and what they answered."""

    actions = ("tell_again",)
    fields = readonly_fields = (
        "event",
        "wave",
        "leads_to",
        "state",
        "attempts",
        "answer",
        "happened_at",
        "due_at",
    )
    list_display = ("event", "wave", "leads_to", "state", "attempts", "answer", "happened_at")
    list_filter = ("state", "event")
    list_select_related = ("webhook", "wave__community")
    search_fields = ("wave__community__name", "answer")

    @admin.display(description=_("leads to"))
    def leads_to(self, row: Delivery) -> str:
        """Give the host alone."""
        return row.webhook.host

    @admin.action(description=_("Tell once more what was given up"), permissions=["change"])
    def tell_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Have workers try again."""
        again = [row for row in chosen if tell_again(row.pk, now=timezone.now())]
        for row in again:
            self.log_change(request, row, "told once more")
        text = ngettext(
            "%(n)s message is told once more.", "%(n)s messages are told once more.", len(again)
        )
        self.message_user(request, text % {"n": len(again)})
