"""Answer sheets before and after the seal. Nothing here is derived from a person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.waves import Wave


class AnswerSheet(models.Model):
    """One member's answers to an open wave, found only by a receipt that the member holds.

    ``packed`` holds one byte for each column of the instrument; it is null after a withdrawal.
    """

    receipt_hash = models.CharField(primary_key=True, max_length=64)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="answer_sheets")
    packed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.wave)


class PendingComment(models.Model):
    """A comment on an open wave, found only by a key that follows from the member's token."""

    key_hash = models.CharField(primary_key=True, max_length=64)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="pending_comments")
    text = models.TextField(max_length=2000)

    def __str__(self) -> str:
        return str(self.wave)


class Chunk(models.Model):
    """Up to 4,096 sealed answer sheets of a wave, sorted and column by column.

    ``columns`` holds ``sheets`` bytes for the first column of the instrument, then as many for the
    second, and so on.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    columns = models.BinaryField()

    class Meta:
        ordering = ["wave", "number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="one_chunk_per_number"),
            models.CheckConstraint(condition=Q(sheets__gt=0), name="no_empty_chunk"),
        ]

    def __str__(self) -> str:
        return f"{self.wave}, chunk {self.number}"


class Comment(models.Model):
    """A comment on a sealed wave: shuffled, undated, and without any way to its writer."""

    class State(models.TextChoices):
        """Whether it is shown."""

        NEW = "new", _("not yet read")
        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("hidden")

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("text"), max_length=2000)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.NEW)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return str(self.wave)
