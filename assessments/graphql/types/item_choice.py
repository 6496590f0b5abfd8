"""Which items to look at first."""

from collections.abc import Sequence
from typing import Annotated, Protocol

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.releases import items, released
from assessments.domain.releases.items import ReleasedItem
from assessments.domain.releases.release import Release
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.errors import bad_input
from assessments.graphql.types.item import ItemResults, ItemResultsValue
from assessments.graphql.types.value import Suppressed

MOST_ITEMS = 100

FirstItems = Annotated[
    int, strawberry.argument(description="At most this many items, from 0 to 100.")
]


class Choice(Protocol):
    """Chooses items to look at first, see ``domain/releases/items.py``."""

    def __call__(
        self, items: Sequence[ReleasedItem], asked: Questionnaire, *, first: int
    ) -> Sequence[ReleasedItem]: ...


@strawberry.type
class ItemChoice:
    """The part of an assessment about single items."""

    release: strawberry.Private[Release]

    @strawberry.field(
        description="The results of items, the most disputed first; from 12 answer sheets.",
        directives=[Cost(weight=5, multipliers=["first"], assumed_size=5)],
    )
    def items(self, info: Info, first: FirstItems = 5) -> ItemResultsValue:
        """Show the most disputed items."""
        return self._items(info, items.disputed, first)

    @strawberry.field(
        description="The results of items that members predict, the most surprising first: those "
        "of which they predict most wrongly how many of the others agree; from 12 answer sheets.",
        directives=[Cost(weight=5, multipliers=["first"], assumed_size=5)],
    )
    def surprising_items(self, info: Info, first: FirstItems = 5) -> ItemResultsValue:
        """Show the most surprising items."""
        return self._items(info, items.surprising, first)

    def _items(self, info: Info, choose: Choice, first: int) -> ItemResults | Suppressed:
        if not 0 <= first <= MOST_ITEMS:
            raise bad_input(f"`first` is from 0 to {MOST_ITEMS}.")
        results = info.context.items_of(self.release.wave)
        if isinstance(results, released.Suppressed):
            return Suppressed.of(results)
        chosen = choose(results, self.release.questionnaire, first=first)
        return ItemResults.of(chosen, worded_for_reader(self.release.wave.instrument))
