"""The assessment of a wave: the release, as JSON."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.domain.records.auditing import Channel, record_view
from assessments.domain.releases.items import released_items
from assessments.domain.releases.questions import discussion_questions
from assessments.domain.releases.release import CONFLICT, Release
from assessments.domain.releases.releasing import release
from assessments.rest.breakdowns import DeclaredBreakdownSerializer, breakdowns_json
from assessments.rest.participation import RELEASED_PARTICIPATION, participation_json
from assessments.rest.values import (
    RELEASED_FLAG,
    RELEASED_ITEM_CODES,
    RELEASED_ITEMS,
    RELEASED_STAGE,
    RELEASED_VERDICT,
    Field,
    ReleasedField,
    described,
    flag_json,
    item_codes_json,
    items_json,
    released_json,
    stage_json,
    verdict_json,
)
from assessments.rest.viewing import FORBIDDEN, REFUSALS, ViewerView
from assessments.rules import VIEW_RESULTS
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
    Measure.OVERALL_WITHOUT_CARELESS,
    Measure.CARELESS_SHARE,
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

GROUP: Mapping[str, tuple[Measure, str]] = {
    **{each.value: (each, "") for each in OF_THE_GROUP},
    "response_rate": (Measure.RATE, ""),
    "representativity": (Measure.R_INDICATOR, ""),
    "conflict": (Measure.QUESTION, CONFLICT),
}
"""The scores of the whole group, by the name under which they are published."""


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
        return {name: ReleasedField() for name in GROUP}


class QuestionSerializer(serializers.Serializer[Any]):
    """The answer of the group to one question beside the items, from 0 to 100."""

    code = serializers.CharField()
    text = serializers.CharField()
    value = ReleasedField()


class DiscussionQuestionSerializer(serializers.Serializer[Any]):
    """A question for the group to discuss, chosen from what is released."""

    characteristic = serializers.CharField(
        allow_null=True, help_text="The code of what it is about; null for the whole group."
    )
    text = serializers.CharField(help_text="The question in your language.")


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
    input_hash = serializers.CharField(
        help_text="SHA-256 of the answers; empty like the version, and where so few answers are "
        "possible that all could be tried."
    )
    computed_at = serializers.DateTimeField(allow_null=True)
    verdict = described(RELEASED_VERDICT)()
    stage = described(RELEASED_STAGE)()
    two_camps = described(RELEASED_FLAG)(help_text="Whether members stand in two camps.")
    separating_items = described(RELEASED_ITEM_CODES)(
        help_text="The items on which two camps differ, most first; none without camps."
    )
    echo_chamber = described(RELEASED_FLAG)(
        help_text="Whether the group agrees while it hears half of itself, or flatters itself."
    )
    group = GroupSerializer()
    characteristics = CharacteristicSerializer(many=True)
    stages = StagesSerializer()
    questions = QuestionSerializer(many=True)
    discussion_questions = DiscussionQuestionSerializer(
        many=True, help_text="At most three; none while nothing is released."
    )
    items = described(RELEASED_ITEMS)()
    participation = described(RELEASED_PARTICIPATION)()
    breakdowns = DeclaredBreakdownSerializer(many=True)


class AssessmentDetail(ViewerView):
    """The newest assessment of a wave."""

    @extend_schema(responses={200: AssessmentSerializer, **FORBIDDEN, **REFUSALS})
    def get(self, _request: Request, wave_id: str) -> Response:
        """Give what may be shown of a wave.

        An open wave, or one with too few answers, gives suppressed values and not an error.
        """
        wave = get_object_or_404(self.viewer.waves(), pk=wave_id)
        self.require(VIEW_RESULTS, wave.community)
        record_view(self.viewer, wave, Channel.REST)
        return Response(assessment_json(release(wave)))


def assessment_json(shown: Release) -> dict[str, Any]:
    """Write a release, with what is released beside it."""
    return {
        "wave": shown.wave.pk,
        "sheets": shown.sheets,
        "scoring_version": shown.scoring_version,
        "input_hash": shown.input_hash,
        "computed_at": shown.computed_at,
        "verdict": verdict_json(shown.verdict),
        "stage": stage_json(shown.stage),
        "two_camps": flag_json(shown.two_camps),
        "separating_items": item_codes_json(shown.separating_items),
        "echo_chamber": flag_json(shown.echo_chamber),
        "group": {name: released_json(shown.score(*key)) for name, key in GROUP.items()},
        "characteristics": _characteristics(shown),
        "stages": {each.value: released_json(shown.score(Measure.STAGE, each)) for each in Stage},
        "questions": _questions(shown),
        "discussion_questions": [
            {"characteristic": each.characteristic or None, "text": each.text}
            for each in discussion_questions(shown)
        ],
        "items": items_json(released_items(shown.wave)),
        "participation": participation_json(shown.wave),
        "breakdowns": breakdowns_json(shown.wave),
    }


def _characteristics(shown: Release) -> list[dict[str, Any]]:
    return [
        {
            "code": characteristic.code,
            "name": characteristic.name,
            **{
                each.value: released_json(shown.score(each, characteristic.code))
                for each in OF_A_CHARACTERISTIC
            },
        }
        for characteristic in shown.questionnaire.characteristics
    ]


def _questions(shown: Release) -> list[dict[str, Any]]:
    return [
        {
            "code": question.code,
            "text": question.text,
            "value": released_json(shown.score(Measure.QUESTION, question.code)),
        }
        for question in shown.questionnaire.questions
        if (Measure.QUESTION, question.code) in shown.scores
    ]
