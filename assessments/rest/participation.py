"""Who took part, by band of the roster and never by person, as JSON."""

from typing import Any

from rest_framework import serializers

from assessments.domain.releases.participation_shown import released_participation
from assessments.domain.releases.released import Suppressed
from assessments.models.waves import Wave
from assessments.rest.values import (
    ReleasedField,
    SuppressedSerializer,
    kind_field,
    one_of,
    released_json,
    suppressed_json,
)


class ParticipationClassSerializer(serializers.Serializer[Any]):
    """Members of the roster with the same role, tenure or both."""

    role = serializers.CharField(help_text="Empty where classes are not told apart by it.")
    tenure = serializers.CharField(
        help_text="Empty where classes are not told apart by it, or the roster does not say."
    )
    invited = serializers.IntegerField(
        allow_null=True, help_text="Null where the rate is suppressed."
    )
    rate = ReleasedField(help_text="The share of them who took part, from 0 to 1.")


class ParticipationSerializer(serializers.Serializer[Any]):
    """How many of the invited took part, of all and by class."""

    kind = kind_field("participation")
    invited = serializers.IntegerField()
    rate = ReleasedField(help_text="The share of the invited who took part, from 0 to 1.")
    by = serializers.ListField(
        child=serializers.CharField(),
        help_text="What tells the classes apart: role, tenure, both or nothing.",
    )
    classes = ParticipationClassSerializer(many=True)


RELEASED_PARTICIPATION = one_of(
    "ReleasedParticipation",
    participation=ParticipationSerializer,
    suppressed=SuppressedSerializer,
)


def participation_json(wave: Wave) -> dict[str, Any]:
    """Write who took part in a wave, or why it is not shown."""
    shown = released_participation(wave)
    if isinstance(shown, Suppressed):
        return suppressed_json(shown)
    return {
        "kind": "participation",
        "invited": shown.invited,
        "rate": released_json(shown.rate),
        "by": [*shown.by],
        "classes": [
            {
                "role": each.role,
                "tenure": each.tenure,
                "invited": each.invited,
                "rate": released_json(each.rate),
            }
            for each in shown.classes
        ],
    }
