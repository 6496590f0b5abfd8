"""The scored result of a wave, as far as it is released."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from assessments.domain import released
from assessments.domain.releasing import Release
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.errors import bad_input
from assessments.graphql.types.characteristic_result import (
    CharacteristicResult,
    characteristic_results,
)
from assessments.graphql.types.enums import Stage
from assessments.graphql.types.item import ItemResults, ItemResultsValue, disputed
from assessments.graphql.types.node import Node, global_id
from assessments.graphql.types.value import (
    Suppressed,
    Value,
    Verdict,
    VerdictValue,
    value_of,
)
from scoring import Measure

KIND = "Assessment"
MOST_ITEMS = 100


@strawberry.type(description="How well the group knows itself.")
class Realism:
    """The realism of a group and its parts."""

    value: Value = strawberry.field(description="Realism, from 0 to 100.")
    calibration: Value = strawberry.field(
        description="How well members predict each other, from 0 (as a guess) to 100."
    )
    humility: Value = strawberry.field(
        description="How little members place themselves above the group, from 0 to 100."
    )
    breadth: Value = strawberry.field(
        description="How much of the roster was heard, by role and tenure, from 0 to 100."
    )
    level: Value = strawberry.field(
        description="The level of the characteristic `realism`, from 0 to 100."
    )

    @classmethod
    def of(cls, release: Release) -> Self:
        """Show the realism of a release."""
        return cls(
            value=value_of(release.score(Measure.REALISM)),
            calibration=value_of(release.score(Measure.CALIBRATION)),
            humility=value_of(release.score(Measure.HUMILITY)),
            breadth=value_of(release.score(Measure.BREADTH)),
            level=value_of(release.score(Measure.LEVEL, "realism")),
        )


@strawberry.type(description="How far members agree in what they answered.")
class Consensus:
    """The consensus of the whole group."""

    value: Value = strawberry.field(
        description="Agreement among members, from 0 (polarised) to 100 (of one mind)."
    )
    polarisation: Value = strawberry.field(
        description="How far members stand in two camps, from 0 to 100."
    )
    chance_line: Value = strawberry.field(
        description="The consensus that answers by chance would reach; at or below it the group "
        "agrees no more than by chance."
    )

    @classmethod
    def of(cls, release: Release) -> Self:
        """Show the consensus of a release."""
        return cls(
            value=value_of(release.score(Measure.CONSENSUS)),
            polarisation=value_of(release.score(Measure.POLARISATION)),
            chance_line=value_of(release.score(Measure.CHANCE_LINE)),
        )


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
    overall: Value = strawberry.field(
        description="The mean of the levels of all characteristics, from 0 to 100."
    )
    verdict: VerdictValue = strawberry.field(
        description="What the group is; not yet known unless the intervals clear the cuts."
    )

    @classmethod
    def of(cls, release: Release) -> Self:
        """Show a release."""
        verdict = release.verdict
        return cls(
            id=global_id(KIND, release.wave.pk),
            release=release,
            scoring_version=release.scoring_version or None,
            input_hash=release.input_hash or None,
            computed_at=release.computed_at,
            overall=value_of(release.score(Measure.OVERALL)),
            verdict=Suppressed.of(verdict)
            if isinstance(verdict, released.Suppressed)
            else Verdict(code=verdict),
        )

    @strawberry.field(description="How far members agree in what they answered.")
    def consensus(self) -> Consensus:
        """Show consensus, polarisation and the chance line."""
        return Consensus.of(self.release)

    @strawberry.field(description="How well the group knows itself.")
    def realism(self) -> Realism:
        """Show realism and its parts."""
        return Realism.of(self.release)

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
        return characteristic_results(self.release)

    @strawberry.field(
        description="The results of items, the most disputed first; from 12 answer sheets.",
        directives=[Cost(weight=5, multipliers=["first"], assumed_size=5)],
    )
    def items(
        self,
        info: Info,
        first: Annotated[
            int, strawberry.argument(description="At most this many items, from 0 to 100.")
        ] = 5,
    ) -> ItemResultsValue:
        """Show the results of items."""
        if not 0 <= first <= MOST_ITEMS:
            raise bad_input(f"`first` is from 0 to {MOST_ITEMS}.")
        results = info.context.items_of(self.release.wave)
        if isinstance(results, released.Suppressed):
            return Suppressed.of(results)
        shown: ItemResults = disputed(results, self.release.questionnaire, first=first)
        return shown
