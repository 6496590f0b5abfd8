"""Reminding those who have not answered: all of them at once, twice at most."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.domain import work
from assessments.domain.refusals import WrongStateError
from assessments.models import Invitation, Mail, Wave, Work

MOST_REMINDERS = 2

USUAL_DAYS = (3, 5)
"""The days after the opening on which reminders work best, as it is suggested."""

PAUSE = timedelta(days=1)
"""The least time between the invitation and a reminder, and between two."""


@transaction.atomic
def remind(wave: Wave, *, now: datetime) -> None:
    """Have everybody reminded who has not answered when the mail goes out.

    Nobody learns who that is, or how many: everybody invited gets a row, and the worker passes
    over those who have answered.

    Raises
    ------
    WrongStateError
        If the wave is not open, asks no roster, or was reminded twice, or within the last day.
    """
    held = Wave.objects.select_for_update(of=("self",)).get(pk=wave.pk)
    refuse_early(held, now=now)
    held.reminders += 1
    held.reminded_at = now
    held.save(update_fields=["reminders", "reminded_at"])
    invitations = Invitation.objects.filter(wave=held, member__unsubscribed=False)
    Mail.objects.bulk_create(
        [
            Mail(
                invitation=invitation,
                kind=Mail.Kind.REMINDER,
                number=held.reminders,
                due_at=now,
            )
            for invitation in invitations
        ]
    )
    work.ask(Work.Kind.MAIL, held, now=now)


def refuse_early(wave: Wave, *, now: datetime) -> None:
    """Refuse a reminder that may not be sent now, and say from when on it may.

    Raises
    ------
    WrongStateError
        See ``remind``.
    """
    if wave.state != Wave.State.OPEN or now >= wave.closes_at or not wave.has_roster:
        raise WrongStateError(_("Only an open wave of the roster can be reminded of."))
    if wave.reminders >= MOST_REMINDERS:
        raise WrongStateError(_("Two reminders have gone out; more would be a nuisance."))
    if now < earliest(wave):
        raise WrongStateError(_too_early(wave))


def _too_early(wave: Wave) -> str:
    first = earliest(wave)
    if first >= wave.closes_at:
        return _("A reminder goes out a day after the last mail; the wave closes before that.")
    shown = timezone.localtime(first + timedelta(minutes=1))  # no seconds are shown
    return _("A reminder goes out a day after the last mail: from %(time)s (%(zone)s) on.") % {
        "time": date_format(shown, "DATETIME_FORMAT"),
        "zone": timezone.get_current_timezone_name(),
    }


def earliest(wave: Wave) -> datetime:
    """Give from when on a wave may be reminded of."""
    return (wave.reminded_at or wave.opens_at) + PAUSE


def suggested(wave: Wave) -> datetime | None:
    """Give when the next reminder works best; None after the second."""
    if wave.reminders >= MOST_REMINDERS:
        return None
    return wave.opens_at + timedelta(days=USUAL_DAYS[wave.reminders])
