"""Who has looked at which release. Members look by the link of their wave and leave no row."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from assessments.domain.accounts.viewers import Viewer
from assessments.models import ReleaseView, Wave

Channel = ReleaseView.Channel

A_DAY = int(timedelta(days=1).total_seconds())


def record_view(viewer: Viewer, wave: Wave, channel: Channel) -> None:
    """Note that an account saw what is released of a wave; once a day is enough."""
    record_views(viewer, [wave], channel)


def record_views(viewer: Viewer, waves: Collection[Wave], channel: Channel) -> None:
    """Note that an account saw the releases of waves: one statement, none when all are noted.

    A wave without an assessment has nothing to be seen.
    """
    seen = [wave.pk for wave in waves if wave.state == Wave.State.ASSESSED]
    day = timezone.now().date()
    # Programs read the same waves again and again: then one key answers for all of them.
    everything = f"seen:{viewer.account.pk}:{_digest(seen)}:{channel}:{day}"
    if not seen or cache.get(everything):
        return
    keys = {f"seen:{viewer.account.pk}:{pk}:{channel}:{day}": pk for pk in seen}
    known = cache.get_many(keys)
    fresh = {key: pk for key, pk in keys.items() if key not in known}
    ReleaseView.objects.bulk_create(
        [
            ReleaseView(account_id=viewer.account.pk, wave_id=pk, channel=channel, day=day)
            for pk in fresh.values()
        ],
        ignore_conflicts=True,  # another process has noted it today
    )
    cache.set_many(dict.fromkeys([*fresh, everything], 1), timeout=A_DAY)


def _digest(keys: Iterable[UUID]) -> str:
    return hashlib.sha256(b"".join(sorted(key.bytes for key in keys))).hexdigest()
