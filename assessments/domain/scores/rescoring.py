"""Scoring sealed waves again, when the scoring has a new version: old assessments stay beside."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

import scoring
from assessments.domain import work
from assessments.domain.refusals import WrongStateError
from assessments.models import Assessment, Chunk, Wave, Work

BATCH = 500
"""Waves asked for in one transaction."""


def rescore_wave(wave: Wave, *, now: datetime) -> bool:
    """Have a sealed wave assessed by the present scoring; False when it is already.

    Raises
    ------
    WrongStateError
        If the wave is not sealed, or its answers were deleted at the end of their retention.
    """
    if not wave.sealed:
        raise WrongStateError(_("A wave is scored when it is closed; this one still is open."))
    if wave.sheets and not wave.chunks.exists():
        raise WrongStateError(_("The answers of this wave are deleted; its result stays as it is."))
    if not outdated().filter(pk=wave.pk).exists():
        return False
    with transaction.atomic():
        work.ask(Work.Kind.ASSESS, wave, now=now)
    return True


def rescore_all(
    *, now: datetime, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> list[UUID]:
    """Have every outdated wave assessed, and give their ids; what waits already waits once."""
    found = [*outdated().order_by("sealed_at").values_list("pk", flat=True)]
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        work.ask_all(Work.Kind.ASSESS, batch, now=now)
        progress(start + len(batch), len(found))
    return found


def outdated() -> QuerySet[Wave]:
    """Find the sealed waves with answers that the present scoring has not assessed."""
    assessed = Assessment.objects.filter(
        wave=OuterRef("pk"), scoring_version=scoring.SCORING_VERSION
    )
    answers = Chunk.objects.filter(wave=OuterRef("pk"))
    return Wave.objects.filter(~Exists(assessed), Exists(answers), sealed_at__isnull=False)
