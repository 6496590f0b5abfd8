"""The result of one characteristic."""

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.release import Release
from assessments.graphql.types.instrument import Characteristic, characteristics_of
from assessments.graphql.types.value import Value, value_of
from scoring import Measure


@strawberry.type(description="How the group stands on one characteristic.")
class CharacteristicResult:
    """What may be shown of a characteristic."""

    release: strawberry.Private[Release]
    characteristic: Characteristic = strawberry.field(description="The characteristic.")

    @strawberry.field(description="The mean of its items, from 0 to 100.")
    def level(self) -> Value:
        """Show the level."""
        return self._value(Measure.LEVEL)

    @strawberry.field(
        description="Agreement among members, from 0 (polarised) to 100 (of one mind)."
    )
    def consensus(self) -> Value:
        """Show the consensus."""
        return self._value(Measure.CONSENSUS)

    @strawberry.field(description="How far members stand in two camps, from 0 to 100.")
    def polarisation(self) -> Value:
        """Show the polarisation."""
        return self._value(Measure.POLARISATION)

    @strawberry.field(description="The consensus that answers by chance would reach.")
    def chance_line(self) -> Value:
        """Show the chance line."""
        return self._value(Measure.CHANCE_LINE)

    @strawberry.field(
        description="Within-group agreement r*WG(J) against a uniform null; at most 1."
    )
    def rwg_star_j(self) -> Value:
        """Show r*WG(J)."""
        return self._value(Measure.RWG_STAR_J)

    @strawberry.field(
        description="Within-group agreement r*WG(J) against a slightly skewed null; at most 1."
    )
    def rwg_star_j_skewed(self) -> Value:
        """Show r*WG(J) against the skewed null."""
        return self._value(Measure.RWG_STAR_J_SKEWED)

    @strawberry.field(description="Cronbach's alpha of its items; at most 1.")
    def alpha(self) -> Value:
        """Show alpha."""
        return self._value(Measure.ALPHA)

    @strawberry.field(description="McDonald's omega of its items; at most 1.")
    def omega(self) -> Value:
        """Show omega."""
        return self._value(Measure.OMEGA)

    def _value(self, measure: Measure) -> Value:
        return value_of(self.release.score(measure, self.characteristic.code))


def characteristic_results(release: Release, asked: Questionnaire) -> list[CharacteristicResult]:
    """Show all characteristics of a release, in the order and words of what was asked."""
    return [
        CharacteristicResult(release=release, characteristic=characteristic)
        for characteristic in characteristics_of(asked).values()
    ]
