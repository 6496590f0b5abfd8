"""Telling webhooks: signed as the Standard Webhooks specification says, tried again, no values.

A message names the event, the community and the number of the wave. Who wants to know more asks
the API, which shows what may be shown.
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import logging
import socket
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.utils import timezone

from assessments.domain import work
from assessments.domain.messages.webhooks import SECRET_PREFIX, Target, target_of
from assessments.models import Delivery, Work

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600))
"""How long to wait after each failed attempt; after the one after the last it is given up."""

TIMEOUT = 10.0
"""Seconds that a webhook may take to answer."""

NETWORK_ERRORS = (OSError, http.client.HTTPException, ValueError)


class PrivateAddressError(OSError):
    """A webhook leads into the installation's own network."""


def send_due_deliveries(row: Work, *, clock: Callable[[], datetime] = timezone.now) -> int:
    """Tell all webhooks of a wave whose time has come, and give how many heard it."""
    due = Delivery.objects.filter(wave=row.wave, state=Delivery.State.DUE, due_at__lte=clock())
    heard = 0
    for delivery in due.select_related("webhook", "wave__community").order_by("due_at"):
        heard += _send(delivery, now=clock())
        if not work.renew(row, now=clock()):
            break
    return heard


def body_of(delivery: Delivery) -> bytes:
    """Write the message of a delivery: the same bytes at every attempt."""
    wave = delivery.wave
    message = {
        "type": delivery.event,
        "timestamp": delivery.happened_at.isoformat(),
        "data": {"community": wave.community.slug, "wave": wave.number},
    }
    return json.dumps(message, separators=(",", ":")).encode()


def signature_of(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Sign a message: HMAC-SHA256 over id, time and body, joined by full stops, in base64."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _send(delivery: Delivery, *, now: datetime) -> bool:
    try:
        status = _post(delivery, now=now)
    except NETWORK_ERRORS as error:
        answer, heard = type(error).__name__, False
    else:
        answer, heard = str(status), 200 <= status < 300  # noqa: PLR2004 -- what HTTP calls success
    if not heard:
        logger.warning("A webhook did not take its message: %s", answer)
    attempts, again = delivery.attempts + 1, delivery.attempts < len(WAITS)
    unheard = Delivery.State.DUE if again else Delivery.State.FAILED
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT if heard else unheard,
        due_at=now + WAITS[delivery.attempts] if again else now,
        attempts=attempts,
        answer=answer[:100],
    )
    return heard


def _post(delivery: Delivery, *, now: datetime) -> int:
    body, timestamp = body_of(delivery), int(now.timestamp())
    target = target_of(delivery.webhook.url)
    signature = signature_of(
        delivery.webhook.secret, message_id=str(delivery.pk), timestamp=timestamp, body=body
    )
    connection = _connection(target)
    try:
        connection.request(
            "POST",
            target.path,
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": "commsurvey",
                "webhook-id": str(delivery.pk),
                "webhook-timestamp": str(timestamp),
                "webhook-signature": signature,
            },
        )
        return connection.getresponse().status  # redirects are not followed
    finally:
        connection.close()


def _connection(target: Target) -> http.client.HTTPConnection:
    """Connect to the very address that was checked, so that a name cannot change in between."""
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    plain = socket.create_connection((_address(target), target.port), timeout=TIMEOUT)
    if target.scheme == "https":
        try:
            connection.sock = _certificates().wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise
    else:
        connection.sock = plain
    return connection


def _address(target: Target) -> str:
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if not settings.WEBHOOKS_IN_OWN_NETWORK and not ipaddress.ip_address(address).is_global:
        raise PrivateAddressError(address)
    return address


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
