"""Sending what waits in the outbox. Tokens are made here, while mailing, and kept as hashes."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.domain import work
from assessments.domain.invitations import mint_link
from assessments.models import Mail, Wave, Work

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
BATCH = 50
"""Mails between two renewals of the worker's lease."""


def send_due_mails(row: Work, *, clock: Callable[[], datetime] = timezone.now) -> int:
    """Send the mails of a wave that are due, and give how many went out.

    A mail that fails is tried again with the next work, three times in all. A worker that dies
    between sending and noting it sends that one mail again: both links work.
    """
    connection = get_connection()
    sent = 0
    while batch := [*_due(row.wave)[:BATCH]]:
        for mail in batch:
            sent += _send(mail, connection)
        if not work.renew(row, now=clock()):
            break
    return sent


def _due(wave: Wave) -> QuerySet[Mail]:
    return Mail.objects.filter(invitation__wave=wave, state=Mail.State.DUE).select_related(
        "invitation__member", "invitation__wave__community"
    )


def _send(mail: Mail, connection: BaseEmailBackend) -> bool:
    if not Mail.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1):
        return False  # a seal has dropped it meanwhile
    try:
        connection.send_messages([_message(mail)])
    except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises
        # The address is in the error's text, so only its kind is logged.
        logger.warning("A mail failed: %s", type(error).__name__)
        state = Mail.State.FAILED if mail.attempts + 1 >= MOST_ATTEMPTS else Mail.State.DUE
        Mail.objects.filter(pk=mail.pk).update(state=state)
        return False
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT)
    return True


def _message(mail: Mail) -> EmailMultiAlternatives:
    invitation, wave = mail.invitation, mail.invitation.wave
    member = invitation.member
    if member is None:
        raise ValueError("an invitation of the open link has no address")
    words = {
        "community": wave.community,
        "wave": wave,
        "member": member,
        "link": mint_link(invitation),
    }
    with translation.override(member.language or wave.community.language):
        message = EmailMultiAlternatives(
            subject=_("%(community)s asks how you see it") % {"community": wave.community.name},
            body=render_to_string("assessments/mail/invitation.txt", words),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[member.email],
        )
        message.attach_alternative(
            render_to_string("assessments/mail/invitation.html", words), "text/html"
        )
    return message
