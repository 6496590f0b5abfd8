"""Whether a sheet looks careless, judged when it is sent: only then is the order known."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from assessments.domain.instruments.pages import pages_of
from assessments.domain.instruments.questionnaires import CANT_SAY, NO_ANSWER, Item, Questionnaire
from scoring.careless import careless

UNKNOWN, CAREFUL, CARELESS = 0, 1, 2


def careless_flag(
    asked: Questionnaire, answers: Mapping[str, int], *, seed: int, fast_pages: int
) -> int:
    """Give the last byte of a sheet: 2 when two signs of different families agree, else 1.

    ``fast_pages`` counts the pages of items that were answered faster than 2 s an item; half of
    them make one sign.
    """
    fast = 2 * fast_pages >= len(asked.item_pages)
    if not (fast or _may_be_invariable([_given(answers, item) for item in asked.items])):
        return CAREFUL
    shown = [item for page in pages_of(asked, seed=seed) for item in page]
    places = {each.code: place for place, each in enumerate(asked.characteristics)}
    given = np.array([[_given(answers, item) for item in shown]])
    turned = np.array([item.reversed for item in shown]) & (given > 0)
    looks = careless(
        given,
        keyed=np.where(turned, asked.scale.points + 1 - given, given),
        characteristics=[places[item.characteristic] for item in shown],
        fast=[fast],
    )
    return CARELESS if looks[0] else CAREFUL


def _may_be_invariable(points: Sequence[int]) -> bool:
    """Whether one answer is at least half of those given.

    Without that no run is as long as half of the items, and the standard deviation is above 0.5:
    at most one sign is left, and ``careless``, which costs most of sending, need not be asked.
    """
    given = [point for point in points if point]
    return any(2 * times >= len(given) for times in Counter(given).values())


def _given(answers: Mapping[str, int], item: Item) -> int:
    value = answers.get(item.code, NO_ANSWER)
    return NO_ANSWER if value == CANT_SAY else value
