"""A released value as JSON: an estimate, a band, or the reason why it is suppressed."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from assessments.domain.exports.codebook import NamedStage
from assessments.domain.releases.items import ReleasedItem
from assessments.domain.releases.released import (
    Band,
    Banded,
    Edge,
    Reason,
    Released,
    Shown,
    Stage,
    Suppressed,
    Verdict,
)

Field = serializers.Field[Any, Any, Any, Any]


def described(schema: Any) -> type[serializers.JSONField]:  # noqa: ANN401 -- whatever drf-spectacular takes
    """Make a class of fields of which the document says what the schema says."""
    return extend_schema_field(schema)(type("Described", (serializers.JSONField,), {}))


def kind_field(kind: str) -> Field:
    """Make the field that tells the kinds of a value apart."""
    return described({"type": "string", "const": kind})()


class EstimateSerializer(serializers.Serializer[Any]):
    """A number that may be shown, rounded to `step`."""

    kind = kind_field("estimate")
    value = serializers.FloatField()
    step = serializers.FloatField(help_text="What the number is rounded to.")
    low = serializers.FloatField(
        allow_null=True, help_text="Low end of the 95 % interval; null where none may be shown."
    )
    high = serializers.FloatField(allow_null=True, help_text="Its high end.")
    edge = serializers.ChoiceField(
        Edge.choices,
        allow_null=True,
        help_text="Set where the number stands for all beyond it: 95 or more, 5 or less.",
    )
    band = serializers.ChoiceField(
        Band.choices, allow_null=True, help_text="The number in words, where there are any."
    )


class BandedSerializer(serializers.Serializer[Any]):
    """A value of which only a word may be shown."""

    kind = kind_field("band")
    band = serializers.ChoiceField(Band.choices)
    label = serializers.CharField(  # type: ignore[assignment] # a field of the value
        help_text="The word in your language."
    )


class SuppressedSerializer(serializers.Serializer[Any]):
    """A value that is not shown. It never carries a count."""

    kind = kind_field("suppressed")
    reason = serializers.ChoiceField(Reason.choices)
    minimum_answers = serializers.IntegerField(help_text="How many answer sheets it would take.")
    message = serializers.CharField(help_text="The reason as a sentence in your language.")


class VerdictSerializer(serializers.Serializer[Any]):
    """What the group is, by its scores; provisional, the cut-offs are not validated."""

    kind = kind_field("verdict")
    verdict = serializers.ChoiceField(Verdict.choices)
    label = serializers.CharField(  # type: ignore[assignment] # a field of the value
        help_text="The verdict in your language."
    )


class StageSerializer(serializers.Serializer[Any]):
    """The stage that stands out, or that none is clear; experimental."""

    kind = kind_field("stage")
    stage = serializers.ChoiceField(NamedStage.choices)
    label = serializers.CharField(  # type: ignore[assignment] # a field of the value
        help_text="The stage in your language."
    )


class FlagSerializer(serializers.Serializer[Any]):
    """Whether something is so."""

    kind = kind_field("flag")
    value = serializers.BooleanField()


class ItemCodesSerializer(serializers.Serializer[Any]):
    """Items by their codes, in the order that matters; their texts are in the instrument."""

    kind = kind_field("item_codes")
    codes = serializers.ListField(child=serializers.CharField())


class ItemSerializer(serializers.Serializer[Any]):
    """One item, in whole per cents."""

    item = serializers.CharField()
    shares = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Per cent of the answers at each point, the lowest first.",
    )
    cant_say = serializers.IntegerField()
    consensus = serializers.IntegerField(allow_null=True)
    polarisation = serializers.IntegerField(allow_null=True)
    predicted = serializers.IntegerField(
        allow_null=True, help_text="Per cent of the others who agree, as members predict it."
    )
    actual = serializers.IntegerField(allow_null=True, help_text="Per cent who do agree.")
    bias = serializers.IntegerField(allow_null=True)


class ItemsSerializer(serializers.Serializer[Any]):
    """The items in the order of the instrument, from 12 answer sheets on."""

    kind = kind_field("items")
    items = ItemSerializer(many=True)


def one_of(
    name: str, **kinds: serializers.Serializer[Any] | type[serializers.Serializer[Any]]
) -> PolymorphicProxySerializer:
    """Declare a union whose members are told apart by ``kind``."""
    return PolymorphicProxySerializer(
        component_name=name, serializers=kinds, resource_type_field_name="kind"
    )


RELEASED = one_of(
    "Released",
    estimate=EstimateSerializer,
    band=BandedSerializer,
    suppressed=SuppressedSerializer,
)
RELEASED_VERDICT = one_of(
    "ReleasedVerdict", verdict=VerdictSerializer, suppressed=SuppressedSerializer
)
RELEASED_STAGE = one_of("ReleasedStage", stage=StageSerializer, suppressed=SuppressedSerializer)
RELEASED_FLAG = one_of("ReleasedFlag", flag=FlagSerializer, suppressed=SuppressedSerializer)
RELEASED_ITEM_CODES = one_of(
    "ReleasedItemCodes", item_codes=ItemCodesSerializer, suppressed=SuppressedSerializer
)
RELEASED_ITEMS = one_of("ReleasedItems", items=ItemsSerializer, suppressed=SuppressedSerializer)

ReleasedField = described(RELEASED)


def suppressed_json(value: Suppressed) -> dict[str, Any]:
    """Write why something is not shown."""
    return {
        "kind": "suppressed",
        "reason": value.reason.value,
        "minimum_answers": value.minimum,
        "message": value.message,
    }


def released_json(value: Released) -> dict[str, Any]:
    """Write one released value, and nothing that the release does not give."""
    if isinstance(value, Suppressed):
        return suppressed_json(value)
    if isinstance(value, Banded):
        return {"kind": "band", "band": value.band.value, "label": str(value.band.label)}
    return _estimate_json(value)


def verdict_json(value: Verdict | Suppressed) -> dict[str, Any]:
    """Write the verdict, or why there is none."""
    if isinstance(value, Suppressed):
        return suppressed_json(value)
    return {"kind": "verdict", "verdict": value.value, "label": str(value.label)}


def stage_json(value: Stage | Suppressed | None) -> dict[str, Any]:
    """Write the stage that stands out, that none does, or why it is not shown."""
    if isinstance(value, Suppressed):
        return suppressed_json(value)
    stage = NamedStage.of(value)
    return {"kind": "stage", "stage": stage.value, "label": str(stage.label)}


def flag_json(value: bool | Suppressed) -> dict[str, Any]:
    """Write a yes or no, or why neither is shown."""
    if isinstance(value, Suppressed):
        return suppressed_json(value)
    return {"kind": "flag", "value": value}


def item_codes_json(value: tuple[str, ...] | Suppressed) -> dict[str, Any]:
    """Write the codes of items, or why there are none."""
    if isinstance(value, Suppressed):
        return suppressed_json(value)
    return {"kind": "item_codes", "codes": [*value]}


def items_json(value: Sequence[ReleasedItem] | Suppressed) -> dict[str, Any]:
    """Write items, or why there are none."""
    if isinstance(value, Suppressed):
        return suppressed_json(value)
    return {"kind": "items", "items": [asdict(item) for item in value]}


def _estimate_json(value: Shown) -> dict[str, Any]:
    return {
        "kind": "estimate",
        "value": value.value,
        "step": value.step,
        "low": value.low,
        "high": value.high,
        "edge": value.edge.value if value.edge else None,
        "band": value.band.value if value.band else None,
    }
