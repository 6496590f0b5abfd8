"""Questions about the group that stand for themselves, as the page shows them."""

from dataclasses import dataclass

from assessments.domain.instruments.questionnaires import Question
from assessments.domain.releases.released import Released
from assessments.web.results.sentences import Said, say


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question about the group, with what 0 and 100 mean."""

    text: str
    said: Said
    lowest: str
    highest: str


def question_row(question: Question, score: Released) -> QuestionRow:
    """Put the answers to a question into words, with both ends of its scale."""
    scale = question.scale
    ends = [scale.low_label or scale.options[0][1], scale.high_label or scale.options[-1][1]]
    # Scoring turns reversed questions round: 100 is the answer that speaks for the group.
    lowest, highest = reversed(ends) if question.reversed else ends
    return QuestionRow(text=question.text, said=say(score), lowest=lowest, highest=highest)
