"""The results of many waves in columns, for charts."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Self

import strawberry

from assessments.domain.instruments.translations import worded_for_reader as worded
from assessments.domain.releases import released, series
from assessments.domain.releases.release import Release
from assessments.graphql.cost import Cost
from assessments.graphql.types.instrument import Characteristic, characteristics_of
from scoring import Measure


@strawberry.type(
    description="One measure in columns: each list has one entry for each wave. A wave has a "
    "value, or only a band, or a reason why there is neither."
)
class Column:
    """A measure over waves."""

    values: list[float | None] = strawberry.field(description="The numbers, rounded.")
    lows: list[float | None] = strawberry.field(
        description="The lower ends of the 95 % intervals; null where none is shown."
    )
    highs: list[float | None] = strawberry.field(
        description="The upper ends of the 95 % intervals; null where none is shown."
    )
    bands: list[released.Band | None] = strawberry.field(description="The words for the values.")
    reasons: list[released.Reason | None] = strawberry.field(
        description="Why the value of a wave is suppressed; null where it is not."
    )

    @classmethod
    def of(cls, releases: Sequence[Release], measure: Measure, subject: str = "") -> Self:
        """Show one measure of all releases."""
        columns = series.series(releases, measure, subject)
        return cls(
            values=[*columns.values],
            lows=[*columns.lows],
            highs=[*columns.highs],
            bands=[*columns.bands],
            reasons=[*columns.reasons],
        )


@strawberry.type(description="One characteristic in columns.")
class CharacteristicSeries:
    """A characteristic over waves."""

    releases: strawberry.Private[Sequence[Release]]
    characteristic: Characteristic = strawberry.field(description="The characteristic.")

    @strawberry.field(description="The levels, from 0 to 100.")
    def level(self) -> Column:
        """Show the levels."""
        return Column.of(self.releases, Measure.LEVEL, self.characteristic.code)

    @strawberry.field(description="The consensus, from 0 to 100.")
    def consensus(self) -> Column:
        """Show the consensus."""
        return Column.of(self.releases, Measure.CONSENSUS, self.characteristic.code)


@strawberry.type(description="The results of waves in columns, the earliest wave first.")
class Series:
    """Waves in columns."""

    releases: strawberry.Private[Sequence[Release]]
    numbers: list[int] = strawberry.field(description="The numbers of the waves.")

    @classmethod
    def of(cls, releases: Sequence[Release]) -> Self:
        """Show releases in columns."""
        return cls(releases=releases, numbers=[each.wave.number for each in releases])

    @strawberry.field(description="The overall score, from 0 to 100.")
    def overall(self) -> Column:
        """Show the overall score."""
        return Column.of(self.releases, Measure.OVERALL)

    @strawberry.field(description="The consensus of the whole group, from 0 to 100.")
    def consensus(self) -> Column:
        """Show the consensus."""
        return Column.of(self.releases, Measure.CONSENSUS)

    @strawberry.field(description="How well the group knows itself, from 0 to 100.")
    def realism(self) -> Column:
        """Show the realism."""
        return Column.of(self.releases, Measure.REALISM)

    @strawberry.field(description="Which way the chairs are facing, from 0 to 100.")
    def facing(self) -> Column:
        """Show the facing."""
        return Column.of(self.releases, Measure.FACING)

    @strawberry.field(description="The claim gap, from -100 to 100.")
    def claim_gap(self) -> Column:
        """Show the claim gap."""
        return Column.of(self.releases, Measure.CLAIM_GAP)

    @strawberry.field(description="The love core, a count of members.")
    def love_core(self) -> Column:
        """Show the love core."""
        return Column.of(self.releases, Measure.LOVE_CORE)

    @strawberry.field(
        description="All characteristics that any of the waves asked for.",
        directives=[Cost(weight=1, assumed_size=8)],
    )
    def characteristics(self) -> list[CharacteristicSeries]:
        """Show the characteristics."""
        named: dict[str, Characteristic] = {}
        # The last wave that asked for one names it. Most have the instrument of the wave before.
        asked = (release.wave.instrument for release in reversed(self.releases))
        for _, same in groupby(asked, key=attrgetter("content_hash")):
            named = {**characteristics_of(worded(next(same))), **named}
        return [
            CharacteristicSeries(releases=self.releases, characteristic=each)
            for each in named.values()
        ]
