"""In which order a member sees the items: one item of each characteristic on a page, shuffled."""

from itertools import zip_longest
from random import Random

from assessments.domain.questionnaires import Item, Questionnaire


def pages_of(asked: Questionnaire, *, seed: int) -> list[list[Item]]:
    """Give the pages of items in the order that a draft with this seed shows them.

    The n-th page holds the n-th item of each characteristic that has so many, so that a member who
    stops early still counts for all of them.
    """
    order = Random(seed)  # noqa: S311 -- an order to read in, no secret
    columns = [
        [item for item in asked.items if item.characteristic == each.code]
        for each in asked.characteristics
    ]
    pages = [[item for item in row if item is not None] for row in zip_longest(*columns)]
    for page in pages:
        order.shuffle(page)
    return pages
