"""What the columns of a questionnaire mean to the scores."""

from functools import lru_cache

from assessments.domain.instruments.questionnaires import CARELESS, Questionnaire, predicted
from scoring import frame
from scoring.frame import Frame

LEADER_ROLE = "leader"


@lru_cache(maxsize=64)
def frame_of(asked: Questionnaire) -> Frame:
    """Give the frame with which ``scoring.assess`` reads the sheets of a questionnaire."""
    place = asked.positions
    return Frame(
        options=asked.scale.points,
        items=tuple(
            frame.Item(
                code=item.code,
                column=place[item.code],
                reversed=item.reversed,
                anchor=item.anchor,
            )
            for item in asked.items
        ),
        characteristics=tuple(
            frame.Characteristic(
                code=each.code,
                items=tuple(
                    place[item.code] for item in asked.items if item.characteristic == each.code
                ),
            )
            for each in asked.characteristics
        ),
        predictions=tuple(
            (place[predicted(item.code)], place[item.code]) for item in asked.anchors
        ),
        questions=tuple(
            frame.Question(
                code=question.code,
                column=place[question.code],
                options=question.scale.points,
                reversed=question.reversed,
                mirrors=place[question.mirrors] if question.mirrors else None,
            )
            for question in asked.questions
        ),
        consensus_items=tuple(place[item.code] for item in asked.items if item.consensus),
        careless=place[CARELESS],
    )
