"""Opening and closing waves."""

from datetime import datetime
from typing import Annotated

import strawberry
from django.utils.translation import gettext as _

from assessments.domain import waves
from assessments.domain.refusals import RefusedError, WrongStateError
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
        return OpenWavePayload(wave=Wave.of(wave))

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
        return CloseWavePayload(wave=Wave.of(wave))


def _open(context: Context, asked: OpenWaveInput) -> StoredWave:
    community = led_community(context, asked.community_id, Permission.MANAGE_WAVES)
    instrument = _instrument(asked)
    try:
        wave = waves.open_wave(
            community, instrument=instrument, now=context.now, closes_at=asked.closes_at
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
