"""Webhooks hear what happened to which wave: signed, tried again, and never a value."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from assessments.domain import work
from assessments.domain.messages import deliveries, webhooks
from assessments.domain.refusals import FaultsError
from assessments.models import Community, Delivery, Wave, Webhook, Work
from assessments.models.webhooks import Event
from tests.assessments import making
from tests.assessments.conftest import OpenWave

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Listener(HTTPServer):
    """A program of the community's, which remembers what it is told and answers with ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hearing)
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        self.murmurs = b""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?of=us"


class Hearing(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.murmur()
        self.send_response(self.server.status)
        self.send_header("Location", self.server.url)
        self.end_headers()

    def murmur(self) -> None:
        """Say something again and again for three seconds, and never the status."""
        until = monotonic() + 3
        while self.server.murmurs and monotonic() < until:
            try:
                self.wfile.write(self.server.murmurs)
            except OSError:
                return
            sleep(0.02)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Listener]:
    with Listener() as listener:
        thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield listener
        listener.shutdown()
        thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def told(wave: Wave, *, now: datetime = NOW) -> int:
    """Do the work of telling, as a worker would."""
    row = Work.objects.get(wave=wave, kind=Work.Kind.TELL, state=Work.State.DUE)
    leased = work.lease(row.pk, now=now)
    assert leased is not None
    with work.attempt(leased, clock=lambda: now):
        return deliveries.send_due_deliveries(leased, clock=lambda: now)
    raise AssertionError


def test_webhook_is_told_of_opening_closing_and_release_and_of_no_value(
    community: Community, open_wave: OpenWave, listener: Listener
) -> None:
    webhooks.add_webhook(community, listener.url)
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    making.seal_and_assess(wave)
    row = Work.objects.get(wave=wave, kind=Work.Kind.TELL)
    assert deliveries.send_due_deliveries(work.lease(row.pk, now=row.due_at) or row) == 3
    messages = [json.loads(body) for _headers, body in listener.heard]
    assert [each["type"] for each in messages] == [
        "wave.opened",
        "wave.closed",
        "wave.released",
    ]
    for message in messages:
        assert message["data"] == {"community": community.slug, "wave": 1}
        assert {*message} == {"type", "timestamp", "data"}


def test_message_is_signed_with_the_secret(
    community: Community, open_wave: OpenWave, listener: Listener
) -> None:
    webhook = webhooks.add_webhook(community, listener.url)
    webhooks.announce(Event.WAVE_OPENED, open_wave(n=6), now=NOW)
    told(Wave.objects.get(), now=NOW + timedelta(days=9999))
    ((headers, body),) = listener.heard
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_signature_is_that_of_the_specification() -> None:
    # The example of the Standard Webhooks specification's reference libraries.
    assert (
        deliveries.signature_of(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp=1614265330,
            body=b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_webhook_that_fails_is_told_again_later_and_given_up_after_six_attempts(
    community: Community, open_wave: OpenWave, listener: Listener
) -> None:
    webhooks.add_webhook(community, listener.url)
    wave = open_wave(n=6)
    delivery = Delivery.objects.get()
    Delivery.objects.update(due_at=NOW)
    Work.objects.filter(kind=Work.Kind.TELL).update(due_at=NOW)
    listener.status = 500
    now = NOW
    for attempt in range(1, 7):
        told(wave, now=now)
        delivery.refresh_from_db()
        assert (delivery.attempts, delivery.answer) == (attempt, "500")
        if attempt < 6:
            assert delivery.due_at == now + deliveries.WAITS[attempt - 1]
            webhooks.ask_for_due(now=now)
            assert not Work.objects.filter(kind=Work.Kind.TELL, state=Work.State.DUE).exists()
            now = delivery.due_at
            webhooks.ask_for_due(now=now)
    assert delivery.state == Delivery.State.FAILED
    assert len({headers["webhook-id"] for headers, _body in listener.heard}) == 1
    assert len({body for _headers, body in listener.heard}) == 1


@pytest.mark.parametrize("status", [301, 302, 307])
def test_redirect_is_not_followed(
    community: Community, open_wave: OpenWave, listener: Listener, status: int
) -> None:
    webhooks.add_webhook(community, listener.url)
    listener.status = status
    assert told(open_wave(n=6), now=NOW + timedelta(days=9999)) == 0
    assert len(listener.heard) == 1


def test_webhook_into_the_own_network_is_not_told_where_that_is_forbidden(
    community: Community, open_wave: OpenWave, listener: Listener, settings: LazySettings
) -> None:
    settings.WEBHOOKS_IN_OWN_NETWORK = False
    webhooks.add_webhook(community, listener.url)
    assert told(open_wave(n=6), now=NOW + timedelta(days=9999)) == 0
    assert listener.heard == []
    assert Delivery.objects.get().answer == "PrivateAddressError"


@pytest.mark.parametrize(
    "host",
    [
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",  # RFC 6052: translated to 127.0.0.1
        "[64:ff9b::a9fe:a9fe]",  # and to 169.254.169.254
        "[2002:a00:1::1]",  # RFC 3056: leads to 10.0.0.1
        "[fec0::1]",  # RFC 3879: of one site
        "[::7f00:1]",
        "[ff02::1]",
        "224.0.0.1",  # RFC 5771: to many
        "169.254.169.254",
        "100.64.0.1",
    ],
)
def test_no_way_of_writing_an_address_leads_into_the_own_network(
    community: Community, open_wave: OpenWave, settings: LazySettings, host: str
) -> None:
    settings.WEBHOOKS_IN_OWN_NETWORK = False
    webhooks.add_webhook(community, f"http://{host}/hook")
    told(open_wave(n=6), now=NOW + timedelta(days=9999))
    assert Delivery.objects.get().answer == "PrivateAddressError"


@pytest.mark.parametrize("address", ["192.0.43.8", "64:ff9b::c000:2b08", "2001:500:88:200::8"])
def test_addresses_of_the_internet_may_be_told(address: str) -> None:
    # Those of example.com, as IANA has published them, and how NAT64 writes the first.
    assert deliveries.is_in_the_internet(address)


@pytest.mark.parametrize("murmurs", [b"HTTP/1.1 100 Continue\r\n\r\n", b"H"])
def test_webhook_that_never_comes_to_an_end_is_hung_up(
    community: Community,
    open_wave: OpenWave,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
    murmurs: bytes,
) -> None:
    monkeypatch.setattr(deliveries, "TIMEOUT", 0.2)
    listener.murmurs = murmurs
    webhooks.add_webhook(community, listener.url)
    wave = open_wave(n=6)
    started = monotonic()
    assert told(wave, now=NOW + timedelta(days=9999)) == 0
    assert monotonic() - started < 2
    assert Delivery.objects.get().answer == "TimeoutError"


def test_webhooks_keep_one_thread_of_a_worker_and_no_more(
    community: Community, open_wave: OpenWave, listener: Listener
) -> None:
    now = NOW + timedelta(days=9999)
    webhooks.add_webhook(community, listener.url)
    wave = open_wave(n=6)
    with deliveries.TELLING:
        assert told(wave, now=now) == 0
        assert listener.heard == []

    webhooks.ask_for_due(now=now)  # as the sweep does

    assert told(wave, now=now) == 1


def test_letters_of_all_languages_may_stand_in_an_address(
    community: Community, open_wave: OpenWave, listener: Listener
) -> None:
    webhooks.add_webhook(community, listener.url.replace("hook", "schön%20da"))
    assert told(open_wave(n=6), now=NOW + timedelta(days=9999)) == 1
    assert webhooks.target_of("https://x.org/schön%20da?a=1").path == "/sch%C3%B6n%20da?a=1"


def test_nobody_answering_keeps_the_wave_going(community: Community, open_wave: OpenWave) -> None:
    with listening() as gone:
        url = gone.url
    webhooks.add_webhook(community, url)
    assert told(open_wave(n=6), now=NOW + timedelta(days=9999)) == 0
    assert Delivery.objects.get().answer == "ConnectionRefusedError"


def test_event_is_told_once_however_often_it_is_announced(
    community: Community, open_wave: OpenWave
) -> None:
    webhooks.add_webhook(community, "https://www.example.org/hook")
    wave = open_wave(n=6)
    webhooks.announce(Event.WAVE_OPENED, wave, now=NOW)
    webhooks.announce(Event.WAVE_OPENED, wave, now=NOW)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "www.example.org/hook",
        "ftp://www.example.org/",
        "https://",
        "https://lea:secret@www.example.org/hook",
        "https://www.example.org/hook#part",
        "https://www.example.org:port/",
        "https://www.example.org:65536/",
        "https://www.example.org:0/",
        "https://www.example.org/" + "x" * 500,
        "https://www.example.org/\nhook",
        "javascript:alert(1)",
    ],
)
def test_address_that_is_none_is_refused_with_an_example(community: Community, url: str) -> None:
    with pytest.raises(FaultsError, match=r"https://www\.example\.org/hook"):
        webhooks.add_webhook(community, url)
    assert not Webhook.objects.exists()


def test_community_has_each_address_once_and_at_most_ten(community: Community) -> None:
    for number in range(10):
        webhooks.add_webhook(community, f"https://www.example.org/{number}")
    with pytest.raises(FaultsError, match="told already"):
        webhooks.add_webhook(community, "https://www.example.org/1")
    with pytest.raises(FaultsError, match="at most 10"):
        webhooks.add_webhook(community, "https://www.example.org/another")


@pytest.mark.parametrize("count", [0, 1, 5])
def test_announcing_takes_as_many_statements_for_one_webhook_as_for_many(
    community: Community,
    open_wave: OpenWave,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    wave = open_wave(n=6)
    for number in range(count):
        webhooks.add_webhook(community, f"https://www.example.org/{number}")
    with django_assert_max_num_queries(9):
        webhooks.announce(Event.WAVE_OPENED, wave, now=NOW)
