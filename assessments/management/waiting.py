"""Waiting at a terminal until the worker has assessed waves."""

import time
from collections.abc import Callable, Collection
from uuid import UUID

from django.core.management.base import CommandError

from assessments.models import Work

NOT_DONE = (Work.State.DUE, Work.State.LEASED)
GLANCE = 0.2  # seconds between two looks at the database
PATIENCE = 60.0  # seconds without any progress after which no worker can be running


def wait_for_assessments(
    waves: Collection[UUID], *, progress: Callable[[int, int], None], patience: float = PATIENCE
) -> None:
    """Wait until the waves are assessed; ``progress`` is called with those done and their number.

    Raises
    ------
    CommandError
        If nothing happens for a minute, or some could not be assessed.
    """
    asked = Work.objects.filter(wave__in=waves, kind=Work.Kind.ASSESS)
    left, since = len(waves), time.monotonic()
    while left:
        before, left = left, asked.filter(state__in=NOT_DONE).count()
        progress(len(waves) - left, len(waves))
        if left < before:
            since = time.monotonic()
        elif left and time.monotonic() - since > patience:
            raise CommandError(
                f"{left} of {len(waves)} waves are not assessed: no worker seems to be running. "
                "Everything is written down, and a worker will find it:\n"
                "  celery -A commsurvey worker"
            )
        time.sleep(GLANCE if left else 0)
    failed = asked.filter(state=Work.State.QUARANTINED).count()
    if failed:
        raise CommandError(f"{failed} waves could not be assessed; the admin says why")
