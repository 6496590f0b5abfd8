"""Having a sealed wave assessed again."""

from typing import Annotated

import strawberry

from assessments.domain.scores.rescoring import rescore_wave
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.leading import led_wave
from assessments.graphql.mutations.payloads import (
    WaveInput,
    WavePayload,
    changed_wave,
    mistakes_in,
)
from assessments.graphql.mutations.refusing import refusing
from assessments.graphql.types.enums import Permission


@strawberry.input(description="A sealed wave to assess again.")
class RescoreWaveInput(WaveInput):
    """A wave that an older version of the scoring has assessed."""


@strawberry.type(description="The answer to `rescoreWave`.")
class RescoreWavePayload(WavePayload):
    """A wave, and whether anything is to be done; or mistakes."""

    asked: bool = strawberry.field(
        default=False,
        description="Whether it is assessed again; false where the present scoring has done so.",
    )


@strawberry.type
class RescoringMutations:
    """Mutations of assessments."""

    @strawberry.mutation(
        description="Have a sealed wave assessed by the present version of the scoring; its result "
        "stays as it is until then. Asking again changes nothing.",
        directives=[Cost(weight=50)],
    )
    @mistakes_in(RescoreWavePayload)
    def rescore_wave(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            RescoreWaveInput, strawberry.argument(description="The wave.")
        ],
    ) -> RescoreWavePayload:
        """Assess a wave again."""
        wave = led_wave(info.context, input.wave_id, Permission.MANAGE_WAVES)
        with refusing("waveId"):
            asked = rescore_wave(wave, now=info.context.now)
        return RescoreWavePayload(wave=changed_wave(info.context, wave), asked=asked)
