"""Opening and closing waves."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.domain import work
from assessments.domain.refusals import FaultsError, WrongStateError
from assessments.domain.sealing import seal_wave
from assessments.models import Community, Instrument, Invitation, Mail, Wave, Work

USUAL_DAYS = 14
MOST_DAYS = 90
"""How long a wave is open when its leader does not say, and at most."""


def open_wave(
    community: Community,
    *,
    instrument: Instrument,
    now: datetime,
    closes_at: datetime | None = None,
    has_roster: bool = True,
) -> Wave:
    """Open a wave now: invite every active member of the roster, and have the mails sent.

    Raises
    ------
    FaultsError
        If the closing time is not in the next 90 days, or the instrument is retired.
    WrongStateError
        If another wave of the community is open, or there is nobody to invite.
    """
    closes_at = closes_at or now + timedelta(days=USUAL_DAYS)
    if not now < closes_at <= now + timedelta(days=MOST_DAYS):
        raise FaultsError([_("A wave closes within the next %(days)s days.") % {"days": MOST_DAYS}])
    if instrument.retired_at:
        raise FaultsError([_("This instrument is retired; choose another.")])
    try:
        with transaction.atomic():
            wave = Wave.objects.create(
                community=community,
                number=1 + (community.waves.aggregate(last=Max("number"))["last"] or 0),
                instrument=instrument,
                state=Wave.State.OPEN,
                opens_at=now,
                closes_at=closes_at,
                minimum_answers=community.minimum_answers,
                has_roster=has_roster,
            )
            if has_roster:
                _invite(wave, now)
    except IntegrityError:
        raise WrongStateError(
            _("Another wave of this community is open; close it first.")
        ) from None
    return wave


def close_wave(wave_id: UUID, *, now: datetime) -> None:
    """Close an open wave before its time: seal it and have it assessed.

    Raises
    ------
    WrongStateError
        If it is not open.
    """
    if not seal_wave(wave_id, now=now):
        raise WrongStateError(_("This wave is not open."))


def close_due_waves(*, now: datetime) -> int:
    """Seal every wave whose time has come, and give how many there were."""
    due = Wave.objects.filter(state=Wave.State.OPEN, closes_at__lte=now)
    return sum(seal_wave(pk, now=now) for pk in due.values_list("pk", flat=True))


def _invite(wave: Wave, now: datetime) -> None:
    members = wave.community.members.filter(active=True)
    invitations = Invitation.objects.bulk_create(
        [Invitation(wave=wave, member=member) for member in members]
    )
    if not invitations:
        raise WrongStateError(_("There is nobody to ask: put members on the roster first."))
    Mail.objects.bulk_create(
        [Mail(invitation=invitation, kind=Mail.Kind.INVITATION) for invitation in invitations]
    )
    wave.invited = len(invitations)
    wave.save(update_fields=["invited"])
    work.ask(Work.Kind.MAIL, wave, now=now)
