"""Connections × community: where communities lie that chose to share it."""

from typing import Annotated, Self

import strawberry

from assessments.domain.releases import plane, released
from assessments.graphql.cost import Cost
from assessments.graphql.types.value import Estimate, Suppressed


@strawberry.type(description="One community on the plane.")
class PlanePoint:
    """Where a community lies."""

    point: strawberry.Private[plane.PlanePoint]
    name: str = strawberry.field(description="The name.")
    connections: float = strawberry.field(
        description="Followers, subscribers, contacts: a whole number, as a Float because it may "
        "exceed an Int."
    )
    mine: bool = strawberry.field(description="Whether the caller leads it.")

    @classmethod
    def of(cls, point: plane.PlanePoint) -> Self:
        """Show a point."""
        return cls(
            point=point, name=point.name, connections=float(point.connections), mine=point.mine
        )

    @strawberry.field(description="The overall score of its newest released wave.")
    def overall(self) -> Estimate:
        """Show the overall score."""
        return Estimate.of(self.point.overall)


@strawberry.type(description="Connections × community.")
class Plane:
    """All communities that share."""

    points: list[PlanePoint] = strawberry.field(
        description="The communities that share, in the order of their connections.",
        directives=[Cost(weight=1, assumed_size=100)],
    )


PlaneValue = Annotated[
    Plane | Suppressed,
    strawberry.union("PlaneValue", description="The plane, or why it is not shown."),
]


def plane_of(shown: plane.Plane | released.Suppressed) -> Plane | Suppressed:
    """Show the plane."""
    if isinstance(shown, released.Suppressed):
        return Suppressed.of(shown)
    return Plane(points=[PlanePoint.of(each) for each in shown.points])
