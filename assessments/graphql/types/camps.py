"""Whether the group is one, and hears itself."""

import strawberry

from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.releases import released
from assessments.domain.releases.release import Release
from assessments.graphql.types.instrument import items_of
from assessments.graphql.types.item import Items, ItemsValue
from assessments.graphql.types.value import FlagValue, Suppressed, flag_of


@strawberry.type
class Camps:
    """The part of an assessment about two camps and echo chambers."""

    release: strawberry.Private[Release]

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
        known = items_of(worded_for_reader(self.release.wave.instrument))
        return Items(nodes=[known[code] for code in codes])

    @strawberry.field(
        description="Whether the group agrees while it hears half of itself, or flatters itself."
    )
    def echo_chamber(self) -> FlagValue:
        """Show whether it is an echo chamber."""
        return flag_of(self.release.echo_chamber)
