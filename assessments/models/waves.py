"""Waves: one round of asking a community."""

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.communities import MINIMUM_ANSWERS, Community, Role, Tenure
from assessments.models.history import History
from assessments.models.instruments import Instrument


def result_key() -> str:
    """Make the key of a wave's result link: 160 random bits."""
    return secrets.token_hex(20)


class Wave(models.Model):
    """One round of asking.

    It is open from ``opens_at`` until before ``closes_at``, judged when a sheet is committed.
    ``minimum_answers`` is frozen when it opens. ``invited`` is null where there is no roster (an
    open link, an import); ``sheets`` is null until the seal.
    """

    class State(models.TextChoices):
        """How far a wave is."""

        PLANNED = "planned", _("planned")
        OPEN = "open", _("open")
        SEALED = "sealed", _("sealed")
        ASSESSED = "assessed", _("assessed")

    class Source(models.TextChoices):
        """Where the answers come from."""

        SURVEY = "survey", _("survey")
        IMPORT = "import", _("import")

    class Continuity(models.TextChoices):
        """How the people who took part differ from those of the wave before."""

        FIRST = "first", _("there is no wave before")
        SAME = "same", _("the same people")
        FEW = "few", _("a few joined or left")
        MANY = "many", _("many joined or left")
        UNKNOWN = "unknown", _("cannot be compared")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField(_("number"))
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="waves")
    source = models.CharField(
        _("source"), max_length=6, choices=Source.choices, default=Source.SURVEY
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True)
    scrubbed = models.BooleanField(
        _("scrubbed"), default=False, help_text=_("What the seal deleted is gone from the disk.")
    )
    minimum_answers = models.PositiveSmallIntegerField(
        _("minimum of answers"), default=MINIMUM_ANSWERS
    )
    has_roster = models.BooleanField(_("asks the members of the roster"), default=True)
    open_key_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    open_key_seed = models.CharField(max_length=32, blank=True)
    open_link_cap = models.PositiveIntegerField(
        _("let in by the open link"), default=10_000, help_text=_("At most so many people.")
    )
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)
    import_hash = models.CharField(
        _("import hash"), max_length=64, blank=True, help_text=_("SHA-256 of imported answers.")
    )
    invited = models.PositiveIntegerField(_("invited"), null=True, blank=True)
    sheets = models.PositiveIntegerField(_("answer sheets"), null=True, blank=True)
    continuity = models.CharField(
        _("people compared with the wave before"),
        max_length=7,
        choices=Continuity.choices,
        default=Continuity.UNKNOWN,
    )
    breakdowns = models.JSONField(
        _("breakdowns"),
        default=list,
        blank=True,
        help_text=_("By which bands the result may be compared; declared when the wave opens."),
    )
    classes_shown = models.BooleanField(
        default=False, help_text="Whether each class of the roster may show how many took part."
    )
    result_key = models.CharField(max_length=40, unique=True, default=result_key)
    participation_thirds = models.PositiveSmallIntegerField(
        _("thirds of the invited who took part"), default=0
    )
    participation_on = models.DateField(_("participation counted on"), null=True, blank=True)
    erased = models.PositiveIntegerField(
        default=0, help_text="Invited members who were erased, whether they took part or not."
    )
    history = History(
        "community",
        "number",
        "instrument",
        "source",
        "state",
        "opens_at",
        "closes_at",
        "sealed_at",
        "minimum_answers",
        "has_roster",
    )

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["community", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_wave_per_number"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(state="open"), name="one_open_wave_per_community"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="wave_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(minimum_answers__gte=MINIMUM_ANSWERS), name="wave_minimum_at_least_5"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "open"], sheets=None, sealed_at=None)
                | Q(
                    state__in=["sealed", "assessed"], sheets__isnull=False, sealed_at__isnull=False
                ),
                name="sheets_are_counted_at_the_seal",
            ),
            models.CheckConstraint(
                condition=Q(participation_thirds__lte=3), name="participation_in_thirds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}, wave {self.number}"

    @property
    def sealed(self) -> bool:
        """Whether no answer can be sent, replaced or withdrawn any more."""
        return self.state in {self.State.SEALED, self.State.ASSESSED}


class RosterClass(models.Model):
    """How many of the roster with one role and tenure were invited to a wave, and took part.

    Counted at the seal from who took part, never from the answer sheets.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="roster_classes")
    role = models.CharField(max_length=10, choices=Role.choices)
    tenure = models.CharField(max_length=12, choices=Tenure.choices, blank=True)
    invited = models.PositiveIntegerField()
    took_part = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "role", "tenure"], name="one_class_per_role_and_tenure"
            ),
            models.CheckConstraint(
                condition=Q(took_part__lte=F("invited")), name="only_invited_take_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.role} {self.tenure}"
