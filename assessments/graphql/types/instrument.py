"""Instruments: the questionnaires that waves ask."""

from typing import Self

import strawberry

from assessments.domain import questionnaires
from assessments.domain.instruments import questionnaire_of
from assessments.domain.questionnaires import Questionnaire
from assessments.graphql.cost import Cost
from assessments.graphql.types.node import Node, global_id
from assessments.models.instruments import Instrument as StoredInstrument

KIND = "Instrument"


@strawberry.type(description="One of the claims inside a characteristic.")
class Claim:
    """What a true community is said to do."""

    code: str = strawberry.field(description="The stable code.")
    text: str = strawberry.field(description="The claim.")


@strawberry.type(description="What a group of items measures, for example one of Peck's eight.")
class Characteristic:
    """A characteristic of an instrument."""

    code: str = strawberry.field(description="The stable code, for example `safe_place`.")
    name: str = strawberry.field(description="The name.")
    claims: list[Claim] = strawberry.field(
        description="The claims inside it.", directives=[Cost(weight=1, assumed_size=5)]
    )

    @classmethod
    def of(cls, asked: questionnaires.Characteristic) -> Self:
        """Show a characteristic."""
        claims = [Claim(code=claim.code, text=claim.text) for claim in asked.claims]
        return cls(code=asked.code, name=asked.name, claims=claims)


@strawberry.type(description="One statement that members answer.")
class Item:
    """An item of an instrument."""

    code: str = strawberry.field(description="The code, for example `safe_place_3`.")
    text: str = strawberry.field(description="The statement.")
    characteristic: Characteristic = strawberry.field(description="What the item measures.")
    reversed: bool = strawberry.field(description="Whether agreeing lowers the score.")
    anchor: bool = strawberry.field(description="Whether members predict the others on it, too.")


@strawberry.type(description="A question beside the items: the claim, or one about the group.")
class Question:
    """A question of an instrument."""

    code: str = strawberry.field(description="The code, for example `claim`.")
    page: str = strawberry.field(
        description="Where it is asked: `claim`, before all items, or `group`, on the last page."
    )
    text: str = strawberry.field(description="The question.")


@strawberry.type(description="The points between which members choose.")
class Scale:
    """A scale."""

    points: int = strawberry.field(description="How many points there are.")
    lowest: int = strawberry.field(description="The number of the lowest point.")
    labels: list[str] = strawberry.field(
        description="The words for all points, the lowest first; empty if only numbers are shown."
    )
    cant_say: str | None = strawberry.field(
        description="The words for “I can't say”; null if it is not offered."
    )


@strawberry.type(description="A questionnaire in one frozen version.")
class Instrument(Node):
    """An instrument that is loaded."""

    stored: strawberry.Private[StoredInstrument]
    key: str = strawberry.field(description="The key, the same in all versions.")
    version: int = strawberry.field(description="The version.")
    name: str = strawberry.field(description="The name.")
    language: str = strawberry.field(description="The language of its texts.")
    retired: bool = strawberry.field(description="Whether new waves can no longer use it.")

    @classmethod
    def of(cls, stored: StoredInstrument) -> Self:
        """Show an instrument."""
        return cls(
            id=global_id(KIND, stored.pk),
            stored=stored,
            key=stored.key,
            version=stored.version,
            name=stored.name,
            language=stored.language,
            retired=stored.retired_at is not None,
        )

    @strawberry.field(description="The scale on which members answer the items.")
    def scale(self) -> Scale:
        """Show the scale of the items."""
        scale = questionnaire_of(self.stored).scale
        return Scale(
            points=scale.points,
            lowest=scale.lowest,
            labels=[*scale.labels],
            cant_say=scale.cant_say or None,
        )

    @strawberry.field(
        description="What it measures, in its order.", directives=[Cost(weight=1, assumed_size=8)]
    )
    def characteristics(self) -> list[Characteristic]:
        """Show the characteristics."""
        return [*characteristics_of(questionnaire_of(self.stored)).values()]

    @strawberry.field(
        description="The items, in its order.", directives=[Cost(weight=1, assumed_size=40)]
    )
    def items(self) -> list[Item]:
        """Show the items."""
        return [*items_of(questionnaire_of(self.stored)).values()]

    @strawberry.field(
        description="The questions beside the items, in its order.",
        directives=[Cost(weight=1, assumed_size=15)],
    )
    def questions(self) -> list[Question]:
        """Show the questions."""
        asked = questionnaire_of(self.stored)
        return [Question(code=q.code, page=q.page, text=q.text) for q in asked.questions]


def characteristics_of(asked: Questionnaire) -> dict[str, Characteristic]:
    """Show all characteristics, by code."""
    return {each.code: Characteristic.of(each) for each in asked.characteristics}


def items_of(asked: Questionnaire) -> dict[str, Item]:
    """Show all items, by code."""
    measured = characteristics_of(asked)
    return {
        item.code: Item(
            code=item.code,
            text=item.text,
            characteristic=measured[item.characteristic],
            reversed=item.reversed,
            anchor=item.anchor,
        )
        for item in asked.items
    }
