"""The members who would miss the group most, and both give and get help."""

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.interval import FEWEST_ANSWERS
from scoring.options import chosen_options

MISSES = 10  # option 10 is "9 of 10"


def love_core(*, miss: npt.ArrayLike, helped: npt.ArrayLike, was_helped: npt.ArrayLike) -> Result:
    """How many members would miss the group 9 or 10 of 10, and both gave and got help.

    ``#{miss >= 9 of 10, helped >= 1 person, was helped by >= 1 person}``.

    Parameters
    ----------
    miss : array_like of int, shape (members,)
        Options 1 ("0 of 10") to 11 ("10 of 10"), 0 for no answer.
    helped, was_helped : array_like of int, shape (members,)
        Options 1 (nobody) to 5, 0 for no answer.

    Returns
    -------
    Estimate or Absent
        A count from 0 on, without an interval, and as `answers` the members who answered all
        three; TOO_FEW_ANSWERS under 5.

    Raises
    ------
    ValueError
        If the shapes differ, or an answer is no whole number in its range.

    References
    ----------
    Ours, not validated on real groups.
    """
    columns = [
        chosen_options(miss, options=11),
        *(chosen_options(each, options=5) for each in (helped, was_helped)),
    ]
    if len({column.shape for column in columns}) > 1:
        raise ValueError("all three questions need the same members")
    answered = np.all([column > 0 for column in columns], axis=0)
    if answered.sum() < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    loves = answered & (columns[0] >= MISSES) & (columns[1] > 1) & (columns[2] > 1)
    return Estimate(value=float(loves.sum()), answers=int(answered.sum()))
