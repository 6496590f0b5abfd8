"""Inviting: who is asked by a wave, and the links that let them in."""

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.holding import hold_unsealed, judge
from assessments.domain.refusals import UnknownTokenError, WrongStateError
from assessments.domain.tokens import new_token, sha256
from assessments.models import Invitation, Token, Wave

MOST_BY_OPEN_LINK = 10_000
"""The most people that the open link of one wave lets in."""


def mint_link(invitation: Invitation) -> str:
    """Make a fresh link for an invitation; older ones go on working until the seal."""
    return link(invitation.wave_id, mint_token(invitation))


@transaction.atomic
def mint_token(invitation: Invitation) -> str:
    """Make a fresh token for an invitation; only its hash is kept.

    Raises
    ------
    WaveClosedError
        If the wave is sealed: no token outlives the seal.
    """
    hold_unsealed(invitation.wave_id)
    token = new_token()
    Token.objects.create(sha256=sha256(token), invitation=invitation)
    return token


def link(wave_id: UUID, token: str) -> str:
    """Give the address that a token opens. It comes from the settings, never from a request."""
    return settings.BASE_URL + reverse("enter", kwargs={"wave_id": wave_id, "token": token})


def renew_open_link(wave: Wave) -> str:
    """Make the open link of an open wave, to be shown this once; one made before stops working.

    Raises
    ------
    WrongStateError
        If the wave is not open, or asks the members of a roster.
    """
    key = secrets.token_urlsafe(15)
    changed = Wave.objects.filter(pk=wave.pk, state=Wave.State.OPEN, has_roster=False).update(
        open_key_hash=sha256(key)
    )
    if not changed:
        raise WrongStateError(_("Only an open wave without a roster has an open link."))
    return settings.BASE_URL + reverse("open_link", kwargs={"key": key})


def wave_of_open_key(key: str, *, now: datetime) -> Wave:
    """Give the wave that an open link leads to.

    Raises
    ------
    UnknownTokenError
        If there is no such link.
    WaveNotYetOpenError, WaveClosedError
        If the wave takes no answers now.
    """
    wave = (
        Wave.objects.select_related("community", "instrument")
        .filter(open_key_hash=sha256(key))
        .first()
    )
    if wave is None:
        raise UnknownTokenError(_("This link does not work."))
    judge(state=wave.state, opens_at=wave.opens_at, closes_at=wave.closes_at, now=now)
    return wave


@transaction.atomic
def mint_open_invitation(key: str, *, now: datetime) -> str:
    """Let somebody in who came by the open link: make an invitation, and give its token.

    Raises
    ------
    UnknownTokenError, WaveNotYetOpenError, WaveClosedError
        As ``wave_of_open_key``.
    WrongStateError
        If the link has let in as many people as it may.
    """
    wave = wave_of_open_key(key, now=now)
    if wave.invitations.count() >= MOST_BY_OPEN_LINK:
        raise WrongStateError(_("This link has let in as many people as it may."))
    return mint_token(Invitation.objects.create(wave=wave, member=None))
