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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cache
from threading import Lock, Timer
from time import monotonic

from django.conf import settings
from django.utils import timezone

from assessments.domain import work
from assessments.domain.messages.webhooks import SECRET_PREFIX, Target, target_of
from assessments.models import Delivery, Work

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600))
"""How long to wait after each failed attempt; after the one after the last it is given up."""

TIMEOUT = 10.0
"""Seconds that a webhook may take to answer: for all of its answer, however little comes at a time.
Otherwise two webhooks would keep both threads of a worker, and no wave would be scored."""

GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 4291 and RFC 6052: all of IPv6 that is given to networks of the internet, and the addresses
that routers translate to IPv4."""

NETWORK_ERRORS = (OSError, http.client.HTTPException, ValueError)


TELLING = Lock()
"""Held while a worker waits for webhooks: its other thread is left to what cannot wait."""


class PrivateAddressError(OSError):
    """A webhook leads into the installation's own network."""


def send_due_deliveries(row: Work, *, clock: Callable[[], datetime] = timezone.now) -> int:
    """Tell all webhooks of a wave whose time has come, and give how many heard it.

    While another thread is telling, nobody is told: the next sweep asks for it again.
    """
    if not TELLING.acquire(blocking=False):
        return 0
    try:
        return _send_due(row, clock=clock)
    finally:
        TELLING.release()


def _send_due(row: Work, *, clock: Callable[[], datetime]) -> int:
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
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "commsurvey",
        "webhook-id": str(delivery.pk),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature,
    }
    with _connection(target) as connection:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status  # redirects are not followed


@contextmanager
def _connection(target: Target) -> Iterator[http.client.HTTPConnection]:
    """Connect to the very address that was checked, so that a name cannot change in between.

    When the time is over it is hung up, whatever is still being said.
    """
    connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    address = (_address(target), target.port)
    with (
        socket.create_connection(address, timeout=TIMEOUT) as plain,
        _secured(plain, target) as connected,
        _hung_up_in_time(connected),
    ):
        if isinstance(connected, ssl.SSLSocket):
            connected.do_handshake()
        connection.sock = connected
        yield connection


def _secured(plain: socket.socket, target: Target) -> socket.socket:
    if target.scheme != "https":
        return plain
    return _certificates().wrap_socket(
        plain, server_hostname=target.host, do_handshake_on_connect=False
    )


@contextmanager
def _hung_up_in_time(connected: socket.socket) -> Iterator[None]:
    """End a connection when its time is over; the timeout of a socket is for each of its reads."""
    until = monotonic() + TIMEOUT
    hanging_up = Timer(TIMEOUT, _hang_up, [connected])
    hanging_up.daemon = True
    hanging_up.start()
    try:
        yield
    except NETWORK_ERRORS as error:
        if monotonic() < until:
            raise
        raise TimeoutError from error
    finally:
        hanging_up.cancel()


def _hang_up(connected: socket.socket) -> None:
    # The socket below TLS: a TLS socket would take itself apart while another thread reads from it.
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _address(target: Target) -> str:
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    address = str(found[0][4][0])
    if not settings.WEBHOOKS_IN_OWN_NETWORK and not is_in_the_internet(address):
        raise PrivateAddressError(address)
    return address


def is_in_the_internet(address: str) -> bool:
    """Whether the internet reaches an address; where routers translate it, what it leads to."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        found = _translated(found) or found
    if isinstance(found, ipaddress.IPv6Address) and found not in GLOBAL_UNICAST:
        return False
    return found.is_global and not found.is_multicast


def _translated(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if found in NAT64:
        return ipaddress.IPv4Address(found.packed[-4:])
    return found.ipv4_mapped or found.sixtofour


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
