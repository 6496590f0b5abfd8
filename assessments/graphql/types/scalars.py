"""Times as the schema writes them."""

import re
from datetime import UTC, datetime

import strawberry
from graphql import GraphQLError

_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def write_time(value: datetime) -> str:
    """Write a time in UTC with milliseconds."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_time(value: object) -> datetime:
    """Read a time that says its offset.

    Raises
    ------
    GraphQLError
        If it is anything but RFC 3339; ``-00:00``, an unknown offset, is refused too.
    """
    fault = GraphQLError("A DateTime is written as in RFC 3339, for example 2026-11-21T22:01:39Z.")
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value) or value.endswith("-00:00"):
        raise fault
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise fault from None


DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="A date and time with its offset as in RFC 3339, for example "
    "`2026-11-21T22:01:39.000Z`. Answers are always in UTC.",
    specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
    serialize=write_time,
    parse_value=read_time,
)
