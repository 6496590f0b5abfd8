"""Holding a wave while writing to it: answers share it with each other, the seal has it alone."""

from datetime import datetime
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from assessments.domain.accounts.tokens import sha256
from assessments.domain.refusals import UnknownTokenError, WaveClosedError, WaveNotYetOpenError
from assessments.models import Invitation, Token, Wave


class Held(NamedTuple):
    """An invitation whose wave cannot be sealed before the transaction ends."""

    invitation_id: UUID
    state: str
    opens_at: datetime
    closes_at: datetime


def hold(*, wave_id: UUID, token: str, now: datetime, alone: bool = False) -> Held:
    """Find the invitation of a token, and keep its wave open until the transaction ends.

    ``alone`` keeps everybody else from what hangs on the invitation: its draft, and its mark.

    Raises
    ------
    UnknownTokenError, WaveNotYetOpenError, WaveClosedError
        If there is nothing to answer.
    """
    found = Token.objects.filter(sha256=sha256(token), invitation__wave=wave_id).values_list(
        "invitation_id",
        "invitation__wave__state",
        "invitation__wave__opens_at",
        "invitation__wave__closes_at",
    )
    row = _shared(found, alone=Invitation if alone else None)
    if row is None:
        refuse(wave_id=wave_id, now=now)
    held = Held(*row)
    judge(state=held.state, opens_at=held.opens_at, closes_at=held.closes_at, now=now)
    return held


def refuse(*, wave_id: UUID, now: datetime) -> NoReturn:
    """Say why there is no such token: its wave is closed, or not open yet, or never knew it.

    Raises
    ------
    UnknownTokenError, WaveNotYetOpenError, WaveClosedError
        One of them, always.
    """
    wave = Wave.objects.filter(pk=wave_id).first()
    if wave is not None:
        judge(state=wave.state, opens_at=wave.opens_at, closes_at=wave.closes_at, now=now)
    raise UnknownTokenError(_("This link does not work."))


def hold_unsealed(wave_id: UUID) -> None:
    """Keep a wave from being sealed until the transaction ends.

    Raises
    ------
    WaveClosedError
        If it is sealed already.
    """
    if _shared(Wave.objects.filter(pk=wave_id, sealed_at=None).values_list("pk")) is None:
        raise WaveClosedError(_("This wave is closed: it takes no answers any more."))


def judge(*, state: str, opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Refuse what comes before a wave opens, or from the moment it closes."""
    if state not in {Wave.State.PLANNED, Wave.State.OPEN} or now >= closes_at:
        raise WaveClosedError(_("This wave is closed: it takes no answers any more."))
    if state == Wave.State.PLANNED or now < opens_at:
        raise WaveNotYetOpenError(_("This wave is not open yet."))


def _shared(
    rows: QuerySet[Any, tuple[Any, ...]], *, alone: type[Model] | None = None
) -> tuple[Any, ...] | None:
    """Read the first row, and share its wave with other writers but not with the seal."""
    if connection.vendor != "postgresql":
        return rows.first()  # SQLite lets one transaction write at a time
    # Django offers no FOR KEY SHARE: its locks would make the senders wait for each other.
    query, parameters = rows.query.sql_with_params()
    locks = f' FOR KEY SHARE OF "{Wave._meta.db_table}"'  # noqa: SLF001 -- the public name of the table
    if alone:
        locks += f' FOR UPDATE OF "{alone._meta.db_table}"'  # noqa: SLF001 -- as above
    with connection.cursor() as cursor:
        cursor.execute(query + locks, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
