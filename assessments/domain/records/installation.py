"""How an installation is doing: what its start page in the admin shows."""

import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

import scoring
from assessments.domain.messages import webhooks
from assessments.domain.releases import comments
from assessments.models import Delivery, Instrument, Mail, Wave, Work

TOO_LONG = timedelta(minutes=1)
"""How long work may be due before somebody should look whether there is a worker."""

MOST_LISTED = 20


@dataclass(frozen=True, kw_only=True)
class FailedMails:
    """Mails of a wave that did not go out."""

    wave: Wave
    failed: int


@dataclass(frozen=True, kw_only=True)
class Storage:
    """What is kept and how much room it takes, in bytes.

    ``sheets`` counts the sealed answer sheets of waves whose count may be shown.
    """

    database: int
    folder: int
    waves: int
    sheets: int


@dataclass(frozen=True, kw_only=True)
class Installation:
    """All of it."""

    open_waves: Sequence[Wave]
    open_count: int
    troubled_work: Sequence[Work]
    troubled_mails: Sequence[FailedMails]
    troubled_deliveries: Sequence[Delivery]
    comments: int
    storage: Storage
    versions: Sequence[tuple[str, str]]


def installation(*, now: datetime) -> Installation:
    """Look at everything once; the number of statements does not grow with the rows."""
    open_waves = Wave.objects.filter(state=Wave.State.OPEN)
    return Installation(
        open_waves=[
            *open_waves.select_related("community", "instrument")
            .defer("instrument__content")
            .order_by("closes_at")[:MOST_LISTED]
        ],
        open_count=open_waves.count(),
        troubled_work=[*_troubled_work(now)[:MOST_LISTED]],
        troubled_mails=_troubled_mails(),
        troubled_deliveries=[*webhooks.given_up()[:MOST_LISTED]],
        comments=comments.waiting(),
        storage=_storage(),
        versions=_versions(),
    )


def _troubled_work(now: datetime) -> QuerySet[Work]:
    trouble = Q(state=Work.State.QUARANTINED) | Q(
        state__in=[Work.State.DUE, Work.State.LEASED],
        due_at__lt=now - TOO_LONG,
        leased_until__isnull=True,
    )
    return Work.objects.filter(trouble).select_related("wave__community").order_by("due_at")


def _troubled_mails() -> list[FailedMails]:
    """Reminders are left out: who still gets one has not answered."""
    counted = (
        Wave.objects.select_related("community")
        .annotate(
            failed=Count(
                "invitations__mails",
                filter=~Q(invitations__mails__kind=Mail.Kind.REMINDER)
                & Q(invitations__mails__state__in=[Mail.State.FAILED, Mail.State.BOUNCED]),
            )
        )
        .filter(failed__gt=0)
        .order_by("-opens_at")
    )
    return [FailedMails(wave=wave, failed=wave.failed) for wave in counted[:MOST_LISTED]]


def _storage() -> Storage:
    sealed = Wave.objects.filter(state=Wave.State.ASSESSED)
    # The count of a small wave is shown nowhere, so it must not follow from a sum either.
    countable = sealed.filter(sheets__gte=F("minimum_answers"))
    return Storage(
        database=_database_size(),
        folder=sum(file.stat().st_size for file in _files(Path(settings.VAR_FOLDER))),
        waves=sealed.count(),
        sheets=countable.aggregate(sum=Sum("sheets"))["sum"] or 0,
    )


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _database_size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        return int(cursor.fetchone()[0])


def _versions() -> list[tuple[str, str]]:
    instruments = Instrument.objects.filter(retired_at=None).values_list("key", "version")
    return [
        ("commsurvey", product_version()),
        ("scoring", scoring.SCORING_VERSION),
        *((key, str(version)) for key, version in instruments.order_by("key", "version")),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (connection.display_name, ".".join(map(str, connection.get_database_version()))),
    ]


def product_version() -> str:
    """Read the version that ``pyproject.toml`` states."""
    text = (Path(settings.FOLDER) / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    return found[1] if found else ""
