"""How bands of a community compare, as declared before the wave opened."""

from typing import Annotated

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases import breakdowns, released
from assessments.graphql.cost import Cost
from assessments.graphql.types.instrument import Characteristic, characteristics_of
from assessments.graphql.types.value import Suppressed, Value, value_of


@strawberry.type(description="One characteristic among those with the same answer to a band.")
class CellCharacteristic:
    """What may be shown of a characteristic in one cell."""

    cell: strawberry.Private[breakdowns.CellCharacteristic]
    characteristic: Characteristic = strawberry.field(description="The characteristic.")

    @strawberry.field(description="The mean of its items, from 0 to 100.")
    def level(self) -> Value:
        """Show the level."""
        return value_of(self.cell.level)

    @strawberry.field(description="Agreement among them, from 0 to 100.")
    def consensus(self) -> Value:
        """Show the consensus."""
        return value_of(self.cell.consensus)


@strawberry.type(description="Those with the same answer to a band.")
class BreakdownCell:
    """A cell of a breakdown; every cell has the minimum of answer sheets."""

    cell: strawberry.Private[breakdowns.BreakdownCell]
    asked: strawberry.Private[Questionnaire]
    label: str = strawberry.field(description="The answer in words.")

    @strawberry.field(description="The mean of their levels, from 0 to 100.")
    def level(self) -> Value:
        """Show the level."""
        return value_of(self.cell.level)

    @strawberry.field(description="Agreement among them over all items, from 0 to 100.")
    def consensus(self) -> Value:
        """Show the consensus."""
        return value_of(self.cell.consensus)

    @strawberry.field(
        description="The same by characteristic.", directives=[Cost(weight=1, assumed_size=8)]
    )
    def characteristics(self) -> list[CellCharacteristic]:
        """Show the characteristics."""
        named = characteristics_of(self.asked)
        return [
            CellCharacteristic(cell=each, characteristic=named[each.characteristic])
            for each in self.cell.characteristics
        ]


@strawberry.type(description="A wave by one band.")
class Breakdown:
    """The cells of a breakdown."""

    cells: list[BreakdownCell] = strawberry.field(
        description="The cells, in the order of the answers.",
        directives=[Cost(weight=1, assumed_size=5)],
    )


BreakdownValue = Annotated[
    Breakdown | Suppressed,
    strawberry.union("BreakdownValue", description="A breakdown, or why none is shown."),
]


@strawberry.type(description="A breakdown that was declared before the wave opened.")
class DeclaredBreakdown:
    """A band and the breakdown by it."""

    band: str = strawberry.field(description="The code of the question: `role` or `tenure`.")
    result: BreakdownValue = strawberry.field(
        description="The breakdown; suppressed unless every cell has the minimum of answer sheets."
    )


def breakdown_of(
    found: breakdowns.Breakdown | released.Suppressed, asked: Questionnaire
) -> Breakdown | Suppressed:
    """Show a breakdown."""
    if isinstance(found, released.Suppressed):
        return Suppressed.of(found)
    cells = [BreakdownCell(cell=cell, asked=asked, label=cell.label) for cell in found.cells]
    return Breakdown(cells=cells)
