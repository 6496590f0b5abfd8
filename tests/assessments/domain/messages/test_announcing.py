"""Announcing a result: a work of its own, done once, that tells everybody at one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.domain import work
from assessments.domain.messages import announcing, mailing, webhooks
from assessments.domain.waves import sealing
from assessments.models import Assessment, Community, Delivery, Invitation, Mail, Wave, Work
from assessments.models.webhooks import Event
from assessments.tasks import do_work
from tests.assessments import making

OpenWave = Callable[..., Wave]


@pytest.fixture
def released(open_wave: OpenWave, community: Community) -> Wave:
    """A wave of 6 that has just been assessed, and nobody has been told."""
    webhooks.add_webhook(community, "https://www.example.org/hook")
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    sealing.seal_wave(wave.pk, now=timezone.now())
    Wave.objects.filter(pk=wave.pk).update(scrubbed=True)
    making.do(wave, Work.Kind.ASSESS)
    return Wave.objects.get(pk=wave.pk)


def told() -> int:
    """Count whom a result has been announced to: members and leader, and the webhook."""
    mails = Mail.objects.filter(kind=Mail.Kind.RESULT).count()
    return mails + Delivery.objects.filter(event=Event.WAVE_RELEASED).count()


def news() -> Work:
    return Work.objects.get(kind=Work.Kind.NEWS)


def test_result_is_there_before_anybody_is_told_and_then_all_are(released: Wave) -> None:
    assert released.state == Wave.State.ASSESSED
    assert (told(), news().state) == (0, Work.State.DUE)

    do_work(work_id=str(news().pk))

    assert (told(), news().state) == (6 + 1 + 1, Work.State.DONE)
    assert Delivery.objects.get(event=Event.WAVE_RELEASED).happened_at == (
        Assessment.objects.get().released_at
    )


def test_worker_that_dies_having_told_all_tells_nobody_twice(released: Wave) -> None:
    row = work.lease(news().pk, now=timezone.now())
    assert row is not None
    announcing.announce_result(row.wave, now=timezone.now())
    before = {*Mail.objects.values_list("pk", "due_at")}
    assert told() == 8

    later = timezone.now() + work.LEASE
    assert work.sweep(now=later) > 0
    again = work.lease(row.pk, now=later)
    assert again is not None
    with work.attempt(again, clock=lambda: later):
        announcing.announce_result(again.wave, now=later)

    assert news().state == Work.State.DONE
    assert {*Mail.objects.values_list("pk", "due_at")} == before
    assert told() == 8


@contextmanager
def full_disk() -> Iterator[None]:
    """Have the database refuse the last rows of an announcement."""

    def execute(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "assessments_delivery"'):
            raise OperationalError("the disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


def test_announcement_that_fails_half_way_tells_nobody(released: Wave) -> None:
    with full_disk():
        do_work(work_id=str(news().pk))
    assert told() == 0
    assert (news().state, news().error) == (Work.State.DUE, "OperationalError")

    Work.objects.update(due_at=timezone.now())
    do_work(work_id=str(news().pk))
    assert told() == 8


def test_announcement_that_keeps_failing_is_put_aside_and_the_result_stays(released: Wave) -> None:
    with full_disk():
        for _ in range(work.MOST_ATTEMPTS):
            Work.objects.update(due_at=timezone.now())
            do_work(work_id=str(news().pk))

    assert news().state == Work.State.QUARANTINED
    assert Wave.objects.get().state == Wave.State.ASSESSED
    assert work.put_back(news().pk, now=timezone.now())
    do_work(work_id=str(news().pk))
    assert told() == 8


def test_nobody_to_tell_is_no_work(assessed_wave: OpenWave, community: Community) -> None:
    wave = assessed_wave(n=5)
    Work.objects.all().delete()
    now = timezone.now()

    announcing.ask_to_announce(wave, now=now + mailing.NEWS + timedelta(hours=1))
    assert not Work.objects.exists()
    wave.source = Wave.Source.IMPORT
    announcing.ask_to_announce(wave, now=now)
    assert not Work.objects.exists()
    webhooks.add_webhook(community, "https://www.example.org/hook")
    announcing.ask_to_announce(wave, now=now)
    assert news().state == Work.State.DUE


def test_wave_without_assessment_is_not_announced(released: Wave) -> None:
    Assessment.objects.all().delete()

    announcing.announce_result(released, now=timezone.now())

    assert told() == 0


def test_announcing_takes_few_statements(
    released: Wave, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    announcing.announce_result(released, now=timezone.now())
    for kind in (Mail, Delivery):
        kind.objects.all().delete()
    Work.objects.exclude(kind=Work.Kind.NEWS).delete()

    with django_assert_max_num_queries(14):
        announcing.announce_result(released, now=timezone.now())
    assert Invitation.objects.count() == 6
