"""Webhooks: which addresses are told of a wave, written down with what happened."""

import base64
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, UUIDField
from django.utils.translation import gettext as _

from assessments.domain import work
from assessments.domain.refusals import FaultsError
from assessments.domain.statements import Given, Statement
from assessments.domain.writing import Insert
from assessments.models import Community, Delivery, Wave, Webhook, Work
from assessments.models.webhooks import Event

MOST_OF_A_COMMUNITY = 10
LONGEST_ADDRESS = 500  # characters
UNQUOTED = "%/?:@!$&'()*+,;=~"
MOST_SHOWN = 5
SECRET_BYTES = 24
SECRET_PREFIX = "whsec_"  # noqa: S105 -- the prefix of the Standard Webhooks specification


class Target(NamedTuple):
    """Where an address leads."""

    scheme: str
    host: str
    port: int
    path: str


@transaction.atomic
def add_webhook(community: Community, url: str) -> Webhook:
    """Tell an address from now on of the waves of a community.

    Raises
    ------
    FaultsError
        If the address is none, is there already, or would be one too many.
    """
    # Of two who add one at the same time, the second finds what the first has added.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    faults = [*_faults(url)]
    if not faults and community.webhooks.filter(url=url).exists():
        faults = [_("This address is told already.")]
    if not faults and community.webhooks.count() >= MOST_OF_A_COMMUNITY:
        faults = [_("A community has at most %(most)s webhooks.") % {"most": MOST_OF_A_COMMUNITY}]
    if faults:
        raise FaultsError(faults)
    return Webhook.objects.create(community=community, url=url, secret=new_secret())


def new_secret() -> str:
    """Make a secret of 192 random bits, as the Standard Webhooks specification writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def target_of(url: str) -> Target:
    """Take an address apart.

    Raises
    ------
    ValueError
        If its port is none.
    """
    parts = urlsplit(url)
    port = (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname or "", port, quote(path, safe=UNQUOTED))


def announce(event: Event, wave: Wave, *, now: datetime) -> None:
    """Write down, with what happened, whom to tell of it. Telling the same again does nothing."""
    webhooks = _WEBHOOKS.rows(community=wave.community_id)
    if not webhooks:
        return
    with transaction.atomic():
        _DELIVERIES.rows(
            (uuid4(), webhook, wave.pk, event, now, Delivery.State.DUE, 0, now, "")
            for (webhook,) in webhooks
        )
        work.ask(Work.Kind.TELL, wave, now=now)


def has_webhooks(wave: Wave) -> bool:
    """Whether any address is told of a wave."""
    return bool(_WEBHOOKS.rows(community=wave.community_id))


def ask_for_due(*, now: datetime) -> None:
    """Ask again for the deliveries whose time for another attempt has come."""
    due = Wave.objects.filter(deliveries__state=Delivery.State.DUE, deliveries__due_at__lte=now)
    for wave in due.distinct():
        work.ask(Work.Kind.TELL, wave, now=now)


@transaction.atomic
def tell_again(delivery_id: UUID, *, now: datetime) -> bool:
    """Tell a message that was given up once more from the first attempt; False when it was not.

    It keeps its id and its bytes: who has heard it after all knows it again.
    """
    failed = Delivery.objects.select_related("wave").filter(
        pk=delivery_id, state=Delivery.State.FAILED
    )
    delivery = failed.first()
    if delivery is None or not failed.update(state=Delivery.State.DUE, attempts=0, due_at=now):
        return False
    work.ask(Work.Kind.TELL, delivery.wave, now=now)
    return True


def given_up() -> "QuerySet[Delivery]":
    """Find the messages that were given up and are still missed, the newest first.

    Where a later message has arrived, the program works again, and can ask for what it missed.
    """
    arrived = Delivery.objects.filter(
        webhook=OuterRef("webhook"),
        state=Delivery.State.SENT,
        happened_at__gt=OuterRef("happened_at"),
    )
    failed = Delivery.objects.filter(~Exists(arrived), state=Delivery.State.FAILED)
    return failed.select_related("webhook", "wave__community").order_by("-happened_at")


def latest_deliveries(webhook: Webhook) -> list[Delivery]:
    """Give the newest messages to a webhook, for those who look why nothing arrives."""
    return [*webhook.deliveries.select_related("wave").order_by("-happened_at")[:MOST_SHOWN]]


def _faults(url: str) -> Iterator[str]:
    schemes = ["https"] if settings.PRODUCTION else ["https", "http"]
    try:
        URLValidator(schemes=schemes)(url)
        parts = urlsplit(url)
        fine = len(url) <= LONGEST_ADDRESS and not parts.username and not parts.fragment
        fine = fine and target_of(url).port > 0
    except (ValidationError, ValueError):
        fine = False
    if not fine:
        example = {"example": "https://www.example.org/hook"}
        yield _("Write an address like %(example)s, without a name or password in it.") % example


_WEBHOOKS = Statement(
    lambda: (
        Webhook.objects.filter(community=Given("community", UUIDField()))
        .order_by()
        .values_list("pk")
    )
)
_DELIVERIES = Insert(
    Delivery,
    "id",
    "webhook_id",
    "wave_id",
    "event",
    "happened_at",
    "state",
    "attempts",
    "due_at",
    "answer",
    once=True,
)
