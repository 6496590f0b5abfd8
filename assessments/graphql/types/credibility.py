"""How far a result speaks for the whole group."""

import strawberry

from assessments.domain.releases.release import Release
from assessments.graphql.types.value import Value, value_of


@strawberry.type
class Credibility:
    """The part of an assessment about who took part, and with how much care."""

    release: strawberry.Private[Release]

    @strawberry.field(description="The share of the invited who took part, from 0 to 1.")
    def response_rate(self) -> Value:
        """Show the response rate."""
        return value_of(self.release.response_rate)

    @strawberry.field(
        description="How alike the classes of the roster took part, from 0 to 1 (R-indicator)."
    )
    def representativity(self) -> Value:
        """Show the representativity."""
        return value_of(self.release.representativity)

    @strawberry.field(description="The share of answer sheets that look careless, from 0 to 1.")
    def careless_share(self) -> Value:
        """Show the share of careless sheets."""
        return value_of(self.release.careless_share)

    @strawberry.field(
        description="The overall score without the answer sheets that look careless, from 0 to 100."
    )
    def overall_without_careless(self) -> Value:
        """Show the overall score without careless sheets."""
        return value_of(self.release.overall_without_careless)
