"""Instruments: the questionnaires that waves ask."""

from typing import Annotated, Self

import strawberry

from assessments.domain.instruments import questionnaires, translations
from assessments.domain.instruments.questionnaires import Questionnaire
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


@strawberry.type(description="The texts of an instrument in one language.")
class Wording:
    """What members read."""

    asked: strawberry.Private[Questionnaire]
    language: str = strawberry.field(
        description="The language: the one asked for, else that of the instrument."
    )
    reviewed: bool = strawberry.field(
        description="Whether somebody who speaks the language has read every text."
    )

    @classmethod
    def of(cls, words: translations.Worded) -> Self:
        """Show a questionnaire in one language."""
        return cls(asked=words.questionnaire, language=words.language, reviewed=words.reviewed)

    @strawberry.field(description="The name.")
    def name(self) -> str:
        """Show the name."""
        return self.asked.name

    @strawberry.field(description="What members read before the first page.")
    def introduction(self) -> str:
        """Show the introduction."""
        return self.asked.introduction

    @strawberry.field(description="What members predict of the others; null without predictions.")
    def prediction(self) -> str | None:
        """Show the question for predictions."""
        return self.asked.prediction or None

    @strawberry.field(description="The scale on which members answer the items.")
    def scale(self) -> Scale:
        """Show the scale of the items."""
        scale = self.asked.scale
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
        return [*characteristics_of(self.asked).values()]

    @strawberry.field(
        description="The items, in its order.", directives=[Cost(weight=1, assumed_size=40)]
    )
    def items(self) -> list[Item]:
        """Show the items."""
        return [*items_of(self.asked).values()]

    @strawberry.field(
        description="The questions beside the items, in its order.",
        directives=[Cost(weight=1, assumed_size=15)],
    )
    def questions(self) -> list[Question]:
        """Show the questions."""
        return [Question(code=q.code, page=q.page, text=q.text) for q in self.asked.questions]


@strawberry.type(description="A questionnaire in one frozen version.")
class Instrument(Node):
    """An instrument that is loaded."""

    stored: strawberry.Private[StoredInstrument]
    spoken: strawberry.Private[list[str] | None]
    key: str = strawberry.field(description="The key, the same in all versions.")
    version: int = strawberry.field(description="The version.")
    name: str = strawberry.field(description="The name.")
    language: str = strawberry.field(description="The language of its texts.")
    retired: bool = strawberry.field(description="Whether new waves can no longer use it.")

    @classmethod
    def of(cls, stored: StoredInstrument, *, languages: list[str] | None = None) -> Self:
        """Show an instrument; ``languages`` are its own where they have been read already."""
        return cls(
            id=global_id(KIND, stored.pk),
            stored=stored,
            spoken=languages,
            key=stored.key,
            version=stored.version,
            name=stored.name,
            language=stored.language,
            retired=stored.retired_at is not None,
        )

    @strawberry.field(description="The scale on which members answer the items.")
    def scale(self) -> Scale:
        """Show the scale of the items."""
        shown: Scale = self._own.scale()
        return shown

    @strawberry.field(
        description="What it measures, in its order.", directives=[Cost(weight=1, assumed_size=8)]
    )
    def characteristics(self) -> list[Characteristic]:
        """Show the characteristics."""
        shown: list[Characteristic] = self._own.characteristics()
        return shown

    @strawberry.field(
        description="The items, in its order.", directives=[Cost(weight=1, assumed_size=40)]
    )
    def items(self) -> list[Item]:
        """Show the items."""
        shown: list[Item] = self._own.items()
        return shown

    @strawberry.field(
        description="The questions beside the items, in its order.",
        directives=[Cost(weight=1, assumed_size=15)],
    )
    def questions(self) -> list[Question]:
        """Show the questions."""
        shown: list[Question] = self._own.questions()
        return shown

    @strawberry.field(description="The languages in which it can be answered, its own first.")
    def languages(self) -> list[str]:
        """Show the languages."""
        return self._languages

    @strawberry.field(
        description="Its texts in a language; in its own where there is no translation."
    )
    def wording(
        self,
        language: Annotated[
            str, strawberry.argument(description="The code of the language, for example `de`.")
        ],
    ) -> Wording:
        """Show the texts in a language."""
        if language not in self._languages:
            language = self.stored.language
        return Wording.of(translations.worded(self.stored, language))

    @property
    def _languages(self) -> list[str]:
        return self.spoken or translations.languages_of(self.stored)

    @property
    def _own(self) -> Wording:
        return Wording.of(translations.worded(self.stored, self.stored.language))


def characteristics_of(asked: Questionnaire) -> dict[str, Characteristic]:
    """Show all characteristics, by code: the same objects for as long as the questionnaire."""
    known = _CHARACTERISTICS.get(id(asked))
    if known is None or known[0] is not asked:
        if len(_CHARACTERISTICS) >= MOST_KNOWN:
            _CHARACTERISTICS.clear()
        shown = {each.code: Characteristic.of(each) for each in asked.characteristics}
        known = _CHARACTERISTICS[id(asked)] = asked, shown
    return known[1]


MOST_KNOWN = 64
_CHARACTERISTICS: dict[int, tuple[Questionnaire, dict[str, Characteristic]]] = {}
"""By identity: to compare questionnaires takes longer than to show them."""


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
