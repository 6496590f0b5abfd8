"""Who took part in a sealed wave, by band of the roster."""

from typing import Annotated, Self

import strawberry

from assessments.domain.releases import participation_shown, released
from assessments.graphql.cost import Cost
from assessments.graphql.types.value import Suppressed, Value, value_of
from assessments.models.communities import Role, Tenure


@strawberry.type(description="One class of the roster.")
class TurnoutClass:
    """Members with the same role, tenure or both."""

    shown: strawberry.Private[participation_shown.ParticipationClass]
    role: Role | None = strawberry.field(
        description="Their role; null where classes are not told apart by it."
    )
    tenure: Tenure | None = strawberry.field(
        description="Their tenure; null where classes are not told apart by it, or nobody says."
    )
    invited: int | None = strawberry.field(
        description="How many were invited; null where the rate is suppressed."
    )

    @classmethod
    def of(cls, shown: participation_shown.ParticipationClass) -> Self:
        """Show a class."""
        return cls(
            shown=shown,
            role=Role(shown.role) if shown.role else None,
            tenure=Tenure(shown.tenure) if shown.tenure else None,
            invited=shown.invited,
        )

    @strawberry.field(description="The share of them who took part, from 0 to 1.")
    def rate(self) -> Value:
        """Show the rate."""
        return value_of(self.shown.rate)


@strawberry.type(description="How many of the invited took part in a sealed wave.")
class Turnout:
    """The turnout, never of a person."""

    shown: strawberry.Private[participation_shown.ReleasedParticipation]
    invited: int = strawberry.field(description="How many members were invited.")
    by: list[str] = strawberry.field(
        description="What tells the classes apart: `role`, `tenure`, both or nothing."
    )

    @classmethod
    def of(cls, shown: participation_shown.ReleasedParticipation) -> Self:
        """Show the turnout of a wave."""
        return cls(shown=shown, invited=shown.invited, by=[*shown.by])

    @strawberry.field(description="The share of the invited who took part, from 0 to 1.")
    def rate(self) -> Value:
        """Show the rate."""
        return value_of(self.shown.rate)

    @strawberry.field(
        description="The same by class of the roster; none where a class would be too small.",
        directives=[Cost(weight=1, assumed_size=9)],
    )
    def classes(self) -> list[TurnoutClass]:
        """Show the classes."""
        return [TurnoutClass.of(each) for each in self.shown.classes]


TurnoutValue = Annotated[
    Turnout | Suppressed,
    strawberry.union("TurnoutValue", description="A turnout, or why none is shown."),
]


def turnout_of(
    shown: participation_shown.ReleasedParticipation | released.Suppressed,
) -> Turnout | Suppressed:
    """Show a turnout."""
    return Suppressed.of(shown) if isinstance(shown, released.Suppressed) else Turnout.of(shown)
