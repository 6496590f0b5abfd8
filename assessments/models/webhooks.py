"""Webhooks: addresses that are told when a wave opens, closes and is released."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.communities import Community
from assessments.models.waves import Wave


class Event(models.TextChoices):
    """What webhooks are told of."""

    WAVE_OPENED = "wave.opened", _("a wave opened")
    WAVE_CLOSED = "wave.closed", _("a wave closed")
    WAVE_RELEASED = "wave.released", _("a result was released")


class Webhook(models.Model):
    """An address of a community's own program, and the secret that signs what it is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "url"], name="one_webhook_per_community_and_address"
            )
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """Where it leads. The rest of the address may hold a secret of the program."""
        return urlsplit(self.url).hostname or ""


class Delivery(models.Model):
    """One message to one webhook: what happened to which wave, and never a value."""

    class State(models.TextChoices):
        """Whether it has arrived."""

        DUE = "due", _("due")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=13, choices=Event.choices)
    happened_at = models.DateTimeField(_("happened"))
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"))
    answer = models.CharField(_("last answer"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-happened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "wave", "event"], name="each_event_is_told_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="due"), name="deliveries_that_are_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"
