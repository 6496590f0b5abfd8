"""Who has looked at which release. Members look by the link of their wave and leave no row."""

from collections.abc import Collection
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from assessments.domain.viewers import Viewer
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
    day = timezone.now().date()
    keys = {
        f"seen:{viewer.account.pk}:{wave.pk}:{channel}:{day}": wave.pk
        for wave in waves
        if wave.state == Wave.State.ASSESSED
    }
    if not keys:
        return
    known = cache.get_many(keys)
    fresh = {key: pk for key, pk in keys.items() if key not in known}
    if not fresh:
        return
    ReleaseView.objects.bulk_create(
        [
            ReleaseView(account_id=viewer.account.pk, wave_id=pk, channel=channel, day=day)
            for pk in fresh.values()
        ],
        ignore_conflicts=True,  # another process has noted it today
    )
    cache.set_many(dict.fromkeys(fresh, 1), timeout=A_DAY)
