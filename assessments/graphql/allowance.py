"""How much a token, or a leader's session, may ask in an hour, by cost."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from graphql import GraphQLError

from assessments.domain.accounts.viewers import Viewer

HOUR = timedelta(hours=1)
RATE_LIMITED = "RATE_LIMITED"


@dataclass
class Allowance:
    """What is left of the hour for one token or session.

    The count lies in Django's cache: where web processes do not share one, each counts its own.
    """

    who: UUID
    now: datetime
    spent: int = 0

    @classmethod
    def of(cls, viewer: Viewer, *, now: datetime) -> Self:
        """Give the allowance of a viewer: of their token, or of all their sessions."""
        return cls(who=(viewer.token or viewer.account).pk, now=now)

    @property
    def limit(self) -> int:
        """The cost that is allowed in an hour."""
        allowed: int = settings.GRAPHQL_HOURLY_COST
        return allowed

    @property
    def remaining(self) -> int:
        """What is left until the hour is over."""
        return max(self.limit - self.spent, 0)

    @property
    def resets_at(self) -> datetime:
        """When the hour is over."""
        return datetime.fromtimestamp((self._hour + 1) * HOUR.total_seconds(), tz=UTC)

    def charge(self, cost: int) -> None:
        """Count the cost of an operation; one that is refused leaves what was left.

        Raises
        ------
        GraphQLError
            If it is more than is left; it says after how many seconds to try again.
        """
        key = f"graphql:{self.who}:{self._hour}"
        # An operation that costs nothing still takes some time.
        price = max(cost, 1)
        self.spent = _counted(key, price)
        if self.spent > self.limit:
            _give_back(key, price)
            seconds = int((self.resets_at - self.now).total_seconds()) + 1
            raise GraphQLError(
                f"This costs more than is left of {self.limit} an hour; "
                f"try again in {seconds} seconds.",
                extensions={"code": RATE_LIMITED, "retryAfter": seconds},
            )

    @property
    def _hour(self) -> int:
        return int(self.now.timestamp() // HOUR.total_seconds())


def _counted(key: str, price: int) -> int:
    try:
        return int(cache.incr(key, price))
    except ValueError:  # the first of the hour, or thrown out of a full cache
        first = cache.add(key, price, timeout=2 * HOUR.total_seconds())
        return price if first else _counted(key, price)


def _give_back(key: str, price: int) -> None:
    with suppress(ValueError):  # thrown out of a full cache
        cache.decr(key, price)
