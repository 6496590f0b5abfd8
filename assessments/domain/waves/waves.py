"""Opening and closing waves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.domain import work
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.messages import webhooks
from assessments.domain.refusals import FaultsError, WrongStateError
from assessments.domain.releases.breakdowns import check_breakdowns
from assessments.domain.waves.sealing import seal_wave
from assessments.models import Community, Instrument, Invitation, Mail, Wave, Work
from assessments.models.webhooks import Event

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
    breakdowns: Sequence[str] = (),
) -> Wave:
    """Open a wave now: invite every active member of the roster, and have the mails sent.

    ``breakdowns`` names the bands by which its result may be compared: nobody can declare one
    once the first member has answered.

    Raises
    ------
    FaultsError
        If the closing time is not in the next 90 days, the instrument is retired, or it has no
        such band.
    WrongStateError
        If another wave of the community is open, or there is nobody to invite.
    """
    refuse_retired(instrument)
    closes_at = closes_at or now + timedelta(days=USUAL_DAYS)
    _refuse_far(closes_at, now=now)
    declared = check_breakdowns(questionnaire_of(instrument), breakdowns)
    try:
        with transaction.atomic():
            # The minimum may have been raised since the caller read it, or be raised now.
            held = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
            wave = Wave.objects.create(
                community=community,
                number=1 + (community.waves.aggregate(last=Max("number"))["last"] or 0),
                instrument=instrument,
                state=Wave.State.OPEN,
                opens_at=now,
                closes_at=closes_at,
                minimum_answers=held.minimum_answers,
                has_roster=has_roster,
                breakdowns=declared,
            )
            if has_roster:
                _invite(wave, now)
            webhooks.announce(Event.WAVE_OPENED, wave, now=now)
    except IntegrityError:
        raise WrongStateError(
            _("Another wave of this community is open; close it first.")
        ) from None
    return wave


def refuse_retired(instrument: Instrument) -> None:
    """Refuse to ask by an instrument that is retired.

    Raises
    ------
    FaultsError
        If it is.
    """
    if instrument.retired_at:
        raise FaultsError([_("This instrument is retired; choose another.")])


def clone_wave(wave: Wave, *, now: datetime, closes_at: datetime | None = None) -> Wave:
    """Open a wave that asks the same as an earlier one, in the same way and for as long.

    Raises
    ------
    FaultsError, WrongStateError
        As ``open_wave``.
    """
    return open_wave(
        wave.community,
        instrument=wave.instrument,
        now=now,
        closes_at=closes_at or now + min(wave.closes_at - wave.opens_at, timedelta(days=MOST_DAYS)),
        has_roster=wave.has_roster,
        breakdowns=wave.breakdowns,
    )


def extend_wave(wave: Wave, *, closes_at: datetime, now: datetime) -> Wave:
    """Have an open wave close later, and give it anew.

    Raises
    ------
    FaultsError
        If the new closing time is not later than the one it has, or not in the next 90 days.
    WrongStateError
        If it is not open any more.
    """
    _refuse_far(closes_at, now=now)
    opened = Wave.objects.filter(pk=wave.pk, state=Wave.State.OPEN, closes_at__gt=now)
    if not opened.filter(closes_at__lt=closes_at).update(closes_at=closes_at):
        if opened.exists():
            raise FaultsError([_("A wave can be extended: choose a later time than it has.")])
        raise WrongStateError(_("This wave is not open."))
    return Wave.objects.select_related("community", "instrument").get(pk=wave.pk)


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


def _refuse_far(closes_at: datetime, *, now: datetime) -> None:
    if not now < closes_at <= now + timedelta(days=MOST_DAYS):
        raise FaultsError([_("A wave closes within the next %(days)s days.") % {"days": MOST_DAYS}])


def _invite(wave: Wave, now: datetime) -> None:
    members = wave.community.members.filter(active=True, unsubscribed=False)
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
