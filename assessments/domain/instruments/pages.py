"""In which order a member sees the items: one item of each characteristic on a page, shuffled."""

from random import Random

from assessments.domain.instruments.questionnaires import Item, Questionnaire


def pages_of(asked: Questionnaire, *, seed: int) -> list[list[Item]]:
    """Give the pages of items in the order that a draft with this seed shows them.

    The n-th page holds the n-th item of each characteristic that has so many, so that a member who
    stops early still counts for all of them.
    """
    order = Random(seed)  # noqa: S311 -- an order to read in, no secret
    pages = [[*page] for page in asked.item_pages]
    for page in pages:
        order.shuffle(page)
    return pages
