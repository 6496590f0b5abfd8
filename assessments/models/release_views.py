"""Who has looked at which release: rows are added, and at the end of their time purged."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.waves import Wave


class AppendOnlyError(TypeError):
    """The audit is added to and never changed."""


class AppendOnly(models.QuerySet["ReleaseView"]):
    """Rows to add and to read."""

    def update(self, **_changes: Any) -> NoReturn:  # noqa: ANN401 -- as Django calls it
        """Refuse."""
        raise AppendOnlyError("the audit of release views is never changed")

    def delete(self) -> NoReturn:
        """Refuse; only ``purge`` takes rows away."""
        raise AppendOnlyError("the audit of release views is never changed")

    def purge(self) -> int:
        """Take away rows whose time is over, and give how many they were."""
        return self._raw_delete(self.db)


class ReleaseView(models.Model):
    """On a day an account saw the release of a wave on a channel.

    Members look by the link of their wave and leave no row. The account is kept as a number when
    it is gone: who deletes themself does not delete what they looked at.
    """

    class Channel(models.TextChoices):
        """Where somebody looked."""

        PAGE = "page", _("page")
        GRAPHQL = "graphql", _("GraphQL")
        REST = "rest", _("REST")
        EXPORT = "export", _("export")
        ADMIN = "admin", _("admin")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,  # so that rows of accounts that are gone are still listed
        related_name="+",
    )
    wave = models.ForeignKey(
        Wave, verbose_name=_("wave"), on_delete=models.CASCADE, related_name="views"
    )
    channel = models.CharField(_("channel"), max_length=7, choices=Channel.choices)
    day = models.DateField(_("day"))

    objects: ClassVar[models.Manager["ReleaseView"]] = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("view of a release")
        verbose_name_plural = _("views of releases")
        ordering = ["-day", "wave", "channel", "account"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "wave", "channel", "day"], name="one_view_a_day"
            )
        ]
        indexes = [models.Index(fields=["day"], name="views_by_day")]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.channel} {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django calls it
        """Add a row; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError("the audit of release views is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401 -- as Django calls it
        """Refuse."""
        raise AppendOnlyError("the audit of release views is never changed")
