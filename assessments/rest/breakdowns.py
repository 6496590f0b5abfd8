"""How bands of a community compare, as JSON: only what was declared before the wave opened."""

from typing import Any

from rest_framework import serializers

from assessments.domain.releases.breakdowns import Breakdown, BreakdownCell, released_breakdown
from assessments.domain.releases.released import Suppressed
from assessments.models.waves import Wave
from assessments.rest.values import (
    ReleasedField,
    SuppressedSerializer,
    described,
    kind_field,
    one_of,
    released_json,
    suppressed_json,
)


class CellCharacteristicSerializer(serializers.Serializer[Any]):
    """One characteristic in one cell."""

    code = serializers.CharField()
    level = ReleasedField()
    consensus = ReleasedField()


class BreakdownCellSerializer(serializers.Serializer[Any]):
    """Those with the same answer to the band."""

    value_code = serializers.IntegerField(help_text="The answer, from 1; 0 is no answer.")
    label = serializers.CharField(  # type: ignore[assignment] # a field of the value
        help_text="The answer in words."
    )
    level = ReleasedField(help_text="The mean of their levels.")
    consensus = ReleasedField(help_text="Their consensus over all items.")
    characteristics = CellCharacteristicSerializer(many=True)


class BreakdownSerializer(serializers.Serializer[Any]):
    """A wave by one band; every cell has the minimum of answer sheets."""

    kind = kind_field("breakdown")
    label = serializers.CharField(  # type: ignore[assignment] # a field of the value
        help_text="The question that the band answers."
    )
    cells = BreakdownCellSerializer(many=True)


RELEASED_BREAKDOWN = one_of(
    "ReleasedBreakdown", breakdown=BreakdownSerializer, suppressed=SuppressedSerializer
)


class DeclaredBreakdownSerializer(serializers.Serializer[Any]):
    """A band that was declared before the wave opened, and the breakdown by it."""

    band = serializers.CharField(help_text="The code of the question: `role` or `tenure`.")
    result = described(RELEASED_BREAKDOWN)()


def breakdowns_json(wave: Wave) -> list[dict[str, Any]]:
    """Write the declared breakdowns of a wave."""
    return [
        {"band": band, "result": _breakdown(released_breakdown(wave, band))}
        for band in wave.breakdowns
    ]


def _breakdown(shown: Breakdown | Suppressed) -> dict[str, Any]:
    if isinstance(shown, Suppressed):
        return suppressed_json(shown)
    return {
        "kind": "breakdown",
        "label": shown.label,
        "cells": [_cell(cell) for cell in shown.cells],
    }


def _cell(cell: BreakdownCell) -> dict[str, Any]:
    return {
        "value_code": cell.value_code,
        "label": cell.label,
        "level": released_json(cell.level),
        "consensus": released_json(cell.consensus),
        "characteristics": [
            {
                "code": each.characteristic,
                "level": released_json(each.level),
                "consensus": released_json(each.consensus),
            }
            for each in cell.characteristics
        ],
    }
