"""Invitations: how a member comes to a wave. Nothing here leads to an answer sheet."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.communities import Member
from assessments.models.waves import Wave


def seed() -> int:
    """Draw the seed of the order in which one draft shows the items."""
    return secrets.randbelow(2**31)


class Invitation(models.Model):
    """A wave asks somebody: a member, or whoever came by the open link (null)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="invitations", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "member"], name="one_invitation_per_member")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Token(models.Model):
    """The SHA-256 of a token that opens an invitation. The token itself is only in a mail."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="tokens")

    def __str__(self) -> str:
        return self.sha256[:8]


class Mark(models.Model):
    """Somebody has taken part. There is no time, and nobody is shown this row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="mark")

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """What somebody has answered and not yet sent; deleted when it is sent, and at the seal."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    payload = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=seed)

    def __str__(self) -> str:
        return str(self.invitation_id)


class Mail(models.Model):
    """One mail: to somebody invited, or to a leader (then wave and account are stated instead).

    The address is theirs; the text is made when it goes. A reminder has a row for everybody
    invited and is sent to those who have not answered by then, so that no row tells who has.
    """

    class Kind(models.TextChoices):
        """What the mail is for."""

        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")
        RESULT = "result", _("result")

    class State(models.TextChoices):
        """Whether it has gone out."""

        DUE = "due", _("due")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("came back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="mails", null=True, blank=True
    )
    wave = models.ForeignKey(
        Wave, on_delete=models.CASCADE, related_name="leader_mails", null=True, blank=True
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "kind", "number"], name="each_mail_only_once"
            ),
            models.UniqueConstraint(
                fields=["wave", "account", "kind"], name="each_mail_to_a_leader_only_once"
            ),
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=False, wave=None, account=None)
                | models.Q(invitation=None, wave__isnull=False, account__isnull=False),
                name="mail_to_a_member_or_a_leader",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"], condition=models.Q(state="due"), name="mails_that_are_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
