"""Thin tasks: an id in, find, call the domain. Nothing about a person is in an argument."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from assessments.domain import work
from assessments.domain.messages import announcing, deliveries, mailing, webhooks
from assessments.domain.records import retention
from assessments.domain.releases import storing
from assessments.domain.scores import assessing
from assessments.domain.waves import participation, waves
from assessments.models import Work


@shared_task(name="assessments.do_work")
def do_work(*, work_id: str) -> None:
    """Do one work. Safe to run twice: a work that is done or in other hands is left alone."""
    row = work.lease(UUID(work_id), now=timezone.now())
    if row is None:
        return
    with work.attempt(row, clock=timezone.now):
        if row.kind == Work.Kind.ASSESS:
            assessing.assess_wave(row.wave, now=timezone.now())
        elif row.kind == Work.Kind.NEWS:
            announcing.announce_result(row.wave, now=timezone.now())
        elif row.kind == Work.Kind.TELL:
            deliveries.send_due_deliveries(row)
        else:
            mailing.send_due_mails(row)


@shared_task(name="assessments.sweep")
def sweep() -> None:
    """Close what is to be closed, count participation once a day, and ring for waiting work."""
    now = timezone.now()
    waves.close_due_waves(now=now)
    participation.count_thirds(today=now.date())
    mailing.ask_for_due_mails(now=now)
    webhooks.ask_for_due(now=now)
    work.sweep(now=now)


@shared_task(name="assessments.purge")
def purge() -> None:
    """Take away what is over its time, and store releases that do not hold. Safe to run twice."""
    retention.purge_and_wipe(now=timezone.now())
    storing.store_outdated()
