"""Instruments: questionnaires in frozen versions, and their translations."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.history import History


class Instrument(models.Model):
    """A questionnaire in one version, frozen: its content never changes.

    ``content`` is the file it was loaded from, as JSON; ``content_hash`` is its SHA-256 over
    canonical JSON, so that the same file is never loaded twice and an edited one never unnoticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(_("key"), max_length=80)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=12)
    content = models.JSONField(_("content"))
    content_hash = models.CharField(_("content hash"), max_length=64, unique=True)
    loaded_at = models.DateTimeField(_("loaded"), default=timezone.now)
    retired_at = models.DateTimeField(
        _("retired"), null=True, blank=True, help_text=_("New waves do not offer it any more.")
    )
    history = History("key", "version", "name", "retired_at")

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_instrument_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Translation(models.Model):
    """The texts of an instrument in another language; texts by code, as JSON."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(_("language"), max_length=12)
    reviewed = models.BooleanField(
        _("reviewed"), default=False, help_text=_("A person who speaks it has read every text.")
    )
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "language"], name="one_translation_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} ({self.language})"
