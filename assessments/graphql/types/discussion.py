"""Questions for the group to discuss."""

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.questions import discussion_questions
from assessments.domain.releases.release import Release
from assessments.graphql.types.instrument import Characteristic, characteristics_of


@strawberry.type(description="A question for the group to discuss.")
class DiscussionQuestion:
    """One of three questions, chosen from what is released."""

    characteristic: Characteristic | None = strawberry.field(
        description="What it is about; null for the whole group."
    )
    text: str = strawberry.field(description="The question in the caller's language.")


def questions_to_discuss(release: Release, asked: Questionnaire) -> list[DiscussionQuestion]:
    """Show the questions to discuss; ``asked`` is in the language of the reader."""
    named = characteristics_of(asked)
    names = {code: each.name for code, each in named.items()}
    return [
        DiscussionQuestion(characteristic=named.get(each.characteristic), text=each.text)
        for each in discussion_questions(release, names=names)
    ]
