"""Sealing a wave: after it nothing leads from an answer back to the person who gave it."""

import secrets
import uuid
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet, UUIDField

from assessments.domain import work
from assessments.domain.answers.bands import blank_bands
from assessments.domain.answers.sheets import columns_of
from assessments.domain.instruments.instruments import asked_by
from assessments.domain.messages import webhooks
from assessments.domain.statements import Given, Statement, columns, made
from assessments.domain.waves import participation
from assessments.domain.writing import Delete, Insert, Update
from assessments.models import (
    AnswerSheet,
    Chunk,
    Comment,
    Draft,
    Invitation,
    Mail,
    Mark,
    PendingComment,
    Token,
    Wave,
    Work,
)
from assessments.models.webhooks import Event

SCRUBBED_TABLES = (AnswerSheet, Draft, Token, PendingComment, Mark, Comment)
"""Tables whose deleted rows a seal leaves on the disk until they are scrubbed."""


def seal_wave(wave_id: UUID, *, now: datetime) -> bool:
    """Freeze the answers of an open wave and destroy their order; False when it is not open.

    One transaction: the sheets are sorted into chunks, comments shuffled, marks put in again in
    random order, and sheets, drafts, tokens and receipts deleted. It has the wave assessed.
    """
    with transaction.atomic():
        wave = _hold_open(wave_id)
        if wave is None:
            return False
        wave.sheets = _freeze_sheets(wave)
        _shuffle_comments(wave)
        _shuffle_marks(wave)
        wave.continuity = participation.continuity(wave)
        wave.classes_shown = participation.count_classes(wave)
        participation.forget_marks_before(wave)
        for each in (_NO_DRAFTS, _NO_TOKENS, _NO_MAILS):
            each.run(wave=wave.pk)
        wave.state = Wave.State.SEALED
        wave.sealed_at = now
        wave.save(update_fields=["sheets", "continuity", "classes_shown", "state", "sealed_at"])
        work.ask(Work.Kind.ASSESS, wave, now=now)
        webhooks.announce(Event.WAVE_CLOSED, wave, now=now)
    return True


def scrub(wave: Wave) -> None:
    """Take from the disk what the seal deleted; before it is done, nothing is scored.

    It may be repeated. SQLite overwrites deleted rows at once (``secure_delete``), but its
    write-ahead log keeps them until it is cut; PostgreSQL keeps them until a vacuum.

    Raises
    ------
    TimeoutError
        If somebody is reading the database all the time; the work is then repeated.
    """
    if wave.scrubbed:
        return
    wipe(SCRUBBED_TABLES)
    _SCRUBBED.run(wave=wave.pk)
    wave.scrubbed = True


def wipe(tables: Collection[type[Model]]) -> None:
    """Take from the disk what was deleted from tables; outside of a transaction.

    Raises
    ------
    TimeoutError
        If somebody is reading the database all the time.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in tables:
                cursor.execute(f'VACUUM "{model._meta.db_table}"')  # noqa: SLF001 -- the public name of the table
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
            if busy:
                raise TimeoutError("The write-ahead log is being read.")


def _hold_open(wave_id: UUID) -> Wave | None:
    row = _HELD.first(wave=wave_id)
    return made(Wave, columns(Wave), iter(_HELD.convert(row))) if row else None


def _freeze_sheets(wave: Wave) -> int:
    packed = [bytes(row) for (row,) in _PACKED.rows(wave=wave.pk)]
    packed = blank_bands(asked_by(wave), packed, minimum=wave.minimum_answers)
    _CHUNKS.rows(
        (wave.pk, number, count, columns)
        for number, (count, columns) in enumerate(columns_of(packed))
    )
    _NO_SHEETS.run(wave=wave.pk)
    return len(packed)


def _shuffle_comments(wave: Wave) -> None:
    texts = [*_PENDING.rows(wave=wave.pk)]
    secrets.SystemRandom().shuffle(texts)
    Comment.objects.bulk_create([Comment(wave=wave, text=text) for (text,) in texts])
    _NO_PENDING.run(wave=wave.pk)


def _shuffle_marks(wave: Wave) -> None:
    """Write the marks anew, in the order of fresh random ids: rows and versions tell nothing."""
    rows = _MARKED.rows(wave=wave.pk)
    fresh = sorted(
        ((uuid.uuid4(), *_MARKED.convert(row)) for row in rows), key=lambda each: each[0].int
    )
    _NO_MARKS.run(wave=wave.pk)
    _MARKS.rows(fresh)


_WAVE = Given("wave", UUIDField())
_HELD = Statement(
    lambda: (
        Wave.objects.select_for_update()
        .filter(pk=_WAVE, state=Wave.State.OPEN)
        .values_list(*columns(Wave))
    )
)
_PACKED = Statement(
    lambda: AnswerSheet.objects.filter(wave=_WAVE, packed__isnull=False).values_list("packed")
)
_PENDING = Statement(lambda: PendingComment.objects.filter(wave=_WAVE).values_list("text"))
_MARKED = Statement(
    lambda: Mark.objects.filter(invitation__wave=_WAVE).values_list("invitation_id")
)
_CHUNKS = Insert(Chunk, "wave_id", "number", "sheets", "columns")
_MARKS = Insert(Mark, "id", "invitation_id")
_SCRUBBED = Update(lambda: Wave.objects.filter(pk=_WAVE), scrubbed=True)


def _invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(wave=_WAVE)


_NO_SHEETS = Delete(lambda: AnswerSheet.objects.filter(wave=_WAVE))
_NO_PENDING = Delete(lambda: PendingComment.objects.filter(wave=_WAVE))
_NO_MARKS = Delete(lambda: Mark.objects.filter(invitation__in=_invitations()))
_NO_DRAFTS = Delete(lambda: Draft.objects.filter(invitation__in=_invitations()))
_NO_TOKENS = Delete(lambda: Token.objects.filter(invitation__in=_invitations()))
# Invitations and reminders that have not gone out: their links would not work.
_NO_MAILS = Delete(
    lambda: Mail.objects.filter(
        invitation__in=_invitations(),
        kind__in=[Mail.Kind.INVITATION, Mail.Kind.REMINDER],
        state=Mail.State.DUE,
    )
)
