"""What can be changed: each mutation takes one input and gives one payload of its own."""

import strawberry

from assessments.graphql.mutations.communities import CommunityMutations
from assessments.graphql.mutations.members import MemberMutations
from assessments.graphql.mutations.plane import PlaneMutations
from assessments.graphql.mutations.reminders import ReminderMutations
from assessments.graphql.mutations.rescoring import RescoringMutations
from assessments.graphql.mutations.waves import WaveMutations


@strawberry.type(
    description="What can be changed. Mistakes of the caller are in `errors` of the payload; "
    "nothing is changed then."
)
class Mutation(
    CommunityMutations,
    MemberMutations,
    PlaneMutations,
    WaveMutations,
    ReminderMutations,
    RescoringMutations,
):
    """The root of all mutations."""
