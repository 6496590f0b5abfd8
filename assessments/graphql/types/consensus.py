"""How far members agree."""

import strawberry

from assessments.domain.releases.release import Release
from assessments.graphql.types.value import Value, value_of
from scoring import Measure


@strawberry.type(description="How far members agree in what they answered.")
class Consensus:
    """The consensus of the whole group."""

    release: strawberry.Private[Release]

    @strawberry.field(
        description="Agreement among members, from 0 (polarised) to 100 (of one mind)."
    )
    def value(self) -> Value:
        """Show the consensus."""
        return value_of(self.release.score(Measure.CONSENSUS))

    @strawberry.field(description="How far members stand in two camps, from 0 to 100.")
    def polarisation(self) -> Value:
        """Show the polarisation."""
        return value_of(self.release.score(Measure.POLARISATION))

    @strawberry.field(
        description="The consensus that answers by chance would reach; at or below it the group "
        "agrees no more than by chance."
    )
    def chance_line(self) -> Value:
        """Show the chance line."""
        return value_of(self.release.score(Measure.CHANCE_LINE))
