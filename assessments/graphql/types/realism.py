"""How well the group knows itself."""

import strawberry

from assessments.domain.releases.release import Release
from assessments.graphql.types.value import Value, value_of
from scoring import Measure


@strawberry.type(description="How well the group knows itself.")
class Realism:
    """The realism of a group and its parts."""

    release: strawberry.Private[Release]

    @strawberry.field(description="Realism, from 0 to 100.")
    def value(self) -> Value:
        """Show the realism."""
        return value_of(self.release.score(Measure.REALISM))

    @strawberry.field(
        description="How well members predict each other, from 0 (as a guess) to 100."
    )
    def calibration(self) -> Value:
        """Show the calibration."""
        return value_of(self.release.score(Measure.CALIBRATION))

    @strawberry.field(
        description="How little members place themselves above the group, from 0 to 100."
    )
    def humility(self) -> Value:
        """Show the humility."""
        return value_of(self.release.score(Measure.HUMILITY))

    @strawberry.field(
        description="How much of the roster was heard, by role and tenure, from 0 to 100."
    )
    def breadth(self) -> Value:
        """Show the breadth."""
        return value_of(self.release.score(Measure.BREADTH))

    @strawberry.field(description="The level of the characteristic `realism`, from 0 to 100.")
    def level(self) -> Value:
        """Show the level."""
        return value_of(self.release.score(Measure.LEVEL, "realism"))

    @strawberry.field(
        description="Predicted minus actual over all predictions: how far members overrate (above "
        "0) or underrate how many of the others agree."
    )
    def bias(self) -> Value:
        """Show the bias."""
        return value_of(self.release.score(Measure.BIAS))

    @strawberry.field(
        description="How far members believe that others answer as they do, above what is so."
    )
    def false_consensus(self) -> Value:
        """Show the false consensus."""
        return value_of(self.release.score(Measure.FALSE_CONSENSUS))
