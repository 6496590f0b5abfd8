"""The outbox: what is sent when, tried again, told at a release, and never sent."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from assessments.domain.communities.bounces import note_bounce, note_complaint
from assessments.domain.communities.unsubscribing import set_unsubscribed
from assessments.domain.messages import mailing
from assessments.domain.messages.mailing import (
    MOST_ATTEMPTS,
    announce_release,
    ask_for_due_mails,
    send_due_mails,
)
from assessments.models import Account, Community, Leadership, Mail, Member, Wave, Work
from tests.assessments import making

OpenWave = Callable[..., Wave]


class Refusing(BaseEmailBackend):
    """A mail server that takes no mail, and says to whom it was."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionError(f"no mail for {email_messages[0].to}")


class Silent(Refusing):
    """A mail server that does not answer at all."""

    tries = 0

    def open(self) -> bool:
        Silent.tries += 1
        raise TimeoutError


def run(wave: Wave, *, now: datetime | None = None) -> int:
    """Do the mail work of a wave as a worker would."""
    row = Work.objects.filter(wave=wave, kind=Work.Kind.MAIL).latest("due_at")
    Work.objects.filter(pk=row.pk).update(
        state=Work.State.LEASED, leased_until=timezone.now() + timedelta(hours=1)
    )
    row.refresh_from_db()
    sent = send_due_mails(row, clock=lambda: now or timezone.now())
    Work.objects.filter(pk=row.pk).update(state=Work.State.DONE, leased_until=None)
    return sent


def refuse(settings: object, backend: type[BaseEmailBackend]) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"  # type: ignore[attr-defined] # pytest-django's


def test_refused_mail_is_tried_again_later_and_given_up_after_hours(
    open_wave: OpenWave, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    wave = open_wave(n=1)
    refuse(settings, Refusing)
    now = timezone.now()
    waits = []

    for _ in range(MOST_ATTEMPTS):
        run(wave, now=now)
        mail = Mail.objects.get()
        waits.append(mail.due_at - now)
        now = max(mail.due_at, now)

    assert Mail.objects.get().state == Mail.State.FAILED
    assert waits[:-1] == [timedelta(minutes=4**n) for n in range(MOST_ATTEMPTS - 1)]
    assert "example.org" not in caplog.text
    assert "A mail failed: ConnectionError" in caplog.text


def test_silent_server_is_asked_once_for_all(open_wave: OpenWave, settings: object) -> None:
    wave = open_wave(n=3)
    refuse(settings, Silent)
    Silent.tries = 0

    assert run(wave) == 0

    assert Silent.tries == 1
    assert {*Mail.objects.values_list("state", "attempts")} == {(Mail.State.DUE, 1)}
    assert not Mail.objects.filter(due_at__lte=timezone.now()).exists()


def test_sweep_asks_for_mails_that_have_waited(open_wave: OpenWave) -> None:
    wave = open_wave(n=1)
    Work.objects.all().delete()
    now = timezone.now()
    Mail.objects.update(due_at=now + timedelta(minutes=1), attempts=1)

    assert ask_for_due_mails(now=now) == 0
    assert ask_for_due_mails(now=now + timedelta(minutes=1)) == 1
    assert Work.objects.get(wave=wave).kind == Work.Kind.MAIL


def test_sweep_leaves_what_is_quarantined(open_wave: OpenWave) -> None:
    open_wave(n=1)
    Work.objects.update(state=Work.State.QUARANTINED)

    assert ask_for_due_mails(now=timezone.now()) == 0
    assert Work.objects.count() == 1


def test_release_is_told_to_members_and_leaders_at_one_moment(
    open_wave: OpenWave, community: Community, leader: Account
) -> None:
    wave = open_wave(n=6)
    run(wave)
    outbox.outbox.clear()
    making.answer_all(wave, sheets=5)

    wave = making.seal_and_assess(wave)

    mails = Mail.objects.filter(kind=Mail.Kind.RESULT)
    assert mails.count() == 6 + 1
    assert len({*mails.values_list("due_at", flat=True)}) == 1
    run(wave)
    links = {
        next(line for line in str(m.body).splitlines() if "http" in line) for m in outbox.outbox[:]
    }
    to_leader = f"http://127.0.0.1:8000/c/{community.slug}/1/"
    assert links == {f"http://127.0.0.1:8000/r/{wave.result_key}/", to_leader}
    assert [m.to for m in outbox.outbox if to_leader in str(m.body)] == [[leader.email]]
    assert all("the result is there" in m.subject for m in outbox.outbox)


def test_release_told_twice_is_told_once(open_wave: OpenWave) -> None:
    wave = open_wave(n=5)
    making.answer_all(wave, sheets=5)
    wave = making.seal_and_assess(wave)
    before = Mail.objects.filter(kind=Mail.Kind.RESULT).count()

    announce_release(wave, now=timezone.now())

    assert Mail.objects.filter(kind=Mail.Kind.RESULT).count() == before == 6


def test_leader_who_is_a_member_gets_one_mail(open_wave: OpenWave, community: Community) -> None:
    wave = open_wave(n=5)
    both = Account.objects.create_user(community.members.order_by("email")[0].email.upper())
    Leadership.objects.create(community=community, account=both)
    making.answer_all(wave, sheets=5)

    making.seal_and_assess(wave)

    assert not Mail.objects.filter(account=both).exists()


def test_old_news_is_not_told(open_wave: OpenWave) -> None:
    wave = open_wave(n=5)
    making.answer_all(wave, sheets=5)
    wave = making.seal_and_assess(wave)
    Mail.objects.all().delete()

    announce_release(wave, now=timezone.now() + mailing.NEWS + timedelta(hours=1))

    assert not Mail.objects.exists()


def test_who_wants_no_mails_gets_none_and_new_waves_do_not_ask_them(
    open_wave: OpenWave, community: Community
) -> None:
    wave = open_wave(n=3)
    gone = community.members.order_by("email")[0]

    set_unsubscribed(gone, unsubscribed=True)

    assert run(wave) == 2
    assert gone.email not in [message.to[0] for message in outbox.outbox]
    wave.delete()
    assert open_wave(n=3).invited == 2


def test_mail_that_came_back_is_noted(open_wave: OpenWave) -> None:
    run(open_wave(n=2))
    mail = Mail.objects.all()[0]

    assert note_bounce(mail.pk)

    mail.refresh_from_db()
    assert mail.state == Mail.State.BOUNCED
    assert Mail.objects.filter(state=Mail.State.SENT).count() == 1


def test_reminder_that_came_back_is_not_noted(open_wave: OpenWave) -> None:
    wave = open_wave(n=1)
    invitation = wave.invitations.get()
    reminder = Mail.objects.create(
        invitation=invitation, kind=Mail.Kind.REMINDER, state=Mail.State.SENT
    )

    assert not note_bounce(reminder.pk)
    reminder.refresh_from_db()
    assert reminder.state == Mail.State.SENT


def test_complaint_stops_the_mails(open_wave: OpenWave) -> None:
    run(open_wave(n=1))

    assert note_complaint(Mail.objects.get().pk)
    assert Member.objects.get().unsubscribed
