"""S2: the row is the truth and the broker a doorbell; work that kills its workers is put aside.

With COMMSURVEY_CRASHES set to anything but 0 the broker is away for a minute.
"""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.models import Account, Chunk, Wave, Work
from tests.assessments import making
from tests.crashes import crowd
from tests.crashes.installation import LONG, Installation, installed, wait_until
from tests.crashes.outages import Broker, DistantBroker, FolderBroker
from tests.crashes.visitor import Visitor

AWAY = 60.0 if LONG else 8.0  # seconds
PROMISED = 10.0  # seconds from the broker's return to the result
PATIENCE = 90.0  # seconds


@pytest.fixture
def broker(tmp_path: Path, sole_use_of_broker: None) -> Iterator[Broker]:
    """The broker of this suite, which can go away."""
    if not settings.CELERY_BROKER_URL:
        yield FolderBroker(tmp_path)
        return
    distant = DistantBroker(settings.CELERY_BROKER_URL)
    yield distant
    distant.go_away()


@pytest.fixture
def installation(transactional_db: None, broker: Broker, tmp_path: Path) -> Iterator[Installation]:
    """An installation that knows its broker only by this address."""
    with installed(tmp_path, broker=broker.url) as installation:
        yield installation


@pytest.fixture
def on_services() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the same on PostgreSQL and a real broker")


@pytest.mark.slow
@pytest.mark.parametrize("seen", [True, False], ids=["stopped", "never there"])
def test_wave_closed_without_broker_is_scored_when_it_is_back(
    installation: Installation,
    broker: Broker,
    leader: Account,
    signed_in: dict[str, str],
    seen: bool,
) -> None:
    close_without_broker(installation, broker, leader, signed_in, seen=seen)


@pytest.mark.services
@pytest.mark.parametrize("seen", [True, False], ids=["stopped", "never there"])
def test_wave_closed_without_broker_is_scored_when_it_is_back_on_services(
    on_services: None,
    installation: Installation,
    broker: Broker,
    leader: Account,
    signed_in: dict[str, str],
    seen: bool,
) -> None:
    close_without_broker(installation, broker, leader, signed_in, seen=seen)


def close_without_broker(
    installation: Installation,
    broker: Broker,
    leader: Account,
    signed_in: dict[str, str],
    *,
    seen: bool,
) -> None:
    """Close a wave by its page while no broker answers, and wait for the result afterwards."""
    (wave,) = crowd.answered_waves(leader, making.make_tiny(), count=1)
    Work.objects.all().delete()  # the mails
    if not seen:
        broker.go_away()
    for name in ("web", "worker", "beat"):
        installation.start(name)
    wait_until(lambda: installation.answers("/"), PATIENCE, told=installation.last_lines)
    if seen:
        wait_until(installation.is_healthy, PATIENCE, told=installation.last_lines)
        broker.go_away()
    assert not installation.is_healthy()

    visitor = Visitor(installation.port, signed_in)
    began = monotonic()
    closed = crowd.close(wave, visitor)
    waited = monotonic() - began
    assert closed is not None
    assert closed.status == 302
    page = visitor.ask(closed.location)
    assert page is not None
    assert page.status == 200
    assert "its result is being computed" in page.text
    assert waited < 5

    sleep(AWAY)
    work = Work.objects.get()
    assert (work.state, work.attempts, work.wave.state) == ("due", 0, "sealed")

    broker.come_back()
    took = wait_until(lambda: is_assessed(wave), PATIENCE, told=installation.last_lines)
    print(f"closed in {waited:.1f} s, scored {took:.1f} s after the broker's return")  # noqa: T201
    assert took < PROMISED
    wait_until(installation.is_healthy, PROMISED)


@pytest.mark.slow
def test_poisoned_waves_start_three_times_and_delay_nobody(
    installation: Installation, leader: Account, signed_in: dict[str, str], tmp_path: Path
) -> None:
    poison(installation, leader, signed_in, tmp_path / "starts")


@pytest.mark.services
def test_poisoned_waves_start_three_times_and_delay_nobody_on_services(
    on_services: None,
    installation: Installation,
    leader: Account,
    signed_in: dict[str, str],
    tmp_path: Path,
) -> None:
    poison(installation, leader, signed_in, tmp_path / "starts")


def poison(
    installation: Installation, leader: Account, signed_in: dict[str, str], starts: Path
) -> None:
    """Close a wave that kills its worker, one that cannot be read, and, among them, good ones."""
    deadly, torn, *good = crowd.answered_waves(leader, making.make_tiny(), count=4)
    Work.objects.all().delete()  # the mails
    variables = {"POISONED_WAVE": deadly.pk.hex, "POISON_LOG": str(starts)}
    installation.start("web")
    installation.start("beat")
    installation.start("worker", app="tests.crashes.poisoned", **variables)
    installation.wait_until_healthy()
    visitor = Visitor(installation.port, signed_in)
    assert crowd.close(torn, visitor)
    assert crowd.close(deadly, visitor)
    Chunk.objects.filter(wave=torn).update(columns=b"torn")

    closed: dict[Wave, float] = {}
    took: dict[Wave, float] = {}
    waiting = [*good]

    def both_are_put_aside() -> bool:
        if is_dead(installation, "worker"):
            # As if a minute had passed: the dead worker's lease has run out. Somebody starts
            # another worker, as systemd does, and just then the leader of a good wave closes it.
            Work.objects.filter(state="leased").update(leased_until=timezone.now())
            installation.start("worker", app="tests.crashes.poisoned", **variables)
            if waiting:
                wave = waiting.pop()
                assert crowd.close(wave, visitor)
                closed[wave] = monotonic()
        for wave in closed.keys() - took.keys():
            if is_assessed(wave):
                took[wave] = monotonic() - closed[wave]
        return Work.objects.filter(wave__in=[deadly, torn], state="quarantined").count() == 2

    wait_until(both_are_put_aside, PATIENCE, told=installation.last_lines)
    aside = Work.objects.filter(state="quarantined")
    assert {row.wave: row.attempts for row in aside} == {deadly: 3, torn: 3}
    # The torn wave may have been in the hands of a worker that the deadly one killed.
    assert {row.error for row in aside} <= {"WorkerLost", "ValueError"}
    # Three leases, at most three starts: a worker may lose its lease before it loads a row.
    assert starts.read_bytes() in {b"x", b"xx", b"xxx"}
    assert took.keys() == {*good}
    print("good waves took", *(f"{seconds:.1f} s" for seconds in took.values()))  # noqa: T201
    assert max(took.values()) < 2 * PROMISED, "a worker has to start first"


def is_assessed(wave: Wave) -> bool:
    return Wave.objects.filter(pk=wave.pk, state=Wave.State.ASSESSED).exists()


def is_dead(installation: Installation, name: str) -> bool:
    return installation.children[name].process.poll() is not None
