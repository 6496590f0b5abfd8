"""Opening and closing waves."""

from datetime import datetime
from typing import Annotated

import strawberry
from django.utils.translation import gettext as _

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.releases.breakdowns import check_breakdowns
from assessments.domain.waves import waves
from assessments.graphql.context import Info
from assessments.graphql.cost import Cost
from assessments.graphql.mutations.leading import led_community, led_wave
from assessments.graphql.mutations.payloads import (
    CommunityInput,
    WaveInput,
    WavePayload,
    changed_wave,
    mistakes_in,
)
from assessments.graphql.mutations.refusing import MistakeError, mistake, refusing
from assessments.graphql.types.enums import Permission, UserErrorCode
from assessments.graphql.types.wave import Wave
from assessments.models.instruments import Instrument


@strawberry.input(description="A wave to open.")
class OpenWaveInput(CommunityInput):
    """A wave that asks all active members of the roster."""

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
class OpenWavePayload(WavePayload):
    """An open wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave, open; null if there were mistakes."
    )


@strawberry.input(description="A wave to close.")
class CloseWaveInput(WaveInput):
    """An open wave."""


@strawberry.type(description="The answer to `closeWave`.")
class CloseWavePayload(WavePayload):
    """A sealed wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The wave, sealed; null if there were mistakes."
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
class CloneWavePayload(WavePayload):
    """A new wave or mistakes."""

    wave: Wave | None = strawberry.field(
        default=None, description="The new wave, open; null if there were mistakes."
    )


@strawberry.input(description="A wave to keep open for longer.")
class ExtendWaveInput(WaveInput):
    """An open wave and its new end."""

    closes_at: datetime = strawberry.field(
        description="When it closes by itself: later than now planned, within 90 days."
    )


@strawberry.type(description="The answer to `extendWave`.")
class ExtendWavePayload(WavePayload):
    """A wave or mistakes."""


THE_WAVE = strawberry.argument(description="The wave.")


@strawberry.type
class WaveMutations:
    """Mutations of waves."""

    @strawberry.mutation(
        description="Open a wave now and have its invitations mailed.",
        directives=[Cost(weight=50)],
    )
    @mistakes_in(OpenWavePayload)
    def open_wave(
        self,
        info: Info,
        input: Annotated[OpenWaveInput, THE_WAVE],  # noqa: A002 -- Relay's name
    ) -> OpenWavePayload:
        """Open a wave."""
        community = led_community(info.context, input.community_id, Permission.MANAGE_WAVES)
        instrument = _instrument(input)
        with refusing("instrumentKey"):
            waves.refuse_retired(instrument)
        with refusing("breakdowns"):
            check_breakdowns(questionnaire_of(instrument), input.breakdowns)
        with refusing("closesAt", wrong_state="communityId"):
            wave = waves.open_wave(
                community,
                instrument=instrument,
                now=info.context.now,
                closes_at=input.closes_at,
                breakdowns=input.breakdowns,
            )
        return OpenWavePayload(wave=changed_wave(info.context, wave))

    @strawberry.mutation(
        description="Close a wave before its time: it takes no more answers, is sealed and then "
        "assessed. This cannot be undone.",
        directives=[Cost(weight=50)],
    )
    @mistakes_in(CloseWavePayload)
    def close_wave(
        self,
        info: Info,
        input: Annotated[CloseWaveInput, THE_WAVE],  # noqa: A002 -- Relay's name
    ) -> CloseWavePayload:
        """Close a wave."""
        wave = led_wave(info.context, input.wave_id, Permission.MANAGE_WAVES)
        with refusing("waveId"):
            waves.close_wave(wave.pk, now=info.context.now)
        return CloseWavePayload(wave=changed_wave(info.context, wave))

    @strawberry.mutation(
        description="Open a wave that asks the same as an earlier one, in the same way.",
        directives=[Cost(weight=50)],
    )
    @mistakes_in(CloneWavePayload)
    def clone_wave(
        self,
        info: Info,
        input: Annotated[CloneWaveInput, THE_WAVE],  # noqa: A002 -- Relay's name
    ) -> CloneWavePayload:
        """Repeat a wave."""
        earlier = led_wave(info.context, input.wave_id, Permission.MANAGE_WAVES)
        with refusing("waveId"):
            waves.refuse_retired(earlier.instrument)
        with refusing("closesAt" if input.closes_at else "waveId", wrong_state="waveId"):
            wave = waves.clone_wave(earlier, now=info.context.now, closes_at=input.closes_at)
        return CloneWavePayload(wave=changed_wave(info.context, wave))

    @strawberry.mutation(
        description="Keep an open wave open for longer.", directives=[Cost(weight=20)]
    )
    @mistakes_in(ExtendWavePayload)
    def extend_wave(
        self,
        info: Info,
        input: Annotated[ExtendWaveInput, THE_WAVE],  # noqa: A002 -- Relay's name
    ) -> ExtendWavePayload:
        """Keep a wave open for longer."""
        wave = led_wave(info.context, input.wave_id, Permission.MANAGE_WAVES)
        with refusing("closesAt", wrong_state="waveId"):
            waves.extend_wave(wave, closes_at=input.closes_at, now=info.context.now)
        return ExtendWavePayload(wave=changed_wave(info.context, wave))


def _instrument(asked: OpenWaveInput) -> Instrument:
    versions = Instrument.objects.filter(key=asked.instrument_key).order_by("-version")
    known = [*versions.values_list("version", flat=True)]
    if not known:
        raise MistakeError(mistake(UserErrorCode.NOT_FOUND, _missing_key(), "instrumentKey"))
    version = known[0] if asked.instrument_version is None else asked.instrument_version
    if version not in known:
        there_are = {"version": version, "versions": ", ".join(map(str, sorted(known)))}
        message = _("There is no version %(version)s; there are: %(versions)s.") % there_are
        raise MistakeError(mistake(UserErrorCode.NOT_FOUND, message, "instrumentVersion"))
    return versions.get(version=version)


def _missing_key() -> str:
    usable = Instrument.objects.filter(retired_at=None).order_by("key")
    keys = ", ".join(usable.values_list("key", flat=True).distinct())
    return _("There is no such instrument; there are: %(keys)s.") % {"keys": keys}
