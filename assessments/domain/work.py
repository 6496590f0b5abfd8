"""Work that is written down, leased, repeated and, after three failures, put aside."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import (
    DateTimeField,
    F,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    UUIDField,
)
from kombu.exceptions import OperationalError

from assessments.domain.statements import Given, Row, Statement, columns, made
from assessments.domain.writing import Insert, Update
from assessments.models import Wave, Work

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
"""How long a worker may take before the sweep gives its work to another; long work renews it."""

WAIT = timedelta(seconds=5)
"""How long to wait before the next attempt; it doubles with each."""

MOST_ATTEMPTS = 3

DOORBELL = "assessments.do_work"
"""The task that does one work."""


def ask(kind: Work.Kind, wave: Wave, *, now: datetime) -> None:
    """Write down that something is to be done, and ring the doorbell once that is committed.

    What waits already is not written twice. Inside the transaction of its cause, the row is there
    if and only if the cause is.
    """
    ask_all(kind, [wave.pk], now=now)


def ask_all(kind: Work.Kind, waves: Collection[UUID], *, now: datetime) -> None:
    """Write down the same for many waves, with one statement or two."""
    with transaction.atomic(savepoint=False):
        fresh = {wave: uuid4() for wave in waves}
        new = _NEW.rows(
            (key, kind, wave, Work.State.DUE, 0, now, None, "") for wave, key in fresh.items()
        )
        rung = [*fresh.values()] if new == len(fresh) else _waiting(kind, waves)
        # Whatever goes wrong with the bell, the cause is committed, and nobody is to hear of it.
        transaction.on_commit(lambda: _ring_all(rung), robust=True)


def ring(work_id: UUID) -> None:
    """Tell the workers of a work. When no broker answers, the sweep repairs it later."""
    try:
        current_app.send_task(DOORBELL, kwargs={"work_id": str(work_id)})
    except (OperationalError, OSError) as error:
        logger.warning("The doorbell did not ring: %s", type(error).__name__)


def _ring_all(work_ids: Iterable[UUID]) -> None:
    for work_id in work_ids:
        ring(work_id)


def lease(work_id: UUID, *, now: datetime) -> Work | None:
    """Take a work that is due; None when it is done, not due yet, or somebody else has it."""
    taken = _TAKE.run(work=work_id, now=now, until=now + LEASE)
    return _work(work_id) if taken else None


@contextmanager
def attempt(row: Work, *, clock: Callable[[], datetime]) -> Iterator[None]:
    """Do a leased work: done when the block ends, due again or put aside when it fails."""
    try:
        yield
    except Exception as error:
        logger.exception("Work %s failed", row.pk)
        _give_back(row, type(error).__name__, now=clock())
    else:
        _DONE.run(work=row.pk, attempts=row.attempts)


def renew(row: Work, *, now: datetime) -> bool:
    """Keep a lease for another while; False when it is lost, and the work somebody else's."""
    return bool(_mine(row).update(leased_until=now + LEASE))


def sweep(*, now: datetime) -> int:
    """Ring again for work that is due or whose lease has run out, and give how much it is.

    Work whose worker has died three times is put aside, so that it kills no fourth. Of all leases
    that have run out only one is rung for at a time: what killed its worker last time must not
    take the others' attempts with it again.
    """
    dead = Work.objects.filter(
        state=Work.State.LEASED, leased_until__lte=now, attempts__gte=MOST_ATTEMPTS
    )
    dead.update(state=Work.State.QUARANTINED, leased_until=None, error="WorkerLost")
    waiting = Work.objects.filter(_due(now)).order_by("attempts", "due_at")
    left = waiting.filter(state=Work.State.LEASED).values_list("pk", flat=True)[:1]
    fresh = waiting.filter(state=Work.State.DUE).values_list("pk", flat=True)[:500]
    rung = [*left, *fresh]
    for pk in rung:
        ring(pk)
    return len(rung)


def put_back(work_id: UUID, *, now: datetime) -> bool:
    """Let workers try quarantined work again; False when it is not, or the same waits already."""
    quarantined = Work.objects.filter(pk=work_id, state=Work.State.QUARANTINED)
    try:
        with transaction.atomic():
            put = quarantined.update(state=Work.State.DUE, attempts=0, due_at=now, error="")
    except IntegrityError:
        return False
    if put:
        transaction.on_commit(lambda: ring(work_id), robust=True)
    return bool(put)


def _due(now: "datetime | Given") -> Q:
    return Q(attempts__lt=MOST_ATTEMPTS) & (
        Q(state=Work.State.DUE, due_at__lte=now) | Q(state=Work.State.LEASED, leased_until__lte=now)
    )


def _mine(row: Work) -> QuerySet[Work]:
    """Only while the lease is still this worker's."""
    return Work.objects.filter(pk=row.pk, state=Work.State.LEASED, attempts=row.attempts)


def _waiting(kind: Work.Kind, waves: Collection[UUID]) -> list[UUID]:
    waiting = Work.objects.filter(
        kind=kind, wave__in=waves, state__in=[Work.State.DUE, Work.State.LEASED]
    )
    return [*waiting.values_list("pk", flat=True)]


def _work(work_id: UUID) -> Work:
    (row,) = _WORK.rows(work=work_id)
    values = iter(_WORK.convert(row))
    work = made(Work, columns(Work), values)
    work.wave = made(Wave, columns(Wave), values)
    return work


def _give_back(row: Work, error: str, *, now: datetime) -> None:
    last = row.attempts >= MOST_ATTEMPTS
    _mine(row).update(
        state=Work.State.QUARANTINED if last else Work.State.DUE,
        due_at=now + WAIT * 2 ** (row.attempts - 1),
        leased_until=None,
        error=error[:100],
    )


_KEY = Given("work", UUIDField())
_NEW = Insert(
    Work,
    "id",
    "kind",
    "wave_id",
    "state",
    "attempts",
    "due_at",
    "leased_until",
    "error",
    once=True,
)
_TAKE = Update(
    lambda: Work.objects.filter(_due(Given("now", DateTimeField())), pk=_KEY),
    state=Work.State.LEASED,
    leased_until=Given("until", DateTimeField()),
    attempts=F("attempts") + 1,
)
_DONE = Update(
    lambda: Work.objects.filter(
        pk=_KEY,
        state=Work.State.LEASED,
        attempts=Given("attempts", PositiveSmallIntegerField()),
    ),
    state=Work.State.DONE,
    leased_until=None,
    error="",
)


def _work_and_wave() -> "QuerySet[Any, Row]":
    of_the_wave = [f"wave__{name}" for name in columns(Wave)]
    return Work.objects.filter(pk=_KEY).values_list(*columns(Work), *of_the_wave)


_WORK = Statement(_work_and_wave)
