"""Assessments: the scored results of sealed waves. Only the release reads values."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.waves import Wave


class Assessment(models.Model):
    """What one version of the scoring made of a sealed wave; it never changes.

    ``input_hash`` is the SHA-256 over the sorted canonical answer matrix: the same hash and the
    same ``scoring_version`` give the same values to the last bit. ``stage`` is empty where none
    could be computed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="assessments")
    scoring_version = models.CharField(_("scoring version"), max_length=20)
    input_hash = models.CharField(_("input hash"), max_length=64)
    computed_at = models.DateTimeField(_("computed"))
    released_at = models.DateTimeField(_("released"))
    verdict = models.CharField(max_length=30)
    stage = models.CharField(max_length=30, blank=True)
    echo_chamber = models.BooleanField()
    two_camps = models.BooleanField()
    separating_items = models.JSONField(default=list)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-computed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "scoring_version"], name="one_assessment_per_scoring_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wave}, scoring {self.scoring_version}"


class Score(models.Model):
    """One number of an assessment, or the reason why there is none.

    ``subject`` is the code of a characteristic or stage, or empty for the whole group. ``value``
    and the ends of its 95 % interval are in the unit of the measure (see docs/scoring.md), rounded
    to 9 decimals; ``answers`` counts the answer sheets behind it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    measure = models.CharField(max_length=30)
    subject = models.CharField(max_length=80, blank=True)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    answers = models.PositiveIntegerField(null=True)
    absent = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "measure", "subject"], name="one_score_per_measure"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, answers__isnull=False, absent="")
                | (Q(value=None, low=None, high=None, answers=None) & ~Q(absent="")),
                name="a_value_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(low=None, high=None) | Q(low__lte=F("high")),
                name="interval_from_low_to_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.subject}".strip()


class StoredRelease(models.Model):
    """What may be shown of an assessment: rounded and suppressed already, and kept as it is shown.

    It counts only while ``stamp`` says by which rules, and from which facts of the wave, it would
    be made now. ``head`` is what is said beside the scores; ``scores`` has them by measure and
    subject.
    """

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, primary_key=True, related_name="stored_release"
    )
    stamp = models.CharField(max_length=150)
    head = models.JSONField()
    scores = models.JSONField()

    def __str__(self) -> str:
        return f"{self.assessment}, as it is released"


class ItemResult(models.Model):
    """One item of an assessment. ``counts`` holds the answers at each point, the lowest first.

    Null means not defined: too few answers, or nobody was asked to predict this item.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=80)
    counts = models.JSONField()
    cant_say = models.PositiveIntegerField()
    mean = models.FloatField(null=True)
    consensus = models.FloatField(null=True)
    polarisation = models.FloatField(null=True)
    predicted = models.FloatField(null=True)
    actual = models.FloatField(null=True)
    bias = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_result_per_item"),
            models.CheckConstraint(
                condition=Q(consensus=None) | Q(consensus__range=(0, 100)),
                name="item_consensus_from_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return self.item


class CellScore(models.Model):
    """One cell of a breakdown: the sheets of an assessment with one answer to a band.

    ``subject`` is the code of a characteristic, or empty for all; ``answers`` the fewest answers
    behind it. Null means too few answers.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="cells")
    band = models.CharField(max_length=80)
    value = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=80, blank=True)
    level = models.FloatField(null=True)
    consensus = models.FloatField(null=True)
    chance_line = models.FloatField(null=True)
    answers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "band", "value", "subject"], name="one_score_per_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.band} {self.value} {self.subject}".strip()
