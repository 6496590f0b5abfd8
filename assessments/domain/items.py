"""Which items to look at first: the disputed and the surprising ones."""

from collections.abc import Sequence

from assessments.domain.questionnaires import Questionnaire
from assessments.domain.releasing import ReleasedItem


def disputed(
    items: Sequence[ReleasedItem], asked: Questionnaire, *, first: int
) -> tuple[ReleasedItem, ...]:
    """Give the items with the least consensus first; of equal ones the most polarised.

    What is equal then stays in the order of the instrument. Items without a consensus are left
    out.
    """
    known = [item for item in items if item.consensus is not None]
    known.sort(key=lambda item: (item.consensus, -(item.polarisation or 0), _place(item, asked)))
    return tuple(known[:first])


def surprising(
    items: Sequence[ReleasedItem], asked: Questionnaire, *, first: int
) -> tuple[ReleasedItem, ...]:
    """Give the items first of which members predict most wrongly how many of the others agree.

    Only items that are predicted, and of these only such as are not predicted to the per cent.
    """
    known = [item for item in items if item.bias]
    known.sort(key=lambda item: (-abs(item.bias or 0), _place(item, asked)))
    return tuple(known[:first])


def _place(item: ReleasedItem, asked: Questionnaire) -> int:
    return asked.positions[item.item]
