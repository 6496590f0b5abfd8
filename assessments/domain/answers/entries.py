"""The way in: what the holder of a token may answer, and how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, ExpressionWrapper, Q, QuerySet, Subquery

from assessments.domain.accounts.tokens import receipt_hash, receipt_of, sha256
from assessments.domain.answers.holding import judge, refuse
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.statements import Given, Row, Statement, columns, made
from assessments.models import (
    AnswerSheet,
    Community,
    Instrument,
    Invitation,
    Token,
    Wave,
)


class Progress(StrEnum):
    """How far the holder of a token is."""

    ANSWERING = "answering"
    SENT = "sent"
    SENT_WITH_ANOTHER_LINK = "sent_with_another_link"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Access:
    """What the holder of a token may answer, and how far they were when they came.

    ``receipt`` follows from the token. ``language`` is the one that the roster states for them, if
    any; ``draft`` is what was kept so far and ``seed`` the order of its items; ``begun`` is False
    while nothing was. All of it was read at one moment: who finds no draft after a send also finds
    that it was sent. Others look at the same ``wave``: it is never changed.
    """

    token: str
    receipt: str
    invitation_id: UUID
    wave: Wave
    language: str
    draft: Mapping[str, Any]
    seed: int
    begun: bool
    progress: Progress

    @property
    def invitation(self) -> Invitation:
        """The invitation that the token opens."""
        return Invitation.objects.get(pk=self.invitation_id)

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked, in the instrument's own language."""
        return questionnaire_of(self.wave.instrument)


def access(*, wave_id: UUID, token: str, now: datetime) -> Access:
    """Let the holder of a token in.

    Raises
    ------
    UnknownTokenError
        If there is no such wave, or the wave is open and knows no such token.
    WaveNotYetOpenError, WaveClosedError
        If the wave takes no answers, whatever the token.
    """
    receipt = receipt_of(token)
    row = _FOUND.first(sha256=sha256(token), receipt_hash=receipt_hash(receipt))
    entry = _entry(token, receipt, row) if row else None
    if entry is None or entry.wave.pk != wave_id:
        refuse(wave_id=wave_id, now=now)
    wave = entry.wave
    judge(state=wave.state, opens_at=wave.opens_at, closes_at=wave.closes_at, now=now)
    return entry


def first_seed(invitation_id: UUID) -> int:
    """Give the order of the items before there is a draft to keep one: it follows from the id."""
    return invitation_id.int % 2**31


_OF_WAVES = {
    "id",
    "community_id",
    "instrument_id",
    "state",
    "opens_at",
    "closes_at",
    "minimum_answers",
    "result_key",
}
_WAVE = [name for name in columns(Wave) if name in _OF_WAVES]
_OF_COMMUNITIES = {"id", "name", "language", "time_zone"}
_COMMUNITY = [name for name in columns(Community) if name in _OF_COMMUNITIES]
"""What nearly every page of the survey needs; the rest is read when it is needed."""


def _found() -> QuerySet[Any, Row]:
    """Find everything about a token in one statement."""
    withdrawn = ExpressionWrapper(Q(packed__isnull=True), output_field=BooleanField())
    sheet = AnswerSheet.objects.filter(pk=Given("receipt_hash", CharField()))
    wanted = [f"wave__{name}" for name in _WAVE]
    wanted += [f"wave__community__{name}" for name in _COMMUNITY]
    wanted += ["id", "member__language", "draft__payload", "draft__seed", "mark__id"]
    return (
        Token.objects.filter(sha256=Given("sha256", CharField()))
        .annotate(withdrawn=Subquery(sheet.values_list(withdrawn)))
        .values_list(*(f"invitation__{name}" for name in wanted), "withdrawn")
    )


_FOUND = Statement(_found)
_OF_WAVE = len(_WAVE) + len(_COMMUNITY)


def _entry(token: str, receipt: str, row: Row) -> Access:
    invitation_id, language, draft, seed, mark, withdrawn = _FOUND.convert(
        row[_OF_WAVE:], start=_OF_WAVE
    )
    return Access(
        token=token,
        receipt=receipt,
        invitation_id=invitation_id,
        wave=_wave(row[:_OF_WAVE]),
        language=language or "",
        draft=draft or {},
        seed=first_seed(invitation_id) if seed is None else seed,
        begun=seed is not None,
        progress=_progress(marked=mark is not None, withdrawn=withdrawn),
    )


@lru_cache(maxsize=256)
def _wave(row: Row) -> Wave:
    """Give a wave as a row says it is: the same object until anything changes."""
    values = iter(_FOUND.convert(row))
    wave = made(Wave, _WAVE, values)
    wave.community = made(Community, _COMMUNITY, values)
    wave.instrument = _instrument(wave.instrument_id)
    return wave


@lru_cache(maxsize=64)
def _instrument(instrument_id: UUID) -> Instrument:
    """Give an instrument, which never changes in what is asked; what that is is at hand already."""
    return Instrument.objects.only("language", "content_hash").get(pk=instrument_id)


def _progress(*, marked: bool, withdrawn: bool | None) -> Progress:
    if withdrawn is not None:
        return Progress.WITHDRAWN if withdrawn else Progress.SENT
    return Progress.SENT_WITH_ANOTHER_LINK if marked else Progress.ANSWERING
