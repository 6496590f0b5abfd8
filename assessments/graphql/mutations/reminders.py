"""Reminding the members of a wave."""

from typing import Annotated

import strawberry

from assessments.domain.communities.reminders import remind
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


@strawberry.input(description="A wave whose members to remind.")
class RemindMembersInput(WaveInput):
    """An open wave of the roster."""


@strawberry.type(description="The answer to `remindMembers`. It never says how many are reminded.")
class RemindMembersPayload(WavePayload):
    """A wave or mistakes."""


@strawberry.type
class ReminderMutations:
    """Mutations of reminders."""

    @strawberry.mutation(
        description="Mail a reminder to all members of an open wave who have not answered by "
        "then; twice a wave at most. Nobody learns who they are, or how many.",
        directives=[Cost(weight=50)],
    )
    @mistakes_in(RemindMembersPayload)
    def remind_members(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            RemindMembersInput, strawberry.argument(description="The wave.")
        ],
    ) -> RemindMembersPayload:
        """Remind the members of a wave."""
        wave = led_wave(info.context, input.wave_id, Permission.MANAGE_WAVES)
        with refusing("waveId"):
            remind(wave, now=info.context.now)
        return RemindMembersPayload(wave=changed_wave(info.context, wave))
