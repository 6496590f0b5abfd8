"""Inviting: who is asked by a wave, and the links that let them in."""

import base64
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from assessments.domain.accounts.tokens import new_token, sha256
from assessments.domain.answers.holding import hold_unsealed, judge
from assessments.domain.refusals import FaultsError, UnknownTokenError, WrongStateError
from assessments.models import Invitation, Token, Wave

MOST_BY_OPEN_LINK = 10_000
"""The most people that the open link of one wave lets in."""

SEED_BYTES = 16
OPEN_KEY_BYTES = 10
"""Short enough to be typed from a poster: 16 lower-case letters and digits."""


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


def renew_open_link(wave: Wave, *, cap: int = MOST_BY_OPEN_LINK) -> str:
    """Make the open link of an open wave; one made before stops working.

    Raises
    ------
    WrongStateError
        If the wave is not open, or asks the members of a roster.
    FaultsError
        If the link is to let in nobody, or more than 10,000 people.
    """
    if not 1 <= cap <= MOST_BY_OPEN_LINK:
        told = _("An open link lets in 1 to %(most)s people.")
        raise FaultsError([told % {"most": MOST_BY_OPEN_LINK}])
    seed = secrets.token_hex(SEED_BYTES)
    key = _open_key(wave.pk, seed)
    changed = Wave.objects.filter(pk=wave.pk, state=Wave.State.OPEN, has_roster=False).update(
        open_key_hash=sha256(key), open_key_seed=seed, open_link_cap=cap
    )
    if not changed:
        raise WrongStateError(_("Only an open wave without a roster has an open link."))
    return _open_link(key)


def open_link_of(wave: Wave) -> str:
    """Give the open link of a wave again; empty when there is none that still lets in.

    The key follows from a seed and the secret of the installation: a copy of the database leads
    nobody in. When the secret has changed since, the link goes on working and is not shown.
    """
    if wave.state != Wave.State.OPEN or not wave.open_key_hash:
        return ""
    key = _open_key(wave.pk, wave.open_key_seed)
    return _open_link(key) if sha256(key) == wave.open_key_hash else ""


def revoke_open_link(wave: Wave) -> None:
    """Let nobody else in by the open link; who is in already may go on."""
    Wave.objects.filter(pk=wave.pk).update(open_key_hash=None, open_key_seed="")


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
    if wave.invitations.count() >= wave.open_link_cap:
        raise WrongStateError(_("This link has let in as many people as it may."))
    return mint_token(Invitation.objects.create(wave=wave, member=None))


def _open_key(wave_id: UUID, seed: str) -> str:
    told = salted_hmac("assessments.domain.invitations", f"{wave_id} {seed}", algorithm="sha256")
    return base64.b32encode(told.digest()[:OPEN_KEY_BYTES]).decode().lower()


def _open_link(key: str) -> str:
    return settings.BASE_URL + reverse("open_link", kwargs={"key": key})
