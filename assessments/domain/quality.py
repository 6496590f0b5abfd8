"""Whether a sheet looks careless, judged when it is sent: only then is the order known."""

from collections.abc import Mapping

import numpy as np

from assessments.domain.pages import pages_of
from assessments.domain.questionnaires import CANT_SAY, NO_ANSWER, Questionnaire
from scoring.careless import careless

UNKNOWN, CAREFUL, CARELESS = 0, 1, 2


def careless_flag(
    asked: Questionnaire, answers: Mapping[str, int], *, seed: int, fast_pages: int
) -> int:
    """Give the last byte of a sheet: 2 when two signs of different families agree, else 1.

    ``fast_pages`` counts the pages of items that were answered faster than 2 s an item; half of
    them make one sign.
    """
    pages = pages_of(asked, seed=seed)
    shown = [item for page in pages for item in page]
    places = {each.code: place for place, each in enumerate(asked.characteristics)}
    given = np.array([[_point(answers.get(item.code, NO_ANSWER)) for item in shown]])
    turned = np.array([item.reversed for item in shown]) & (given > 0)
    looks = careless(
        given,
        keyed=np.where(turned, asked.scale.points + 1 - given, given),
        characteristics=[places[item.characteristic] for item in shown],
        fast=[2 * fast_pages >= len(pages)],
    )
    return CARELESS if looks[0] else CAREFUL


def _point(value: int) -> int:
    return NO_ANSWER if value == CANT_SAY else value
