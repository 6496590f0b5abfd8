"""Communities, who leads them and who belongs to them."""

import uuid
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.history import History

LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"
"""The code of a language, for example ``de`` or ``pt-BR``."""

MINIMUM_ANSWERS = 5
"""The smallest number of answer sheets that anything is ever shown about."""


def check_time_zone(name: str) -> None:
    """Refuse a name that is no time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            _("“%(name)s” is no time zone; write it like Europe/Berlin."), params={"name": name}
        ) from None


class Role(models.TextChoices):
    """What somebody does in a community, as the roster says it."""

    MEMBER = "member", _("Member")
    HELPER = "helper", _("Helper")
    LEADER = "leader", _("Leader")


class Tenure(models.TextChoices):
    """How long somebody has belonged to a community."""

    UNDER_1_YEAR = "under_1_year", _("Less than 1 year")
    YEARS_1_TO_3 = "1_to_3_years", _("1 to 3 years")
    OVER_3_YEARS = "over_3_years", _("More than 3 years")


class Community(models.Model):
    """A group that asks itself whether it is a community.

    A count of connections or of the last 30 days is null as long as nobody has stated it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(
        _("purpose"),
        max_length=1000,
        blank=True,
        help_text=_("The mission, goal or issue that the group shares."),
    )
    language = models.CharField(
        _("language"), max_length=12, default="en", validators=[RegexValidator(LANGUAGE)]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    minimum_answers = models.PositiveSmallIntegerField(
        _("minimum of answers"),
        default=MINIMUM_ANSWERS,
        validators=[MinValueValidator(MINIMUM_ANSWERS)],
        help_text=_("Nothing about fewer answer sheets than this is ever shown."),
    )
    connections = models.PositiveBigIntegerField(
        _("connections"), null=True, blank=True, help_text=_("Followers, subscribers, contacts.")
    )
    connections_source = models.CharField(
        _("where the connections come from"), max_length=200, blank=True
    )
    posts = models.PositiveIntegerField(_("posts in the last 30 days"), null=True, blank=True)
    conversations = models.PositiveIntegerField(
        _("conversations in the last 30 days"), null=True, blank=True
    )
    new_connections = models.PositiveIntegerField(
        _("connections made in the last 30 days"), null=True, blank=True
    )
    shared = models.BooleanField(
        _("shared on the plane"),
        default=False,
        help_text=_("Other communities that share may see where this one lies."),
    )
    created_at = models.DateTimeField(_("founded"), default=timezone.now)
    leaders = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Leadership", related_name="communities"
    )
    history = History(
        "slug",
        "name",
        "purpose",
        "language",
        "time_zone",
        "minimum_answers",
        "connections",
        "connections_source",
        "shared",
    )

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_answers__gte=MINIMUM_ANSWERS),
                name="community_minimum_at_least_5",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Leadership(models.Model):
    """An account leads a community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "account"], name="leads_a_community_only_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.community}"


class Member(models.Model):
    """Somebody on the roster of a community. Nothing here says whether they ever answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="members")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=12, blank=True, validators=[RegexValidator(LANGUAGE)]
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    tenure = models.CharField(_("tenure"), max_length=12, choices=Tenure.choices, blank=True)
    active = models.BooleanField(
        _("invited to new waves"), default=True, help_text=_("Whether new waves ask this member.")
    )
    unsubscribed = models.BooleanField(
        _("wants no mails"),
        default=False,
        help_text=_("By a link in a mail; without mails, new waves do not ask this member."),
    )

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                "community", Lower("email"), name="one_member_per_address_and_community"
            )
        ]

    def __str__(self) -> str:
        return self.email
