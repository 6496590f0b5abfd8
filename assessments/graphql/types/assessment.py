"""The scored result of a wave, as far as it is released."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Protocol, Self

import strawberry

from assessments.domain import items, released
from assessments.domain.questionnaires import Questionnaire
from assessments.domain.questions import discussion_questions
from assessments.domain.releasing import Release, ReleasedItem
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.errors import bad_input
from assessments.graphql.types.breakdown import DeclaredBreakdown, breakdown_of
from assessments.graphql.types.characteristic_result import (
    CharacteristicResult,
    characteristic_results,
)
from assessments.graphql.types.enums import Stage
from assessments.graphql.types.instrument import (
    Characteristic,
    Question,
    characteristics_of,
    items_of,
    worded_for_reader,
)
from assessments.graphql.types.item import ItemResults, ItemResultsValue, Items, ItemsValue
from assessments.graphql.types.node import Node, global_id
from assessments.graphql.types.value import (
    FlagValue,
    StageValue,
    Suppressed,
    Value,
    VerdictValue,
    flag_of,
    stage_of,
    value_of,
    verdict_of,
)
from scoring import Measure

KIND = "Assessment"
MOST_ITEMS = 100

FirstItems = Annotated[
    int, strawberry.argument(description="At most this many items, from 0 to 100.")
]


class Choice(Protocol):
    """Chooses items to look at first, see ``domain/items.py``."""

    def __call__(
        self, items: Sequence[ReleasedItem], asked: Questionnaire, *, first: int
    ) -> Sequence[ReleasedItem]: ...


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


@strawberry.type(description="A question for the group to discuss.")
class DiscussionQuestion:
    """One of three questions, chosen from what is released."""

    characteristic: Characteristic | None = strawberry.field(
        description="What it is about; null for the whole group."
    )
    text: str = strawberry.field(description="The question in the caller's language.")


@strawberry.type(description="The group's answer to a question beside the items.")
class QuestionResult:
    """The mean answer to a question."""

    question: Question = strawberry.field(description="The question.")
    value: Value = strawberry.field(description="The mean answer, from 0 to 100.")


@strawberry.type(description="How likely a stage of community making is.")
class StageProbability:
    """One of the stages."""

    stage: Stage = strawberry.field(description="The stage.")
    probability: Value = strawberry.field(
        description="Its probability, from 0 to 1, to the nearest 0.1. Experimental."
    )


@strawberry.type(description="The scored result of a wave. It never changes.")
class Assessment(Node):
    """The released part of an assessment; while nothing is, every value says why."""

    release: strawberry.Private[Release]
    scoring_version: str | None = strawberry.field(
        description="The version of the scoring; null while nothing is released."
    )
    input_hash: str | None = strawberry.field(
        description="SHA-256 over the sorted answers: the same hash and version always give the "
        "same values; null while nothing is released."
    )
    computed_at: datetime | None = strawberry.field(
        description="When it was computed; null while nothing is released."
    )

    @classmethod
    def of(cls, release: Release) -> Self:
        """Show a release."""
        return cls(
            id=global_id(KIND, release.wave.pk),
            release=release,
            scoring_version=release.scoring_version or None,
            input_hash=release.input_hash or None,
            computed_at=release.computed_at,
        )

    @strawberry.field(description="The mean of the levels of all characteristics, from 0 to 100.")
    def overall(self) -> Value:
        """Show the overall score."""
        return value_of(self.release.score(Measure.OVERALL))

    @strawberry.field(
        description="What the group is; not yet known unless the intervals clear the cuts."
    )
    def verdict(self) -> VerdictValue:
        """Show the verdict."""
        return verdict_of(self.release.verdict)

    @strawberry.field(description="How far members agree in what they answered.")
    def consensus(self) -> Consensus:
        """Show consensus, polarisation and the chance line."""
        return Consensus(release=self.release)

    @strawberry.field(description="How well the group knows itself.")
    def realism(self) -> Realism:
        """Show realism and its parts."""
        return Realism(release=self.release)

    @strawberry.field(
        description="What the group said of itself before the survey minus what the survey finds, "
        "from -100 to 100."
    )
    def claim_gap(self) -> Value:
        """Show the claim gap."""
        return value_of(self.release.score(Measure.CLAIM_GAP))

    @strawberry.field(
        description="Which way the chairs are facing, from 0 (an audience, all to the front) to "
        "100 (members to members)."
    )
    def facing(self) -> Value:
        """Show the facing."""
        return value_of(self.release.score(Measure.FACING))

    @strawberry.field(
        description="How many members would miss the group most and both give and get help: a "
        "count out of the answer sheets of the wave."
    )
    def love_core(self) -> Value:
        """Show the love core."""
        return value_of(self.release.score(Measure.LOVE_CORE))

    @strawberry.field(
        description="How likely each stage of community making is. Experimental.",
        directives=[Cost(weight=1, assumed_size=5)],
    )
    def stages(self) -> list[StageProbability]:
        """Show the probabilities of all stages."""
        return [
            StageProbability(
                stage=stage, probability=value_of(self.release.score(Measure.STAGE, stage.value))
            )
            for stage in Stage
        ]

    @strawberry.field(
        description="The results of all characteristics, in the order of the instrument.",
        directives=[Cost(weight=1, assumed_size=8)],
    )
    def characteristics(self) -> list[CharacteristicResult]:
        """Show the results by characteristic."""
        return characteristic_results(self.release, self._asked)

    @strawberry.field(description="The stage that stands out; null if none is clear. Experimental.")
    def stage(self) -> StageValue | None:
        """Show the stage."""
        return stage_of(self.release.stage)

    @strawberry.field(description="Whether members stand in two camps.")
    def two_camps(self) -> FlagValue:
        """Show whether there are two camps."""
        return flag_of(self.release.two_camps)

    @strawberry.field(
        description="The items on which two camps differ, most first; none without camps."
    )
    def separating_items(self) -> ItemsValue:
        """Show the items that separate two camps."""
        codes = self.release.separating_items
        if isinstance(codes, released.Suppressed):
            return Suppressed.of(codes)
        known = items_of(self._asked)
        return Items(nodes=[known[code] for code in codes])

    @strawberry.field(
        description="Whether the group agrees while it hears half of itself, or flatters itself."
    )
    def echo_chamber(self) -> FlagValue:
        """Show whether it is an echo chamber."""
        return flag_of(self.release.echo_chamber)

    @strawberry.field(description="How openly members disagree, from 0 (never) to 100.")
    def conflict(self) -> Value:
        """Show the conflict."""
        return value_of(self.release.conflict)

    @strawberry.field(description="The share of the invited who took part, from 0 to 1.")
    def response_rate(self) -> Value:
        """Show the response rate."""
        return value_of(self.release.response_rate)

    @strawberry.field(
        description="How alike the classes of the roster took part, from 0 to 1 (R-indicator)."
    )
    def representativity(self) -> Value:
        """Show the representativity."""
        return value_of(self.release.representativity)

    @strawberry.field(description="The share of answer sheets that look careless, from 0 to 1.")
    def careless_share(self) -> Value:
        """Show the share of careless sheets."""
        return value_of(self.release.careless_share)

    @strawberry.field(
        description="The overall score without the answer sheets that look careless, from 0 to 100."
    )
    def overall_without_careless(self) -> Value:
        """Show the overall score without careless sheets."""
        return value_of(self.release.overall_without_careless)

    @strawberry.field(
        description="The answers to the questions beside the items that are shown, in their order.",
        directives=[Cost(weight=1, assumed_size=15)],
    )
    def group_questions(self) -> list[QuestionResult]:
        """Show the questions beside the items."""
        return [
            QuestionResult(
                question=Question(code=each.code, page=each.page, text=each.text),
                value=value_of(self.release.score(Measure.QUESTION, each.code)),
            )
            for each in self._asked.questions
            if not each.band and (Measure.QUESTION, each.code) in self.release.scores
        ]

    @strawberry.field(
        description="Questions to discuss, at most three; none while nothing is released.",
        directives=[Cost(weight=1, assumed_size=3)],
    )
    def discussion_questions(self) -> list[DiscussionQuestion]:
        """Show the questions to discuss."""
        named = characteristics_of(self._asked)
        names = {code: each.name for code, each in named.items()}
        return [
            DiscussionQuestion(characteristic=named.get(each.characteristic), text=each.text)
            for each in discussion_questions(self.release, names=names)
        ]

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

    @strawberry.field(
        description="How bands compare, as declared before the wave opened.",
        directives=[Cost(weight=10, assumed_size=2)],
    )
    def breakdowns(self, info: Info) -> list[DeclaredBreakdown]:
        """Show the declared breakdowns."""
        wave = self.release.wave
        return [
            DeclaredBreakdown(
                band=band, result=breakdown_of(info.context.breakdown_of(wave, band), self._asked)
            )
            for band in wave.breakdowns
        ]

    @property
    def _asked(self) -> Questionnaire:
        return worded_for_reader(self.release.wave.instrument)

    def _items(self, info: Info, choose: Choice, first: int) -> ItemResults | Suppressed:
        if not 0 <= first <= MOST_ITEMS:
            raise bad_input(f"`first` is from 0 to {MOST_ITEMS}.")
        results = info.context.items_of(self.release.wave)
        if isinstance(results, released.Suppressed):
            return Suppressed.of(results)
        chosen = choose(results, self.release.questionnaire, first=first)
        return ItemResults.of(chosen, self._asked)
