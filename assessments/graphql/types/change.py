"""What changed from one wave to another."""

from typing import Annotated

import strawberry

from assessments.domain.releases import released
from assessments.domain.releases.changes import Changes
from assessments.domain.releases.released import Direction, ReleasedChange
from assessments.graphql.cost import Cost
from assessments.graphql.types.instrument import Characteristic
from assessments.graphql.types.value import Suppressed
from scoring import Measure


@strawberry.type(description="How far a value moved.")
class Difference:
    """The difference of two shown numbers."""

    value: float = strawberry.field(description="Later minus earlier, rounded to `step`.")
    step: float = strawberry.field(description="To what the difference is rounded.")
    low: float | None = strawberry.field(
        description="The lower end of the 95 % interval; null if there is none to be shown."
    )
    high: float | None = strawberry.field(
        description="The upper end of the 95 % interval; null if there is none to be shown."
    )
    direction: Direction = strawberry.field(description="Which way it went.")
    clear: bool = strawberry.field(description="Whether the interval excludes 0.")


@strawberry.type(description="Which way a value moved: all that is shown of such a change.")
class Arrow:
    """A change of which only the direction may be shown."""

    direction: Direction = strawberry.field(description="Which way it went.")


ChangeValue = Annotated[
    Difference | Arrow | Suppressed,
    strawberry.union("ChangeValue", description="A difference, an arrow, or why neither is shown."),
]


@strawberry.type(description="What changed in one characteristic.")
class CharacteristicChange:
    """A characteristic that both waves asked for."""

    changes: strawberry.Private[Changes]
    characteristic: Characteristic = strawberry.field(description="The characteristic.")

    @strawberry.field(description="The change of its level.")
    def level(self) -> ChangeValue:
        """Show the change of the level."""
        return change_of(self.changes[Measure.LEVEL, self.characteristic.code])

    @strawberry.field(description="The change of its consensus.")
    def consensus(self) -> ChangeValue:
        """Show the change of the consensus."""
        return change_of(self.changes[Measure.CONSENSUS, self.characteristic.code])


@strawberry.type(description="What changed from one wave of a community to a later one.")
class Change:
    """All changes between two waves."""

    changes: strawberry.Private[Changes]
    named: strawberry.Private[dict[str, Characteristic]]

    @strawberry.field(description="The change of the overall score.")
    def overall(self) -> ChangeValue:
        """Show the change of the overall score."""
        return change_of(self.changes[Measure.OVERALL, ""])

    @strawberry.field(description="The change of the consensus of the whole group.")
    def consensus(self) -> ChangeValue:
        """Show the change of the consensus."""
        return change_of(self.changes[Measure.CONSENSUS, ""])

    @strawberry.field(description="The change of the realism.")
    def realism(self) -> ChangeValue:
        """Show the change of the realism."""
        return change_of(self.changes[Measure.REALISM, ""])

    @strawberry.field(
        description="The changes of the characteristics that both waves asked for.",
        directives=[Cost(weight=1, assumed_size=8)],
    )
    def characteristics(self) -> list[CharacteristicChange]:
        """Show the changes by characteristic."""
        return [
            CharacteristicChange(changes=self.changes, characteristic=each)
            for code, each in self.named.items()
            if (Measure.LEVEL, code) in self.changes
        ]


def change_of(change: ReleasedChange) -> Difference | Arrow | Suppressed:
    """Show a change."""
    if isinstance(change, released.Suppressed):
        return Suppressed.of(change)
    if isinstance(change, released.Moved):
        return Arrow(direction=change.direction)
    return Difference(
        value=change.value,
        step=change.step,
        low=change.low,
        high=change.high,
        direction=change.direction,
        clear=change.clear,
    )
