"""Announcing a result: members, leaders and their programs are told by one piece of work.

It is no part of assessing: a result is there before its mails are written down. It is written with
the result, repeated and put aside like all work, and tells everybody at one moment.
"""

from datetime import datetime

from django.db import transaction

from assessments.domain import work
from assessments.domain.messages import mailing, webhooks
from assessments.models import Wave, Work
from assessments.models.webhooks import Event


def ask_to_announce(wave: Wave, *, now: datetime) -> None:
    """Have a result announced; call it in the transaction that releases it."""
    if mailing.is_news(wave, now=now) or webhooks.has_webhooks(wave):
        work.ask(Work.Kind.NEWS, wave, now=now)


@transaction.atomic
def announce_result(wave: Wave, *, now: datetime) -> None:
    """Write down whom to tell of the newest result of a wave. Telling it again does nothing."""
    released_at = wave.assessments.order_by("-released_at").values_list("released_at").first()
    if released_at is None:
        return
    mailing.announce_release(wave, now=now)
    webhooks.announce(Event.WAVE_RELEASED, wave, now=released_at[0])
