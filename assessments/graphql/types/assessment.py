"""The scored result of a wave, as far as it is released."""

from datetime import datetime
from typing import Self

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.releases.release import Release
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.types.breakdown import DeclaredBreakdown, breakdown_of
from assessments.graphql.types.camps import Camps
from assessments.graphql.types.characteristic_result import (
    CharacteristicResult,
    characteristic_results,
)
from assessments.graphql.types.consensus import Consensus
from assessments.graphql.types.credibility import Credibility
from assessments.graphql.types.discussion import DiscussionQuestion, questions_to_discuss
from assessments.graphql.types.item_choice import ItemChoice
from assessments.graphql.types.node import Node, global_id
from assessments.graphql.types.question_result import QuestionResult, question_results
from assessments.graphql.types.realism import Realism
from assessments.graphql.types.stage import StageProbability, stage_probabilities
from assessments.graphql.types.value import (
    StageValue,
    Value,
    VerdictValue,
    stage_of,
    value_of,
    verdict_of,
)
from scoring import Measure

KIND = "Assessment"


@strawberry.type(description="The scored result of a wave. It never changes.")
class Assessment(Camps, Credibility, ItemChoice, Node):
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
        return stage_probabilities(self.release)

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

    @strawberry.field(description="How openly members disagree, from 0 (never) to 100.")
    def conflict(self) -> Value:
        """Show the conflict."""
        return value_of(self.release.conflict)

    @strawberry.field(
        description="The answers to the questions beside the items that are shown, in their order.",
        directives=[Cost(weight=1, assumed_size=15)],
    )
    def group_questions(self) -> list[QuestionResult]:
        """Show the questions beside the items."""
        return question_results(self.release, self._asked)

    @strawberry.field(
        description="Questions to discuss, at most three; none while nothing is released.",
        directives=[Cost(weight=1, assumed_size=3)],
    )
    def discussion_questions(self) -> list[DiscussionQuestion]:
        """Show the questions to discuss."""
        return questions_to_discuss(self.release, self._asked)

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
