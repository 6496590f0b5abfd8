"""Reminding everybody who has not answered, without telling anybody who that is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from assessments.domain.communities import reminders
from assessments.domain.messages.mailing import send_due_mails
from assessments.domain.refusals import WrongStateError
from assessments.domain.waves import waves
from assessments.models import Community, Instrument, Mail, Member, Wave, Work
from tests.assessments import making

OpenWave = Callable[..., Wave]
DAY = timedelta(days=1)


@pytest.fixture
def wave(open_wave: OpenWave) -> Wave:
    """A wave of five members whose invitations have gone out."""
    wave = open_wave(n=5)
    send(wave)
    outbox.outbox.clear()
    return wave


def send(wave: Wave, *, now: datetime | None = None) -> None:
    """Do the mail work of a wave."""
    for row in Work.objects.filter(wave=wave, kind=Work.Kind.MAIL).exclude(state="done"):
        send_due_mails(row, clock=lambda: now or timezone.now())
        Work.objects.filter(pk=row.pk).update(state=Work.State.DONE)


def test_reminder_goes_to_those_who_have_not_answered(wave: Wave) -> None:
    making.answer_all(wave, sheets=3)
    later = wave.opens_at + 3 * DAY

    reminders.remind(wave, now=later)
    send(wave, now=later)

    answered = [*wave.community.members.order_by("email")[:3].values_list("email", flat=True)]
    reminded = [message.to[0] for message in outbox.outbox]
    assert len(reminded) == 2
    assert not {*answered} & {*reminded}
    assert all("still asks" in message.subject for message in outbox.outbox)


def test_rows_of_reminders_do_not_tell_who_has_answered(wave: Wave) -> None:
    making.answer_all(wave, sheets=3)
    later = wave.opens_at + 3 * DAY

    reminders.remind(wave, now=later)
    send(wave, now=later)

    rows = Mail.objects.filter(kind=Mail.Kind.REMINDER)
    assert rows.count() == 5
    told = {*rows.values_list("state", "attempts", "due_at", "number")}
    assert told == {(Mail.State.SENT, 1, later, 1)}


def test_who_answers_between_the_wish_and_the_mail_gets_none(wave: Wave) -> None:
    later = wave.opens_at + 3 * DAY
    reminders.remind(wave, now=later)
    making.answer_all(wave, sheets=5)

    send(wave, now=later)

    assert outbox.outbox == []


def test_two_reminders_are_the_most(wave: Wave) -> None:
    first = wave.opens_at + DAY
    with pytest.raises(WrongStateError, match="a day after the last mail"):
        reminders.remind(wave, now=first - timedelta(seconds=1))
    reminders.remind(wave, now=first)
    with pytest.raises(WrongStateError, match="a day after the last mail"):
        reminders.remind(wave, now=first + DAY - timedelta(seconds=1))
    reminders.remind(wave, now=first + DAY)
    with pytest.raises(WrongStateError, match="more would be a nuisance"):
        reminders.remind(wave, now=first + 5 * DAY)

    assert Mail.objects.filter(kind=Mail.Kind.REMINDER).count() == 10


def test_early_reminder_is_told_from_when_on_one_goes_out(wave: Wave) -> None:
    wave.opens_at = datetime(2026, 11, 22, 10, 35, 20, tzinfo=UTC)
    wave.closes_at = wave.opens_at + 14 * DAY

    with pytest.raises(WrongStateError) as refused, timezone.override("Europe/Berlin"):
        reminders.refuse_early(wave, now=wave.opens_at)

    assert str(refused.value) == (
        "A reminder goes out a day after the last mail: "
        "from Nov. 23, 2026, 11:36 a.m. (Europe/Berlin) on."
    )


def test_wave_that_closes_within_a_day_has_no_reminder(wave: Wave) -> None:
    wave.closes_at = wave.opens_at + DAY

    with pytest.raises(WrongStateError, match="the wave closes before that"):
        reminders.refuse_early(wave, now=wave.opens_at)


def test_closed_wave_is_not_reminded_of(wave: Wave) -> None:
    with pytest.raises(WrongStateError):
        reminders.remind(wave, now=wave.closes_at)
    waves.close_wave(wave.pk, now=timezone.now())
    with pytest.raises(WrongStateError):
        reminders.remind(wave, now=wave.opens_at + 3 * DAY)


def test_wave_of_an_open_link_is_not_reminded_of(community: Community, tiny: Instrument) -> None:
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now(), has_roster=False)

    with pytest.raises(WrongStateError):
        reminders.remind(wave, now=wave.opens_at + 3 * DAY)


def test_who_wants_no_mails_is_not_reminded(wave: Wave) -> None:
    Member.objects.filter(community=wave.community).update(unsubscribed=True)
    later = wave.opens_at + 3 * DAY

    reminders.remind(wave, now=later)
    send(wave, now=later)

    assert outbox.outbox == []


def test_days_three_and_five_are_suggested(wave: Wave) -> None:
    for sent, days in ((0, 3), (1, 5)):
        wave.reminders = sent
        assert reminders.suggested(wave) == wave.opens_at + timedelta(days=days)
    wave.reminders = 2
    assert reminders.suggested(wave) is None
