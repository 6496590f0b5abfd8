"""Work that is written down, leased, repeated and, after three failures, put aside."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from kombu.exceptions import OperationalError

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
    row, _fresh = Work.objects.get_or_create(
        kind=kind,
        wave=wave,
        state__in=[Work.State.DUE, Work.State.LEASED],
        defaults={"state": Work.State.DUE, "due_at": now},
    )
    # Whatever goes wrong with the bell, the cause is committed, and nobody is to hear of it.
    transaction.on_commit(lambda: ring(row.pk), robust=True)


def ring(work_id: UUID) -> None:
    """Tell the workers of a work. When no broker answers, the sweep repairs it later."""
    try:
        current_app.send_task(DOORBELL, kwargs={"work_id": str(work_id)})
    except (OperationalError, OSError) as error:
        logger.warning("The doorbell did not ring: %s", type(error).__name__)


def lease(work_id: UUID, *, now: datetime) -> Work | None:
    """Take a work that is due; None when it is done, not due yet, or somebody else has it."""
    taken = Work.objects.filter(_due(now), pk=work_id).update(
        state=Work.State.LEASED, leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Work.objects.select_related("wave").get(pk=work_id) if taken else None


@contextmanager
def attempt(row: Work, *, clock: Callable[[], datetime]) -> Iterator[None]:
    """Do a leased work: done when the block ends, due again or put aside when it fails."""
    try:
        yield
    except Exception as error:
        logger.exception("Work %s failed", row.pk)
        _give_back(row, type(error).__name__, now=clock())
    else:
        _mine(row).update(state=Work.State.DONE, leased_until=None, error="")


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


def _due(now: datetime) -> Q:
    return Q(attempts__lt=MOST_ATTEMPTS) & (
        Q(state=Work.State.DUE, due_at__lte=now) | Q(state=Work.State.LEASED, leased_until__lte=now)
    )


def _mine(row: Work) -> QuerySet[Work]:
    """Only while the lease is still this worker's."""
    return Work.objects.filter(pk=row.pk, state=Work.State.LEASED, attempts=row.attempts)


def _give_back(row: Work, error: str, *, now: datetime) -> None:
    last = row.attempts >= MOST_ATTEMPTS
    _mine(row).update(
        state=Work.State.QUARANTINED if last else Work.State.DUE,
        due_at=now + WAIT * 2 ** (row.attempts - 1),
        leased_until=None,
        error=error[:100],
    )
