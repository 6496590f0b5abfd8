"""Opening and closing waves."""

from datetime import datetime
from typing import Annotated

import strawberry
from django.utils.translation import gettext as _

from assessments.domain import waves
from assessments.domain.refusals import RefusedError, WrongStateError
from assessments.domain.reminders import remind
from assessments.domain.rescoring import rescore_wave
from assessments.graphql.context import Context, Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.refusing import (
    MistakeError,
    UserError,
    led_community,
    led_wave,
    mistake,
    refused,
)
from assessments.graphql.types.enums import Permission, UserErrorCode
from assessments.graphql.types.wave import Wave
from assessments.models.instruments import Instrument
from assessments.models.waves import Wave as StoredWave


@strawberry.input(description="A wave to open.")
class OpenWaveInput:
    """A wave that asks all active members of the roster."""

    community_id: strawberry.ID = strawberry.field(description="The id of the community.")
    instrument_key: str = strawberry.field(description="The key of the instrument.")
    instrument_version: int | None = strawberry.field(
        default=None, description="Its version; the newest if left out."
    )
    closes_at: datetime | None = strawberry.field(
        default=None,
        description="When the wave closes by itself, within 90 days; after 14 if left out.",
    )
    breakdowns: list[str] = strawberry.field(
        default_factory=list,
        description="By which bands its result may be compared: `role`, `tenure`. Nobody can "
        "declare one later.",
    )


@strawberry.type(description="The answer to `openWave`.")
class OpenWavePayload:
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave, open; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="A wave to close.")
class CloseWaveInput:
    """An open wave."""

    wave_id: strawberry.ID = strawberry.field(description="The id of the wave.")


@strawberry.type(description="The answer to `closeWave`.")
class CloseWavePayload:
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave, sealed; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="An earlier wave to repeat.")
class CloneWaveInput:
    """A wave whose instrument and way of asking a new one takes over."""

    wave_id: strawberry.ID = strawberry.field(description="The id of the earlier wave.")
    closes_at: datetime | None = strawberry.field(
        default=None,
        description="When the new wave closes by itself; after as long as the earlier one if left "
        "out.",
    )


@strawberry.type(description="The answer to `cloneWave`.")
class CloneWavePayload:
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The new wave, open; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="A wave to keep open for longer.")
class ExtendWaveInput:
    """An open wave and its new end."""

    wave_id: strawberry.ID = strawberry.field(description="The id of the wave.")
    closes_at: datetime = strawberry.field(
        description="When it closes by itself: later than now planned, within 90 days."
    )


@strawberry.type(description="The answer to `extendWave`.")
class ExtendWavePayload:
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="A wave whose members to remind.")
class RemindMembersInput:
    """An open wave of the roster."""

    wave_id: strawberry.ID = strawberry.field(description="The id of the wave.")


@strawberry.type(description="The answer to `remindMembers`. It never says how many are reminded.")
class RemindMembersPayload:
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave; null if there were mistakes."
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.input(description="A sealed wave to assess again.")
class RescoreWaveInput:
    """A wave that an older version of the scoring has assessed."""

    wave_id: strawberry.ID = strawberry.field(description="The id of the wave.")


@strawberry.type(description="The answer to `rescoreWave`.")
class RescoreWavePayload:
    """A wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave; null if there were mistakes."
    )
    asked: bool = strawberry.field(
        default=False,
        description="Whether it is assessed again; false where the present scoring has done so.",
    )
    errors: list[UserError] = strawberry.field(
        default_factory=list, description="What is wrong; empty if nothing is."
    )


@strawberry.type
class WaveMutations:
    """Mutations of waves."""

    @strawberry.mutation(
        description="Open a wave now and have its invitations mailed.",
        directives=[Cost(weight=50)],
    )
    def open_wave(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            OpenWaveInput, strawberry.argument(description="The wave.")
        ],
    ) -> OpenWavePayload:
        """Open a wave."""
        try:
            wave = _open(info.context, input)
        except MistakeError as error:
            return OpenWavePayload(errors=error.errors)
        return OpenWavePayload(wave=Wave.of(wave, info.context))

    @strawberry.mutation(
        description="Close a wave before its time: it takes no more answers, is sealed and then "
        "assessed. This cannot be undone.",
        directives=[Cost(weight=50)],
    )
    def close_wave(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            CloseWaveInput, strawberry.argument(description="The wave.")
        ],
    ) -> CloseWavePayload:
        """Close a wave."""
        try:
            wave = _close(info.context, input)
        except MistakeError as error:
            return CloseWavePayload(errors=error.errors)
        return CloseWavePayload(wave=Wave.of(wave, info.context))

    @strawberry.mutation(
        description="Open a wave that asks the same as an earlier one, in the same way.",
        directives=[Cost(weight=50)],
    )
    def clone_wave(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            CloneWaveInput, strawberry.argument(description="The wave.")
        ],
    ) -> CloneWavePayload:
        """Repeat a wave."""
        try:
            wave = _clone(info.context, input)
        except MistakeError as error:
            return CloneWavePayload(errors=error.errors)
        return CloneWavePayload(wave=Wave.of(wave, info.context))

    @strawberry.mutation(
        description="Keep an open wave open for longer.", directives=[Cost(weight=20)]
    )
    def extend_wave(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            ExtendWaveInput, strawberry.argument(description="The wave.")
        ],
    ) -> ExtendWavePayload:
        """Keep a wave open for longer."""
        try:
            wave = _extend(info.context, input)
        except MistakeError as error:
            return ExtendWavePayload(errors=error.errors)
        return ExtendWavePayload(wave=Wave.of(wave, info.context))

    @strawberry.mutation(
        description="Mail a reminder to all members of an open wave who have not answered by "
        "then; twice a wave at most. Nobody learns who they are, or how many.",
        directives=[Cost(weight=50)],
    )
    def remind_members(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            RemindMembersInput, strawberry.argument(description="The wave.")
        ],
    ) -> RemindMembersPayload:
        """Remind the members of a wave."""
        try:
            wave = _remind(info.context, input)
        except MistakeError as error:
            return RemindMembersPayload(errors=error.errors)
        return RemindMembersPayload(wave=Wave.of(wave, info.context))

    @strawberry.mutation(
        description="Have a sealed wave assessed by the present version of the scoring; its result "
        "stays as it is until then. Asking again changes nothing.",
        directives=[Cost(weight=50)],
    )
    def rescore_wave(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 -- Relay's name
            RescoreWaveInput, strawberry.argument(description="The wave.")
        ],
    ) -> RescoreWavePayload:
        """Assess a wave again."""
        context = info.context
        try:
            wave, asked = _rescore(context, input)
        except MistakeError as error:
            return RescoreWavePayload(errors=error.errors)
        return RescoreWavePayload(wave=Wave.of(wave, context), asked=asked)


def _open(context: Context, asked: OpenWaveInput) -> StoredWave:
    community = led_community(context, asked.community_id, Permission.MANAGE_WAVES)
    instrument = _instrument(asked)
    try:
        wave = waves.open_wave(
            community,
            instrument=instrument,
            now=context.now,
            closes_at=asked.closes_at,
            breakdowns=asked.breakdowns,
        )
    except WrongStateError as error:
        raise refused(error, "communityId") from None
    except RefusedError as error:
        raise refused(error, "instrumentKey" if instrument.retired_at else "closesAt") from None
    return _anew(context, wave)


def _close(context: Context, asked: CloseWaveInput) -> StoredWave:
    wave = led_wave(context, asked.wave_id, Permission.MANAGE_WAVES)
    try:
        waves.close_wave(wave.pk, now=context.now)
    except RefusedError as error:
        raise refused(error, "waveId") from None
    return _anew(context, wave)


def _clone(context: Context, asked: CloneWaveInput) -> StoredWave:
    earlier = led_wave(context, asked.wave_id, Permission.MANAGE_WAVES)
    try:
        wave = waves.clone_wave(earlier, now=context.now, closes_at=asked.closes_at)
    except WrongStateError as error:
        raise refused(error, "waveId") from None
    except RefusedError as error:
        raise refused(error, "closesAt" if asked.closes_at else "waveId") from None
    return _anew(context, wave)


def _extend(context: Context, asked: ExtendWaveInput) -> StoredWave:
    wave = led_wave(context, asked.wave_id, Permission.MANAGE_WAVES)
    try:
        waves.extend_wave(wave, closes_at=asked.closes_at, now=context.now)
    except WrongStateError as error:
        raise refused(error, "waveId") from None
    except RefusedError as error:
        raise refused(error, "closesAt") from None
    return _anew(context, wave)


def _remind(context: Context, asked: RemindMembersInput) -> StoredWave:
    wave = led_wave(context, asked.wave_id, Permission.MANAGE_WAVES)
    try:
        remind(wave, now=context.now)
    except RefusedError as error:
        raise refused(error, "waveId") from None
    return _anew(context, wave)


def _rescore(context: Context, given: RescoreWaveInput) -> tuple[StoredWave, bool]:
    wave = led_wave(context, given.wave_id, Permission.MANAGE_WAVES)
    try:
        asked = rescore_wave(wave, now=context.now)
    except RefusedError as error:
        raise refused(error, "waveId") from None
    return _anew(context, wave), asked


def _instrument(asked: OpenWaveInput) -> Instrument:
    versions = Instrument.objects.filter(key=asked.instrument_key).order_by("-version")
    if asked.instrument_version is not None:
        versions = versions.filter(version=asked.instrument_version)
    found = versions.first()
    if found is None:
        message = _("There is no such instrument.")
        raise MistakeError(mistake(UserErrorCode.NOT_FOUND, message, "instrumentKey"))
    return found


def _anew(context: Context, wave: StoredWave) -> StoredWave:
    context.forget()
    return context.waves_by_key([wave.pk])[wave.pk]
