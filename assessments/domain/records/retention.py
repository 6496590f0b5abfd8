"""How long things are kept, and taking away what is over its time."""

import logging
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from assessments.domain.records import erasing
from assessments.domain.waves.sealing import wipe
from assessments.models import (
    Account,
    AnswerSheet,
    Chunk,
    Comment,
    Community,
    Draft,
    Instrument,
    Invitation,
    Mail,
    Mark,
    Member,
    ReleaseView,
    Token,
    Wave,
    Work,
)
from assessments.models.release_views import AppendOnly

Rows = QuerySet[Any, Any]

logger = logging.getLogger(__name__)

DONE_WORK = timedelta(days=30)
"""How long work that is done, and mails that went out, can still be looked at."""

ERASURES_MONTHS = 36
"""How long an erasure is remembered: longer than any backup may be kept."""

WIPED_TABLES = (
    AnswerSheet, Chunk, Comment, Draft, Invitation, Mail, Mark, Member, Session, Token, UserSession,
)  # fmt: skip
"""Tables that people and answers are deleted from, and whose deleted rows leave the disk."""

HISTORIES = (Account, Community, Instrument, Wave)

UPLOADS = timedelta(days=1)
"""How long a list that was uploaded and not confirmed lies in VAR_FOLDER."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long one kind of thing is kept."""

    kind: str
    label: str
    kept: str


def periods() -> list[Period]:
    """Give all periods of this installation, in words."""
    sealed = ngettext_lazy("%(n)s month after the close", "%(n)s months after the close", "n")
    aged = ngettext_lazy("%(n)s month", "%(n)s months", "n")
    return [
        Period(kind=kind, label=str(label), kept=str(kept))
        for kind, label, kept in (
            (
                "marks",
                _("who took part"),
                _("until the community's next close, at most %(period)s")
                % {"period": sealed % {"n": settings.KEEP_MARKS_MONTHS}},
            ),
            ("invitations", _("who was invited"), sealed % {"n": settings.KEEP_MARKS_MONTHS}),
            ("comments", _("comments"), sealed % {"n": settings.KEEP_COMMENTS_MONTHS}),
            ("sheets", _("answer sheets"), sealed % {"n": settings.KEEP_SHEETS_MONTHS}),
            (
                "audit",
                _("who viewed and changed what in this installation"),
                aged % {"n": settings.KEEP_AUDIT_MONTHS},
            ),
            ("work", _("which mails went out"), _("30 days")),
            ("sessions", _("sessions"), _("until they run out")),
        )
    ]


@dataclass(frozen=True)
class Purged:
    """How many rows of each kind were, or would be, taken away."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def purge(*, now: datetime) -> Purged:
    """Take away everything whose time is over. Doing it again takes nothing more."""
    with transaction.atomic():
        # Counted before: some rows go with others.
        done = due(now=now)
        for tables in over(now=now).values():
            for rows in tables:
                _take_away(rows)
        erasing.forget_before(months_before(now, ERASURES_MONTHS).date())
    return done


def purge_and_wipe(*, now: datetime) -> Purged:
    """Purge, and take from the disk what this and the erasures since the last time have deleted."""
    done = purge(now=now)
    _drop_uploads(now - UPLOADS)
    transaction.on_commit(_wipe, robust=True)
    return done


def due(*, now: datetime) -> Purged:
    """Count what a purge would take away now."""
    return Purged(
        {kind: sum(rows.count() for rows in tables) for kind, tables in over(now=now).items()}
    )


def over(*, now: datetime) -> dict[str, tuple[Rows, ...]]:
    """Give the rows whose time is over, by kind."""
    marks = months_before(now, settings.KEEP_MARKS_MONTHS)
    comments = months_before(now, settings.KEEP_COMMENTS_MONTHS)
    sheets = months_before(now, settings.KEEP_SHEETS_MONTHS)
    audit = months_before(now, settings.KEEP_AUDIT_MONTHS)
    done = Q(wave__sealed_at__lt=now - DONE_WORK) | Q(
        invitation__wave__sealed_at__lt=now - DONE_WORK
    )
    return {
        "marks": (Mark.objects.filter(invitation__wave__sealed_at__lt=marks),),
        # The waves keep their counts.
        "invitations": (Invitation.objects.filter(wave__sealed_at__lt=marks),),
        "comments": (Comment.objects.filter(wave__sealed_at__lt=comments),),
        "sheets": (
            Chunk.objects.filter(wave__sealed_at__lt=sheets),
            # What was not assessed in all that time never will be: nothing is left to score.
            Work.objects.filter(wave__sealed_at__lt=sheets).exclude(state=Work.State.DONE),
        ),
        "audit": (
            ReleaseView.objects.filter(day__lt=audit.date()),
            LogEntry.objects.filter(action_time__lt=audit),
            *(model.history.filter(history_date__lt=audit) for model in HISTORIES),
        ),
        "work": (
            Work.objects.filter(state=Work.State.DONE, due_at__lt=now - DONE_WORK),
            # Those of an open wave stay: their rows keep each mail from going out twice.
            Mail.objects.exclude(state=Mail.State.DUE).filter(done),
        ),
        "sessions": (
            # An unfinished sign-in leaves an address and a code in its session.
            Session.objects.filter(expire_date__lt=now),
            # What says on which device somebody is signed in goes with the session.
            UserSession.objects.exclude(
                session_key__in=Session.objects.filter(expire_date__gte=now).values("session_key")
            ),
        ),
    }


def months_before(now: datetime, months: int) -> datetime:
    """Go back by calendar months; from a day that the month has not, to its last.

    >>> months_before(datetime(2026, 3, 31), 1)
    datetime.datetime(2026, 2, 28, 0, 0)
    >>> months_before(datetime(2026, 1, 15), 13)
    datetime.datetime(2024, 12, 15, 0, 0)
    """
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def _wipe() -> None:
    try:
        wipe(WIPED_TABLES)
    except TimeoutError as busy:
        logger.warning("What was purged leaves the disk with the next purge: %s", busy)


def _drop_uploads(before: datetime) -> None:
    folder = Path(settings.VAR_FOLDER) / "uploads"
    for file in folder.glob("*"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)


def _take_away(rows: Rows) -> None:
    if isinstance(rows, AppendOnly):
        rows.purge()
    else:
        rows.delete()
