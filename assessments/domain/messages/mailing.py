"""The outbox: every mail is a row, and the worker sends what is due."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, UUIDField
from django.utils import timezone

from assessments.domain import work
from assessments.domain.messages.mail_texts import message_of
from assessments.domain.statements import Given, Row, Statement
from assessments.domain.writing import Insert
from assessments.models import Invitation, Leadership, Mail, Mark, Wave, Work

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
WAIT = timedelta(minutes=1)
"""How long to wait before a mail is tried again; four times as long with each attempt, 6 hours in
all, so that a mail server may be away for an afternoon."""

BATCH = 50
"""Mails between two renewals of the worker's lease."""

NEWS = timedelta(days=7)
"""How long after the seal a result is still news: what is assessed later is not announced."""


def is_news(wave: Wave, *, now: datetime) -> bool:
    """Whether the result of a wave is news to those who were asked.

    Imported answers are none to who imports them, a hundred groups at a time.
    """
    if wave.source != Wave.Source.SURVEY or wave.sealed_at is None:
        return False
    return now - wave.sealed_at <= NEWS


def announce_release(wave: Wave, *, now: datetime) -> None:
    """Have everybody told that a result is there: those invited and the leaders, at one moment.

    Told twice is told once: nobody has two rows.
    """
    if not is_news(wave, now=now):
        return
    told = [*_rows_of_results(wave, now=now)]
    if told:
        with transaction.atomic():
            _MAILS.rows(told)
            work.ask(Work.Kind.MAIL, wave, now=now)


def send_due_mails(row: Work, *, clock: Callable[[], datetime] = timezone.now) -> int:
    """Send the mails of a wave that are due, and give how many went out.

    A mail that fails waits and is tried again. A worker that dies between sending and noting it
    sends that one mail again: both links work.
    """
    connection = get_connection()
    sent = 0
    while batch := [*_due(row.wave, now=clock())[:BATCH]]:
        if not _reached(connection):
            _postpone([mail.pk for mail in _due(row.wave, now=clock())], now=clock())
            break
        for mail in batch:
            sent += _send(mail, connection, now=clock())
        if not work.renew(row, now=clock()):
            break
    connection.close()
    return sent


def ask_for_due_mails(*, now: datetime) -> int:
    """Have mails sent that have waited for another attempt, and give in how many waves."""
    due = Mail.objects.filter(state=Mail.State.DUE, due_at__lte=now)
    members = due.filter(invitation__isnull=False).values("invitation__wave")
    given_up = Work.objects.filter(
        wave=OuterRef("pk"), kind=Work.Kind.MAIL, state=Work.State.QUARANTINED
    )
    waves = Wave.objects.filter(Q(pk__in=members) | Q(pk__in=due.values("wave")), ~Exists(given_up))
    for wave in waves:
        work.ask(Work.Kind.MAIL, wave, now=now)
    return len(waves)


def _rows_of_results(wave: Wave, *, now: datetime) -> Iterator[Row]:
    """Give the rows of mails to those invited, and to the leaders who are not among them."""
    rest = (Mail.Kind.RESULT, 1, Mail.State.DUE, 0, now)
    asked = _ASKED.rows(wave=wave.pk)
    for invitation, _email in asked:
        yield uuid4(), invitation, None, None, *rest
    addresses = {email.casefold() for _invitation, email in asked}
    for account, email in _LEADERS.rows(community=wave.community_id):
        if email.casefold() not in addresses:
            yield uuid4(), None, wave.pk, account, *rest


def _due(wave: Wave, *, now: datetime) -> QuerySet[Mail]:
    return (
        Mail.objects.filter(
            Q(invitation__wave=wave) | Q(wave=wave), state=Mail.State.DUE, due_at__lte=now
        )
        .select_related(
            "invitation__member", "invitation__wave__community", "wave__community", "account"
        )
        .order_by("due_at", "pk")
    )


def _reached(connection: BaseEmailBackend) -> bool:
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises
        logger.warning("The mail server was not reached: %s", type(error).__name__)
        return False
    return True


def _send(mail: Mail, connection: BaseEmailBackend, *, now: datetime) -> bool:
    # Before anything else, so that the rows of those who have answered look like the others'.
    if not Mail.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1):
        return False  # a seal has dropped it meanwhile
    if _superfluous(mail):
        _note(mail, Mail.State.SENT)
        return False
    try:
        connection.send_messages([message_of(mail)])
    except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises
        # The address is in the error's text, so only its kind is logged.
        logger.warning("A mail failed: %s", type(error).__name__)
        connection.close()
        _again(mail, now=now)
        return False
    _note(mail, Mail.State.SENT)
    return True


def _superfluous(mail: Mail) -> bool:
    """Whether a mail is not wanted any more, or reminds somebody who has answered."""
    if mail.invitation is None:
        return False
    if mail.invitation.member is None or mail.invitation.member.unsubscribed:
        return True
    reminds = mail.kind == Mail.Kind.REMINDER
    return reminds and Mark.objects.filter(invitation=mail.invitation).exists()


def _again(mail: Mail, *, now: datetime) -> None:
    if mail.attempts + 1 >= MOST_ATTEMPTS:
        _note(mail, Mail.State.FAILED)
        return
    Mail.objects.filter(pk=mail.pk).update(due_at=now + WAIT * 4**mail.attempts)


def _postpone(mails: list[UUID], *, now: datetime) -> None:
    """Let all mails wait that a silent server would not take: a try of each would last for ever."""
    due = Mail.objects.filter(pk__in=mails, state=Mail.State.DUE)
    due.filter(attempts__gte=MOST_ATTEMPTS - 1).update(state=Mail.State.FAILED)
    for attempts in range(MOST_ATTEMPTS - 1):
        due.filter(attempts=attempts, due_at__lte=now).update(
            attempts=attempts + 1, due_at=now + WAIT * 4**attempts
        )


def _note(mail: Mail, state: Mail.State) -> None:
    Mail.objects.filter(pk=mail.pk, state=Mail.State.DUE).update(state=state)


_ASKED = Statement(
    lambda: Invitation.objects.filter(
        wave=Given("wave", UUIDField()), member__unsubscribed=False
    ).values_list("pk", "member__email")
)
_LEADERS = Statement(
    lambda: Leadership.objects.filter(
        community=Given("community", UUIDField()), account__is_active=True
    ).values_list("account_id", "account__email")
)
_MAILS = Insert(
    Mail,
    "id",
    "invitation_id",
    "wave_id",
    "account_id",
    "kind",
    "number",
    "state",
    "attempts",
    "due_at",
    once=True,
)
