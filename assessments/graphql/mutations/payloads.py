"""What the inputs and payloads of mutations have in common.

A mutation has an input and a payload of its own, so that either can grow without the others; what
is in many of them is written here once and inherited.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import strawberry

from assessments.graphql.context import Context
from assessments.graphql.mutations.refusing import MistakeError, UserError
from assessments.graphql.types.community import Community
from assessments.graphql.types.wave import Wave
from assessments.models.communities import Community as StoredCommunity
from assessments.models.waves import Wave as StoredWave

Asked = ParamSpec("Asked")


@strawberry.input
class CommunityInput:
    """A community that there is."""

    community_id: strawberry.ID = strawberry.field(description="The id of the community.")


@strawberry.input
class WaveInput:
    """A wave that there is."""

    wave_id: strawberry.ID = strawberry.field(description="The id of the wave.")


@strawberry.type
class Payload:
    """What was changed, or mistakes."""

    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.type
class CommunityPayload(Payload):
    """A community or mistakes."""

    community: Community | None = strawberry.field(
        default=None, description="The community; null if there were mistakes."
    )


@strawberry.type
class WavePayload(Payload):
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave; null if there were mistakes."
    )


Answer = TypeVar("Answer", bound=Payload)


def mistakes_in(
    payload: type[Answer],
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Have a mutation answer with a payload of mistakes when it is refused."""

    def decorate(mutation: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        @wraps(mutation)
        def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            try:
                return mutation(*args, **kwargs)
            except MistakeError as error:
                return payload(errors=error.errors)

        return answer

    return decorate


def changed_community(context: Context, community: StoredCommunity) -> Community:
    """Show a community that was just changed: nothing read before counts any more."""
    context.forget()
    return Community.of(community)


def changed_wave(context: Context, wave: StoredWave) -> Wave:
    """Show a wave that was just changed, read anew."""
    context.forget()
    return Wave.of(context.waves_by_key([wave.pk])[wave.pk], context)
