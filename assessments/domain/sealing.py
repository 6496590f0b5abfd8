"""Sealing a wave: after it nothing leads from an answer back to the person who gave it."""

import secrets
import uuid
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from assessments.domain import participation, webhooks, work
from assessments.domain.bands import blank_bands
from assessments.domain.instruments import questionnaire_of
from assessments.domain.sheets import columns_of
from assessments.models import (
    AnswerSheet,
    Chunk,
    Comment,
    Draft,
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
        wave = (
            Wave.objects.select_for_update(of=("self",))
            .select_related("instrument", "community")
            .filter(pk=wave_id, state=Wave.State.OPEN)
            .first()
        )
        if wave is None:
            return False
        wave.sheets = _freeze_sheets(wave)
        _shuffle_comments(wave)
        _shuffle_marks(wave)
        wave.continuity = participation.continuity(wave)
        participation.count_classes(wave)
        participation.forget_marks_before(wave)
        Draft.objects.filter(invitation__wave=wave).delete()
        Token.objects.filter(invitation__wave=wave).delete()
        _drop_mails(wave)
        wave.state = Wave.State.SEALED
        wave.sealed_at = now
        wave.save(update_fields=["sheets", "continuity", "state", "sealed_at"])
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
    wave.scrubbed = True
    wave.save(update_fields=["scrubbed"])


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


def _drop_mails(wave: Wave) -> None:
    """Drop the invitations and reminders that have not gone out: their links would not work."""
    Mail.objects.filter(
        invitation__wave=wave,
        kind__in=[Mail.Kind.INVITATION, Mail.Kind.REMINDER],
        state=Mail.State.DUE,
    ).delete()


def _freeze_sheets(wave: Wave) -> int:
    sheets = AnswerSheet.objects.filter(wave=wave)
    rows = sheets.values_list("packed", flat=True)
    packed = [bytes(row) for row in rows if row is not None]
    packed = blank_bands(questionnaire_of(wave.instrument), packed, minimum=wave.minimum_answers)
    Chunk.objects.bulk_create(
        [
            Chunk(wave=wave, number=number, sheets=count, columns=columns)
            for number, (count, columns) in enumerate(columns_of(packed))
        ]
    )
    sheets.delete()
    return len(packed)


def _shuffle_comments(wave: Wave) -> None:
    pending = PendingComment.objects.filter(wave=wave)
    texts = [*pending.values_list("text", flat=True)]
    secrets.SystemRandom().shuffle(texts)
    Comment.objects.bulk_create([Comment(wave=wave, text=text) for text in texts])
    pending.delete()


def _shuffle_marks(wave: Wave) -> None:
    """Write the marks anew, in the order of fresh random ids: rows and versions tell nothing."""
    marks = Mark.objects.filter(invitation__wave=wave)
    invitations = [*marks.values_list("invitation_id", flat=True)]
    secrets.SystemRandom().shuffle(invitations)
    marks.delete()
    Mark.objects.bulk_create(
        [Mark(pk=uuid.uuid4(), invitation_id=invitation) for invitation in invitations]
    )
