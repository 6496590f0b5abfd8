"""The assessment of a wave: the release, as JSON."""

from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.domain.released import Suppressed
from assessments.domain.releasing import Release, release, released_items
from assessments.rest.values import (
    RELEASED,
    RELEASED_ITEMS,
    RELEASED_VERDICT,
    Field,
    described,
    released_json,
    suppressed_json,
    verdict_json,
)
from assessments.rest.viewing import REFUSALS, ViewerView
from scoring import Measure
from scoring.stage import Stage

OF_BOTH = (Measure.CONSENSUS, Measure.POLARISATION, Measure.CHANCE_LINE)
OF_A_CHARACTERISTIC = (
    Measure.LEVEL,
    *OF_BOTH,
    Measure.RWG_STAR_J,
    Measure.RWG_STAR_J_SKEWED,
    Measure.ALPHA,
    Measure.OMEGA,
)
OF_THE_GROUP = (
    Measure.OVERALL,
    *OF_BOTH,
    Measure.CONSENSUS_CLAIMS,
    Measure.REALISM,
    Measure.CALIBRATION,
    Measure.HUMILITY,
    Measure.BREADTH,
    Measure.BIAS,
    Measure.FALSE_CONSENSUS,
    Measure.CLAIM_GAP,
    Measure.FACING,
    Measure.LOVE_CORE,
)
"""What is published of each subject; docs/scoring.md gives the units."""

ReleasedField = described(RELEASED)


class CharacteristicSerializer(serializers.Serializer[Any]):
    """What may be shown of one characteristic."""

    code = serializers.CharField()
    name = serializers.CharField()

    def get_fields(self) -> dict[str, Field]:
        """Add one value for each measure."""
        return {
            **super().get_fields(),
            **{each.value: ReleasedField() for each in OF_A_CHARACTERISTIC},
        }


class GroupSerializer(serializers.Serializer[Any]):
    """What may be shown of the whole group."""

    def get_fields(self) -> dict[str, Field]:
        """Give one value for each measure."""
        return {each.value: ReleasedField() for each in OF_THE_GROUP}


class StagesSerializer(serializers.Serializer[Any]):
    """The probability of each of Peck's stages; experimental."""

    def get_fields(self) -> dict[str, Field]:
        """Give one value for each stage."""
        return {each.value: ReleasedField() for each in Stage}


class AssessmentSerializer(serializers.Serializer[Any]):
    """What may be shown of a wave: the same to every viewer, on every channel."""

    wave = serializers.UUIDField()
    sheets = serializers.IntegerField(
        allow_null=True, help_text="Answer sheets; null below the minimum."
    )
    scoring_version = serializers.CharField(help_text="Empty while everything is suppressed.")
    input_hash = serializers.CharField(help_text="SHA-256 of the answers; empty like the version.")
    computed_at = serializers.DateTimeField(allow_null=True)
    verdict = described(RELEASED_VERDICT)()
    group = GroupSerializer()
    characteristics = CharacteristicSerializer(many=True)
    stages = StagesSerializer()
    items = described(RELEASED_ITEMS)()


class AssessmentDetail(ViewerView):
    """The newest assessment of a wave."""

    @extend_schema(responses={200: AssessmentSerializer, **REFUSALS})
    def get(self, _request: Request, wave_id: str) -> Response:
        """Give what may be shown of a wave.

        An open wave, or one with too few answers, gives suppressed values and not an error.
        """
        wave = get_object_or_404(self.viewer.waves(), pk=wave_id)
        return Response(assessment_json(release(wave)))


def assessment_json(shown: Release) -> dict[str, Any]:
    """Write a release."""
    items = released_items(shown.wave)
    return {
        "wave": shown.wave.pk,
        "sheets": shown.sheets,
        "scoring_version": shown.scoring_version,
        "input_hash": shown.input_hash,
        "computed_at": shown.computed_at,
        "verdict": verdict_json(shown.verdict),
        "group": {each.value: released_json(shown.score(each)) for each in OF_THE_GROUP},
        "characteristics": [
            {
                "code": characteristic.code,
                "name": characteristic.name,
                **{
                    each.value: released_json(shown.score(each, characteristic.code))
                    for each in OF_A_CHARACTERISTIC
                },
            }
            for characteristic in shown.questionnaire.characteristics
        ],
        "stages": {each.value: released_json(shown.score(Measure.STAGE, each)) for each in Stage},
        "items": suppressed_json(items)
        if isinstance(items, Suppressed)
        else {"kind": "items", "items": [asdict(item) for item in items]},
    }
