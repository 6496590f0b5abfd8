"""Results of single items."""

from collections.abc import Sequence
from typing import Annotated, Self

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.items import ReleasedItem
from assessments.graphql.cost import Cost
from assessments.graphql.types.instrument import Item, items_of
from assessments.graphql.types.value import Suppressed


@strawberry.type(description="How many chose one point of the scale.")
class Share:
    """One point of a distribution."""

    label: str = strawberry.field(description="The words or the number of the point.")
    percent: int = strawberry.field(description="The share of the answers, in whole per cents.")


@strawberry.type(description="The result of one item.")
class ItemResult:
    """What may be shown of an item; members answered it at least 12 times."""

    item: Item = strawberry.field(description="The item.")
    shares: list[Share] = strawberry.field(
        description="The distribution of the answers, the lowest point first.",
        directives=[Cost(weight=1, assumed_size=5)],
    )
    cant_say: int = strawberry.field(
        description="The share of “I can't say” among all, in whole per cents."
    )
    consensus: int | None = strawberry.field(
        description="How far members agree, from 0 to 100; null if it is not defined."
    )
    polarisation: int | None = strawberry.field(
        description="How far members stand in two camps, from 0 to 100; null if not defined."
    )
    predicted: int | None = strawberry.field(
        description="How many of the others members believe to agree, in per cents; null if "
        "nobody predicts this item."
    )
    actual: int | None = strawberry.field(
        description="How many of the others agree, in per cents; null if nobody predicts it."
    )
    bias: int | None = strawberry.field(
        description="Predicted minus actual, in per cents; null if nobody predicts this item."
    )


@strawberry.type(description="The results of items.")
class ItemResults:
    """A list in a union has to be an object."""

    nodes: list[ItemResult] = strawberry.field(
        description="The items, in the order that the field promises.",
        directives=[Cost(weight=0, assumed_size=1)],
    )

    @classmethod
    def of(cls, results: Sequence[ReleasedItem], asked: Questionnaire) -> Self:
        """Show items in the order given; ``asked`` is in the language of the reader."""
        items = items_of(asked)
        labels = [label for _point, label in asked.scale.options]
        return cls(nodes=[_item_result(each, items[each.item], labels) for each in results])


ItemResultsValue = Annotated[
    ItemResults | Suppressed,
    strawberry.union(
        "ItemResultsValue", description="Results of items, or the reason why none are shown."
    ),
]


@strawberry.type(description="Items of an instrument.")
class Items:
    """A list in a union has to be an object."""

    nodes: list[Item] = strawberry.field(
        description="The items, in the order that the field promises.",
        directives=[Cost(weight=0, assumed_size=1)],
    )


ItemsValue = Annotated[
    Items | Suppressed,
    strawberry.union("ItemsValue", description="Items, or the reason why none are shown."),
]


def _item_result(result: ReleasedItem, item: Item, labels: Sequence[str]) -> ItemResult:
    return ItemResult(
        item=item,
        shares=[
            Share(label=label, percent=share)
            for label, share in zip(labels, result.shares, strict=True)
        ],
        cant_say=result.cant_say,
        consensus=result.consensus,
        polarisation=result.polarisation,
        predicted=result.predicted,
        actual=result.actual,
        bias=result.bias,
    )
