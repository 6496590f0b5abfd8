"""API tokens: how programs sign in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.communities import Community


class ApiToken(models.Model):
    """The SHA-256 of a token with which a program acts for an account.

    Without communities it reaches all that the account leads; null in ``expires_at`` means never.
    Of its use only the last day is kept, null before the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    communities = models.ManyToManyField(
        Community, verbose_name=_("communities"), blank=True, related_name="api_tokens"
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"],
                condition=models.Q(revoked_at=None),
                name="one_working_token_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name
