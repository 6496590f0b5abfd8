"""The group's answers to the questions beside the items."""

import strawberry

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.release import Release
from assessments.graphql.types.instrument import Question
from assessments.graphql.types.value import Value, value_of
from scoring import Measure


@strawberry.type(description="The group's answer to a question beside the items.")
class QuestionResult:
    """The mean answer to a question."""

    question: Question = strawberry.field(description="The question.")
    value: Value = strawberry.field(description="The mean answer, from 0 to 100.")


def question_results(release: Release, asked: Questionnaire) -> list[QuestionResult]:
    """Show the questions that a release answers, in the order and words of what was asked."""
    return [
        QuestionResult(
            question=Question(code=each.code, page=each.page, text=each.text),
            value=value_of(release.score(Measure.QUESTION, each.code)),
        )
        for each in asked.questions
        if not each.band and (Measure.QUESTION, each.code) in release.scores
    ]
