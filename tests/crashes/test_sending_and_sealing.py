"""S1 on PostgreSQL: who sends waits for nobody but a seal, and the seal waits for who sends."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from assessments.domain.answers import answering
from assessments.domain.answers.holding import hold
from assessments.domain.waves import sealing
from assessments.models import Account, AnswerSheet, Chunk, Draft, Mark, Token, Wave, Work
from tests.assessments import making
from tests.crashes.installation import wait_until

pytestmark = pytest.mark.services

SOON = 10.0  # seconds in which what waits for nobody is done, on a busy machine
ANSWERS = {"claim": 8, "realism_1": 4}


@dataclass(frozen=True)
class Asked:
    """An open wave, and a token of each of its members."""

    wave: Wave
    tokens: list[str]


@pytest.fixture
def asked(leader: Account) -> Asked:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    wave = making.make_wave(making.make_community(leader), making.make_tiny(), members=4)
    return Asked(wave, [making.token_of(wave, member) for member in wave.community.members.all()])


@pytest.fixture
def pool(asked: Asked) -> Iterator[ThreadPoolExecutor]:
    """Threads, each with a connection of its own."""
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def go_on() -> Iterator[Event]:
    """What a transaction waits for that holds a wave; set at last, so that no thread hangs."""
    event = Event()
    yield event
    event.set()


Result = TypeVar("Result")


def own(act: Callable[[], Result]) -> Result:
    """Do something in a thread, and close its connection."""
    try:
        return act()
    finally:
        connection.close()


def send(wave: Wave, token: str) -> str:
    """Send as the page does, and give the receipt."""
    entry = answering.access(wave_id=wave.pk, token=token, now=timezone.now())
    return answering.send_answers(entry, ANSWERS, now=timezone.now())


def hold_until(wave: Wave, token: str, *, held: Event, go_on: Event) -> None:
    """Stand in the middle of sending."""
    with transaction.atomic():
        hold(wave_id=wave.pk, token=token, now=timezone.now())
        held.set()
        go_on.wait()


def seal_until(wave: Wave, *, sealed: Event, go_on: Event) -> None:
    """Stand between the last statement of a seal and its commit."""
    with transaction.atomic():
        sealing.seal_wave(wave.pk, now=timezone.now())
        sealed.set()
        go_on.wait()


def waiting() -> int:
    """Count the connections that wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def test_sends_wait_for_nobody_and_the_seal_for_every_send(
    asked: Asked, pool: ThreadPoolExecutor, go_on: Event
) -> None:
    wave, (first, second, third, fourth) = asked.wave, asked.tokens
    held = [Event(), Event()]
    for token, event in zip((first, second), held, strict=True):
        pool.submit(own, partial(hold_until, wave, token, held=event, go_on=go_on))
    assert all(event.wait(SOON) for event in held), "two are sending at the same time"
    assert pool.submit(own, partial(send, wave, third)).result(SOON)

    seal = pool.submit(own, partial(sealing.seal_wave, wave.pk, now=timezone.now()))
    wait_until(lambda: waiting() == 1, SOON)
    # A seal that waits keeps nobody from sending.
    assert pool.submit(own, partial(send, wave, fourth)).result(SOON)
    assert not seal.done()
    assert AnswerSheet.objects.count() == 2

    go_on.set()
    assert seal.result(SOON)
    assert sum(Chunk.objects.values_list("sheets", flat=True)) == 2
    assert Mark.objects.count() == 2


@pytest.mark.parametrize("go", ["on", "send"])
def test_page_that_meets_a_seal_says_closed(
    asked: Asked, pool: ThreadPoolExecutor, go_on: Event, go: str
) -> None:
    wave, (first, second, *_) = asked.wave, asked.tokens
    send(wave, first)
    browser, survey, sealed = Client(), f"/w/{wave.pk}/", Event()
    browser.get(f"{survey}{second}/")
    seal = pool.submit(own, partial(seal_until, wave, sealed=sealed, go_on=go_on))
    assert sealed.wait(SOON)

    # To this page the wave is still open: the seal has not been committed.
    fields = {**ANSWERS, "go": go}
    late = pool.submit(own, partial(browser.post, f"{survey}part/1/", fields))
    wait_until(lambda: waiting() == 1, SOON)
    assert not late.done()
    go_on.set()

    seal.result(SOON)
    assert late.result(SOON).status_code == 410
    assert sum(Chunk.objects.values_list("sheets", flat=True)) == 1
    assert not AnswerSheet.objects.exists()
    assert not Token.objects.exists()
    assert not Draft.objects.exists()


def test_seal_that_meets_a_seal_finds_nothing_to_do(
    asked: Asked, pool: ThreadPoolExecutor, go_on: Event
) -> None:
    sealed = Event()
    first = pool.submit(own, partial(seal_until, asked.wave, sealed=sealed, go_on=go_on))
    assert sealed.wait(SOON)
    second = pool.submit(own, partial(sealing.seal_wave, asked.wave.pk, now=timezone.now()))
    wait_until(lambda: waiting() == 1, SOON)
    go_on.set()

    first.result(SOON)
    assert not second.result(SOON)
    assert Work.objects.filter(kind=Work.Kind.ASSESS).count() == 1
