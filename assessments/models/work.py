"""Work that is to be done: the row is the truth, the broker only rings the bell."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.waves import Wave


class Work(models.Model):
    """Something a worker has to do for a wave, written with its cause in one transaction.

    A worker leases the row; when the lease runs out, the sweep gives it to another. After three
    failed attempts it is quarantined until an admin puts it back.
    """

    class Kind(models.TextChoices):
        """What is to be done."""

        ASSESS = "assess", _("assess the wave")
        NEWS = "news", _("announce the result")
        MAIL = "mail", _("send the mails")
        TELL = "tell", _("tell the webhooks")

    class State(models.TextChoices):
        """How far it is."""

        DUE = "due", _("due")
        LEASED = "leased", _("in work")
        DONE = "done", _("done")
        QUARANTINED = "quarantined", _("quarantined")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="work")
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"))
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    error = models.CharField(_("kind of the last error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("work")
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "wave"],
                condition=Q(state__in=["due", "leased"]),
                name="no_work_is_waiting_twice",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", leased_until__isnull=False)
                | (~Q(state="leased") & Q(leased_until=None)),
                name="a_lease_has_an_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["due", "leased"]),
                name="work_not_done",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.wave_id}"
