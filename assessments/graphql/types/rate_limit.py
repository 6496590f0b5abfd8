"""How much may still be asked."""

from datetime import datetime
from typing import Self

import strawberry

from assessments.graphql.allowance import Allowance


@strawberry.type(description="What the caller's token, or session, may ask in an hour, by cost.")
class RateLimit:
    """The allowance of an hour."""

    cost: int = strawberry.field(description="What this operation costs.")
    limit: int = strawberry.field(description="What may be asked in an hour.")
    remaining: int = strawberry.field(description="What is left after this operation.")
    reset_at: datetime = strawberry.field(description="When the hour is over.")

    @classmethod
    def of(cls, allowance: Allowance, *, cost: int) -> Self:
        """Show an allowance."""
        return cls(
            cost=cost,
            limit=allowance.limit,
            remaining=allowance.remaining,
            reset_at=allowance.resets_at,
        )
