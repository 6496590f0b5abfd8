"""What an imported list of interactions said: indices, and nothing about anybody."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.communities import Community

FEWEST_PEOPLE = 8
"""Under so many people an index would speak about single ones."""


class InteractionIndices(models.Model):
    """Which way the chairs face, by who replied to whom in the last list that a leader imported.

    Percentages; null where a part is not defined. The names were replaced by numbers while
    reading, and neither they nor who replied to whom are kept.
    """

    community = models.OneToOneField(
        Community, on_delete=models.CASCADE, related_name="interaction_indices"
    )
    facing = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    reciprocity = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    decentralisation = models.PositiveSmallIntegerField(
        null=True, validators=[MaxValueValidator(100)]
    )
    between_members = models.PositiveSmallIntegerField(
        null=True, validators=[MaxValueValidator(100)]
    )
    people = models.PositiveIntegerField(_("people"))
    read_at = models.DateTimeField(_("imported"), default=timezone.now)

    class Meta:
        verbose_name = _("indices of interactions")
        verbose_name_plural = _("indices of interactions")
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=FEWEST_PEOPLE), name="interactions_of_8_people_or_more"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.facing}"
