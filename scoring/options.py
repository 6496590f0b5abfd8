"""Answers to questions outside the items: the number of the option, counted from 1, 0 for none."""

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]


def chosen_options(answers: npt.ArrayLike, *, options: int) -> Whole:
    """The answers of the members to one question, checked; shape (members,).

    Raises
    ------
    ValueError
        If there is more than one axis, or an answer is no whole number from 0 to `options`.
    """
    given = np.asarray(answers, dtype=np.float64)
    if given.ndim != 1:
        raise ValueError(f"answers must have shape (members,), got {given.shape}")
    # NaN, which is between nothing, is refused here too.
    if not ((given >= 0) & (given <= options) & (given == np.floor(given))).all():
        raise ValueError(f"answers are 1 to {options}, or 0 for none")
    return given.astype(np.int64)
