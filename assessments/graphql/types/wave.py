"""Waves: one round of asking."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from assessments.graphql.context import Context
from assessments.graphql.cost import Cost, Requires
from assessments.graphql.types.assessment import Assessment
from assessments.graphql.types.enums import Permission
from assessments.graphql.types.instrument import Instrument
from assessments.graphql.types.node import Node, global_id
from assessments.graphql.types.turnout import TurnoutValue, turnout_of
from assessments.models.waves import Wave as StoredWave

if TYPE_CHECKING:
    from assessments.graphql.types.community import Community

KIND = "Wave"


@strawberry.type(description="How many take part in an open wave, so coarse that nobody shows.")
class Participation:
    """Counted once a day, so that no single answer can be timed."""

    invited: int = strawberry.field(description="How many members the wave asks.")
    thirds: int = strawberry.field(
        description="How many full thirds of the invited have answered, from 0 to 3."
    )
    counted_on: date | None = strawberry.field(
        description="The day of the count; null before the first one."
    )


@strawberry.type(description="One round of asking a community.")
class Wave(Node):
    """A wave that the caller sees."""

    stored: strawberry.Private[StoredWave]
    context: strawberry.Private[Context]
    number: int = strawberry.field(description="Its number in the community, from 1.")
    state: StoredWave.State = strawberry.field(description="How far it is.")
    source: StoredWave.Source = strawberry.field(description="Where its answers come from.")
    opens_at: datetime = strawberry.field(description="When it opens or opened.")
    closes_at: datetime = strawberry.field(
        description="When it closes by itself: from this moment on it takes no answers."
    )
    sealed_at: datetime | None = strawberry.field(
        description="When it was sealed; null while answers can still be changed."
    )
    minimum_answers: int = strawberry.field(
        description="Nothing about fewer answer sheets than this is shown; frozen at opening."
    )

    has_roster: bool = strawberry.field(
        description="Whether it asks the members of the roster, and not whoever has its open link."
    )
    reminders: int = strawberry.field(description="How often its members were reminded.")
    breakdowns: list[str] = strawberry.field(
        description="By which bands its result may be compared: `role`, `tenure`; declared when "
        "it opened."
    )

    @classmethod
    def of(cls, stored: StoredWave, context: Context) -> Self:
        """Show a wave."""
        context.note(stored)
        return cls(
            id=global_id(KIND, stored.pk),
            stored=stored,
            context=context,
            number=stored.number,
            state=StoredWave.State(stored.state),
            source=StoredWave.Source(stored.source),
            opens_at=stored.opens_at,
            closes_at=stored.closes_at,
            sealed_at=stored.sealed_at,
            minimum_answers=stored.minimum_answers,
            has_roster=stored.has_roster,
            reminders=stored.reminders,
            breakdowns=[*stored.breakdowns],
        )

    @strawberry.field(description="The community that is asked.")
    def community(
        self,
    ) -> Annotated["Community", strawberry.lazy("assessments.graphql.types.community")]:
        """Show the community."""
        from assessments.graphql.types.community import Community  # noqa: PLC0415 -- a circle

        return Community.of(self.stored.community)

    @strawberry.field(description="The questionnaire that members fill in.")
    def instrument(self) -> Instrument:
        """Show the instrument."""
        return Instrument.of(self.stored.instrument)

    @strawberry.field(
        description="How many take part; null unless the wave is open and asks a roster.",
        directives=[Requires(permission=Permission.MANAGE_WAVES)],
    )
    def participation(self) -> Participation | None:
        """Show the participation in thirds."""
        self.context.require(Permission.MANAGE_WAVES, self.stored.community)
        wave = self.stored
        if wave.state != StoredWave.State.OPEN or wave.invited is None:
            return None
        return Participation(
            invited=wave.invited,
            thirds=wave.participation_thirds,
            counted_on=wave.participation_on,
        )

    @strawberry.field(
        description="How many answer sheets there are; null while that may not be shown: before "
        "the result is released, and below the minimum.",
        directives=[Requires(permission=Permission.VIEW_RESULTS)],
    )
    def sheets(self) -> int | None:
        """Show the number of answer sheets."""
        self.context.require(Permission.VIEW_RESULTS, self.stored.community)
        return self.context.release_of(self.stored).sheets

    @strawberry.field(
        description="The result. While nothing is released, every value in it says why.",
        directives=[Requires(permission=Permission.VIEW_RESULTS)],
    )
    def assessment(self) -> Assessment:
        """Show the result."""
        self.context.require(Permission.VIEW_RESULTS, self.stored.community)
        return Assessment.of(self.context.release_of(self.stored))

    @strawberry.field(
        description="Who took part, by band of the roster; suppressed until the wave is sealed.",
        directives=[Requires(permission=Permission.VIEW_RESULTS), Cost(weight=2)],
    )
    def turnout(self) -> TurnoutValue:
        """Show who took part, once that cannot be timed any more."""
        self.context.require(Permission.VIEW_RESULTS, self.stored.community)
        return turnout_of(self.context.turnout_of(self.stored))
