"""The time zones of communities."""

from datetime import tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils import timezone

from assessments.models.communities import Community


def zone_of(community: Community) -> tzinfo:
    """Give the zone in which a community reads times; UTC when it states one nobody knows."""
    try:
        return ZoneInfo(community.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.get_default_timezone()


@cache
def zone_names() -> tuple[str, ...]:
    """Give the names a leader may choose from: places, and UTC."""
    places = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in places if not name.startswith(("Etc/", "posix/"))))
