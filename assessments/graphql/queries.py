"""What can be asked."""

from collections.abc import Callable, Collection, Mapping
from typing import Annotated
from uuid import UUID

import strawberry

from assessments.domain.instruments.translations import languages_of_each
from assessments.graphql.context import Context, Info
from assessments.graphql.cost import Cost
from assessments.graphql.errors import bad_input, forbidden
from assessments.graphql.types import assessment, community, instrument, wave
from assessments.graphql.types.assessment import Assessment
from assessments.graphql.types.community import Community
from assessments.graphql.types.enums import Permission
from assessments.graphql.types.instrument import Instrument
from assessments.graphql.types.node import LARGEST_PAGE, Node, read_id
from assessments.graphql.types.rate_limit import RateLimit
from assessments.graphql.types.viewer import Viewer
from assessments.graphql.types.wave import Wave
from assessments.models.instruments import Instrument as StoredInstrument

Lookup = Callable[[Context, Collection[UUID]], Mapping[UUID, Node | Exception]]
"""Finds those of some keys that the viewer may see, with as many queries for one as for all."""


@strawberry.type(description="What can be asked.")
class Query:
    """The root of all queries."""

    @strawberry.field(description="The caller.")
    def viewer(self) -> Viewer:
        """Show the caller."""
        return Viewer()

    @strawberry.field(description="What is left of what the caller may ask in this hour.")
    def rate_limit(self, info: Info) -> RateLimit:
        """Show the allowance, this operation included."""
        return RateLimit.of(info.context.allowance, cost=info.context.cost)

    @strawberry.field(
        description="A community by its name in addresses; null if there is none that the caller "
        "may see."
    )
    def community(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="The name in addresses.")],
    ) -> Community | None:
        """Show a community."""
        found = info.context.community(slug=slug)
        return Community.of(found) if found else None

    @strawberry.field(description="An instrument; null if there is none.")
    def instrument(
        self,
        key: Annotated[str, strawberry.argument(description="The key.")],
        version: Annotated[
            int | None, strawberry.argument(description="The version; the newest if left out.")
        ] = None,
    ) -> Instrument | None:
        """Show an instrument."""
        versions = StoredInstrument.objects.filter(key=key).order_by("-version")
        if version is not None:
            versions = versions.filter(version=version)
        found = versions.first()
        return Instrument.of(found) if found else None

    @strawberry.field(
        description="The instruments that a wave may be opened with, those that are not retired: "
        "by key, the newest version of each first, at most 100.",
        directives=[Cost(weight=1, assumed_size=10)],
    )
    def instruments(self) -> list[Instrument]:
        """Show the instruments on offer."""
        offered = StoredInstrument.objects.filter(retired_at=None).order_by("key", "-version")
        shown = [*offered[:LARGEST_PAGE]]
        languages = languages_of_each(shown)
        return [Instrument.of(stored, languages=languages[stored.pk]) for stored in shown]

    @strawberry.field(
        description="The object with an id; null if there is none that the caller may see."
    )
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The id.")],  # noqa: A002 -- Relay's name
    ) -> Node | None:
        """Show any object."""
        (found,) = _found(info.context, [id])
        if isinstance(found, Exception):
            raise found
        return found

    @strawberry.field(
        description="The objects with these ids, in the same order; null in the place of each "
        "that the caller may not see.",
        directives=[Cost(weight=1, multipliers=["ids"], assumed_size=LARGEST_PAGE)],
    )
    def nodes(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID], strawberry.argument(description="The ids, at most 100.")
        ],
    ) -> list[Node | None]:
        """Show any objects."""
        if len(ids) > LARGEST_PAGE:
            raise bad_input(f"Ask for at most {LARGEST_PAGE} objects.")
        # graphql-core makes an exception in a list the error of its place.
        return _found(info.context, ids)  # type: ignore[return-value]


def _communities(context: Context, keys: Collection[UUID]) -> Mapping[UUID, Node | Exception]:
    found = context.communities_by_key(keys)
    return {key: Community.of(stored) for key, stored in found.items()}


def _waves(context: Context, keys: Collection[UUID]) -> Mapping[UUID, Node | Exception]:
    return {key: Wave.of(stored, context) for key, stored in context.waves_by_key(keys).items()}


def _assessments(context: Context, keys: Collection[UUID]) -> Mapping[UUID, Node | Exception]:
    return {
        key: Assessment.of(context.release_of(stored))
        if context.may(Permission.VIEW_RESULTS, stored.community)
        else forbidden("This takes the permission VIEW_RESULTS.")
        for key, stored in context.waves_by_key(keys).items()
    }


def _instruments(_context: Context, keys: Collection[UUID]) -> Mapping[UUID, Node | Exception]:
    # The questionnaires of an installation are for everybody who signs in.
    return {
        stored.pk: Instrument.of(stored) for stored in StoredInstrument.objects.filter(pk__in=keys)
    }


LOOKUPS: Mapping[str, Lookup] = {
    community.KIND: _communities,
    wave.KIND: _waves,
    assessment.KIND: _assessments,
    instrument.KIND: _instruments,
}
"""How each type of node is found; what is missing here cannot be asked for by its id."""


def _found(context: Context, ids: Collection[str]) -> list[Node | Exception | None]:
    read = [read_id(text) for text in ids]
    found: dict[tuple[str, UUID], Node | Exception] = {}
    for kind in {each[0] for each in read if each} & LOOKUPS.keys():
        keys = {each[1] for each in read if each and each[0] == kind}
        found |= {(kind, key): node for key, node in LOOKUPS[kind](context, keys).items()}
    return [found.get(each) if each else None for each in read]
