"""The result of one characteristic."""

import strawberry

from assessments.domain.releasing import Release
from assessments.graphql.types.instrument import Characteristic, characteristics_of
from assessments.graphql.types.value import Value, value_of
from scoring import Measure


@strawberry.type(description="How the group stands on one characteristic.")
class CharacteristicResult:
    """What may be shown of a characteristic."""

    characteristic: Characteristic = strawberry.field(description="The characteristic.")
    level: Value = strawberry.field(description="The mean of its items, from 0 to 100.")
    consensus: Value = strawberry.field(
        description="Agreement among members, from 0 (polarised) to 100 (of one mind)."
    )
    polarisation: Value = strawberry.field(
        description="How far members stand in two camps, from 0 to 100."
    )
    chance_line: Value = strawberry.field(
        description="The consensus that answers by chance would reach."
    )
    rwg_star_j: Value = strawberry.field(
        description="Within-group agreement r*WG(J) against a uniform null; at most 1."
    )
    rwg_star_j_skewed: Value = strawberry.field(
        description="Within-group agreement r*WG(J) against a slightly skewed null; at most 1."
    )
    alpha: Value = strawberry.field(description="Cronbach's alpha of its items; at most 1.")
    omega: Value = strawberry.field(description="McDonald's omega of its items; at most 1.")


def characteristic_results(release: Release) -> list[CharacteristicResult]:
    """Show all characteristics of a release, in the order of its instrument."""
    return [
        CharacteristicResult(
            characteristic=characteristic,
            level=value_of(release.score(Measure.LEVEL, code)),
            consensus=value_of(release.score(Measure.CONSENSUS, code)),
            polarisation=value_of(release.score(Measure.POLARISATION, code)),
            chance_line=value_of(release.score(Measure.CHANCE_LINE, code)),
            rwg_star_j=value_of(release.score(Measure.RWG_STAR_J, code)),
            rwg_star_j_skewed=value_of(release.score(Measure.RWG_STAR_J_SKEWED, code)),
            alpha=value_of(release.score(Measure.ALPHA, code)),
            omega=value_of(release.score(Measure.OMEGA, code)),
        )
        for code, characteristic in characteristics_of(release.questionnaire).items()
    ]
