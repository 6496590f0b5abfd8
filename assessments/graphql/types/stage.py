"""How likely the stages of community making are."""

import strawberry

from assessments.domain.releases.release import Release
from assessments.graphql.types.enums import Stage
from assessments.graphql.types.value import Value, value_of
from scoring import Measure


@strawberry.type(description="How likely a stage of community making is.")
class StageProbability:
    """One of the stages."""

    stage: Stage = strawberry.field(description="The stage.")
    probability: Value = strawberry.field(
        description="Its probability, from 0 to 1, to the nearest 0.1. Experimental."
    )


def stage_probabilities(release: Release) -> list[StageProbability]:
    """Show the probabilities of all stages."""
    return [
        StageProbability(
            stage=stage, probability=value_of(release.score(Measure.STAGE, stage.value))
        )
        for stage in Stage
    ]
