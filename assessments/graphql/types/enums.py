"""The domain's enumerations as enums of the schema."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry
from django.utils import translation

from assessments import rules
from assessments.domain.releases.released import Band, Direction, Edge, Reason, Verdict
from assessments.models.communities import Role, Tenure
from assessments.models.waves import Wave


class Permission(Enum):
    """What a caller may do: the permissions of ``rules.py``."""

    VIEW_RESULTS = rules.VIEW_RESULTS
    MANAGE_WAVES = rules.MANAGE_WAVES
    MANAGE_COMMUNITY = rules.MANAGE_COMMUNITY


class UserErrorCode(Enum):
    """Kinds of mistakes in the input of a mutation."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    WRONG_STATE = "wrong_state"


class Stage(Enum):
    """The stages of ``scoring.stage``."""

    PSEUDOCOMMUNITY = "pseudocommunity"
    CHAOS = "chaos"
    EMPTINESS = "emptiness"
    COMMUNITY = "community"
    NO_CLEAR_STAGE = "no_clear_stage"


def _publish(
    choices: type[Enum],
    *,
    name: str,
    description: str,
    of_values: Mapping[str, str] | None = None,
) -> None:
    """Make an enumeration an enum of the schema; values are described, else by their label."""
    strawberry.enum(choices, name=name, description=description)
    definition: Any = choices.__strawberry_definition__  # type: ignore[attr-defined] # Strawberry's
    with translation.override("en"):
        for value in definition.values:
            words = of_values[value.name] if of_values else str(choices[value.name].label)  # type: ignore[attr-defined] # of choices
            value.description = words[0].upper() + words[1:].rstrip(".") + "."


_publish(
    Permission,
    name="Permission",
    description="What a caller may do in a community.",
    of_values={
        "VIEW_RESULTS": "See the released results of the community",
        "MANAGE_WAVES": "Invite members, open and close waves",
        "MANAGE_COMMUNITY": "Edit the community and its leaders",
    },
)
_publish(
    UserErrorCode,
    name="UserErrorCode",
    description="What kind of mistake a mutation met.",
    of_values={
        "INVALID": "A value is missing, not allowed or already taken",
        "NOT_FOUND": "The object does not exist, or the caller may not see it",
        "FORBIDDEN": "The caller sees the object, but may not do this",
        "WRONG_STATE": "The object is not in a state in which this can be done",
    },
)
_publish(
    Stage,
    name="Stage",
    description="A stage of community making after Peck, or that none is clear.",
    of_values={
        "PSEUDOCOMMUNITY": "Members are nice and avoid disagreement",
        "CHAOS": "Differences are in the open, and members try to convert each other",
        "EMPTINESS": "Members let go of what keeps them from communicating",
        "COMMUNITY": "A true community",
        "NO_CLEAR_STAGE": "No stage stands out",
    },
)
_publish(Band, name="BandCode", description="The word for a value.")
_publish(Direction, name="Direction", description="Which way a value moved between two waves.")
_publish(Edge, name="Edge", description="The end of its scale that a value is near.")
_publish(Reason, name="SuppressionReason", description="Why a value is suppressed.")
_publish(Verdict, name="VerdictCode", description="What the group is, by its scores.")
_publish(Role, name="Role", description="What somebody does in a community.")
_publish(Tenure, name="Tenure", description="How long somebody has belonged to a community.")
_publish(
    Wave.State,
    name="WaveState",
    description="How far a wave is.",
    of_values={
        "PLANNED": "Not open yet",
        "OPEN": "Members can answer",
        "SEALED": "Members can no longer answer; the result is being computed",
        "ASSESSED": "The result is computed and released",
    },
)
_publish(
    Wave.Source,
    name="WaveSource",
    description="Where the answers of a wave come from.",
    of_values={
        "SURVEY": "Members answered the survey here",
        "IMPORT": "Answers were collected elsewhere and imported",
    },
)
