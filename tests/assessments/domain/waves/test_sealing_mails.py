"""What a seal does to mails that have not gone out."""

from collections.abc import Callable

import pytest
from django.core import mail as outbox
from django.utils import timezone

from assessments.domain.messages.mailing import send_due_mails
from assessments.domain.waves.sealing import seal_wave
from assessments.models import Community, Mail, Token, Wave, Work

pytestmark = pytest.mark.django_db


def test_seal_drops_invitations_and_reminders_that_are_due(open_wave: Callable[..., Wave]) -> None:
    wave = open_wave(n=3)
    sent, failed, due = Mail.objects.filter(invitation__wave=wave)
    Mail.objects.filter(pk=sent.pk).update(state=Mail.State.SENT)
    Mail.objects.filter(pk=failed.pk).update(state=Mail.State.FAILED)
    reminder = Mail.objects.create(invitation=due.invitation, kind=Mail.Kind.REMINDER)
    result = Mail.objects.create(invitation=due.invitation, kind=Mail.Kind.RESULT)

    seal_wave(wave.pk, now=timezone.now())

    assert {*Mail.objects.values_list("pk", flat=True)} == {sent.pk, failed.pk, result.pk}
    assert not Mail.objects.filter(pk__in=[due.pk, reminder.pk]).exists()


def test_seal_of_one_wave_leaves_the_mails_of_others(
    open_wave: Callable[..., Wave], other_leader: object
) -> None:

    first = open_wave(n=2)
    other = open_wave(n=3, of=Community.objects.get(name="Elsewhere"))

    seal_wave(first.pk, now=timezone.now())

    assert Mail.objects.filter(invitation__wave=other, state=Mail.State.DUE).count() == 3


def test_mail_work_left_over_from_a_sealed_wave_sends_nothing(
    open_wave: Callable[..., Wave],
) -> None:
    wave = open_wave(n=3)
    assert Mail.objects.filter(state=Mail.State.DUE).count() == 3
    work = Work.objects.get(wave=wave, kind=Work.Kind.MAIL)

    seal_wave(wave.pk, now=timezone.now())

    assert send_due_mails(work) == 0
    assert outbox.outbox == []
    assert not Token.objects.exists()
