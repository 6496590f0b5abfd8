"""What changed from one wave to a later one, as JSON: told from what both releases show."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.domain.records.auditing import Channel, record_views
from assessments.domain.releases.changes import CHANGING, changes
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Direction, Moved, ReleasedChange, Suppressed
from assessments.domain.releases.releasing import releases
from assessments.rest.values import (
    Field,
    SuppressedSerializer,
    described,
    kind_field,
    one_of,
    suppressed_json,
)
from assessments.rest.viewing import FORBIDDEN, REFUSALS, ViewerView
from assessments.rules import VIEW_RESULTS
from scoring import Measure

OF_THE_GROUP = (Measure.OVERALL, Measure.CONSENSUS, Measure.REALISM)
OF_A_CHARACTERISTIC = (Measure.LEVEL, Measure.CONSENSUS)


class DifferenceSerializer(serializers.Serializer[Any]):
    """The difference of two shown numbers, later minus earlier, rounded to `step`."""

    kind = kind_field("difference")
    value = serializers.FloatField()
    step = serializers.FloatField(help_text="What the difference is rounded to.")
    low = serializers.FloatField(
        allow_null=True, help_text="Low end of the 95 % interval; null where none may be shown."
    )
    high = serializers.FloatField(allow_null=True, help_text="Its high end.")
    direction = serializers.ChoiceField(Direction.choices)
    clear = serializers.BooleanField(help_text="Whether the interval excludes 0.")


class ArrowSerializer(serializers.Serializer[Any]):
    """A change of which only the direction may be shown."""

    kind = kind_field("arrow")
    direction = serializers.ChoiceField(Direction.choices)


RELEASED_CHANGE = one_of(
    "ReleasedChange",
    difference=DifferenceSerializer,
    arrow=ArrowSerializer,
    suppressed=SuppressedSerializer,
)
ChangeField = described(RELEASED_CHANGE)


class GroupChangeSerializer(serializers.Serializer[Any]):
    """What changed in the whole group."""

    def get_fields(self) -> dict[str, Field]:
        """Give one change for each measure."""
        return {each.value: ChangeField() for each in OF_THE_GROUP}


class CharacteristicChangeSerializer(serializers.Serializer[Any]):
    """What changed in one characteristic."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = ChangeField(help_text="The change of its level.")
    consensus = ChangeField(help_text="The change of its consensus.")


class ChangesSerializer(serializers.Serializer[Any]):
    """What changed from one wave of a community to a later one."""

    wave = serializers.UUIDField(help_text="The later wave.")
    earlier = serializers.UUIDField(help_text="The earlier wave.")
    group = GroupChangeSerializer()
    characteristics = CharacteristicChangeSerializer(
        many=True, help_text="Those that both waves asked for."
    )


class ChangesDetail(ViewerView):
    """What changed from an earlier wave."""

    missing = _("There are no two such waves of one community, the later one first.")

    @extend_schema(responses={200: ChangesSerializer, **FORBIDDEN, **REFUSALS})
    def get(self, _request: Request, wave_id: str, earlier_id: str) -> Response:
        """Give what changed from an earlier wave of the same community to this one.

        A wave that is not an earlier one of the same community is not found.
        """
        wave = get_object_or_404(self.viewer.waves(), pk=wave_id)
        before = self.viewer.waves().filter(community=wave.community_id, number__lt=wave.number)
        ends = [get_object_or_404(before, pk=earlier_id), wave]
        self.require(VIEW_RESULTS, wave.community)
        record_views(self.viewer, ends, Channel.REST)
        return Response(changes_json(*releases(ends, measures=CHANGING)))


def changes_json(earlier: Release, later: Release) -> dict[str, Any]:
    """Write what changed from one release to a later one."""
    found = changes(earlier, later)
    return {
        "wave": later.wave.pk,
        "earlier": earlier.wave.pk,
        "group": _written(found, OF_THE_GROUP, ""),
        "characteristics": [
            {
                "code": each.code,
                "name": each.name,
                **_written(found, OF_A_CHARACTERISTIC, each.code),
            }
            for each in later.questionnaire.characteristics
            if (Measure.LEVEL, each.code) in found
        ],
    }


def change_json(change: ReleasedChange) -> dict[str, Any]:
    """Write one change, and nothing that the two releases do not show."""
    if isinstance(change, Suppressed):
        return suppressed_json(change)
    if isinstance(change, Moved):
        return {"kind": "arrow", "direction": change.direction.value}
    return {
        "kind": "difference",
        "value": change.value,
        "step": change.step,
        "low": change.low,
        "high": change.high,
        "direction": change.direction.value,
        "clear": change.clear,
    }


def _written(
    found: Mapping[tuple[str, str], ReleasedChange], measures: tuple[Measure, ...], subject: str
) -> dict[str, Any]:
    return {each.value: change_json(found[each, subject]) for each in measures}
