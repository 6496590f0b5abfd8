"""Signs that a member answered without reading. They flag a sheet and never delete one.

Answers have shape (members, items): whole numbers 1..K, 0 where a member gave none. Results have
shape (members,), NaN where an index is undefined. The input is never changed.
"""

import numpy as np
import numpy.typing as npt

from scoring.counts import Floats, quotient
from scoring.covariance import Answers, correlation, covariance

LEAST_SPREAD = 0.3  # scale points
LEAST_CONSISTENCY = 0.30
# With two characteristics a correlation is always -1 or 1.
_FEWEST_CHARACTERISTICS = 3


def longest_run(answers: Answers) -> npt.NDArray[np.int64]:
    """Length of the longest run of equal answers, from left to right.

    A missing answer ends a run.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        As given (items not reversed), in the order shown.

    Returns
    -------
    ndarray of int, shape (members,)
        From 0 (no answers) to the number of items.

    References
    ----------
    Johnson (2005), Ascertaining the validity of individual protocols from web-based
    personality inventories, Journal of Research in Personality 39(1), 103-129.
    """
    given = _checked(answers)
    run = np.zeros(len(given), dtype=np.int64)
    longest = run
    before = np.zeros(len(given), dtype=given.dtype)
    for answer in given.T:
        run = np.where(answer > 0, np.where(answer == before, run + 1, 1), 0)
        longest = np.maximum(longest, run)
        before = answer
    return longest


def answer_deviation(answers: Answers) -> Floats:
    """Standard deviation (divisor n - 1) over a member's answers, in scale points.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        As given (items not reversed), in any order.

    Returns
    -------
    ndarray, shape (members,)
        From 0; NaN with fewer than two answers.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018), Intra-individual response variability as an
    indicator of insufficient effort responding, Journal of Business and Psychology 33(1),
    105-121.
    """
    given = _checked(answers).astype(np.float64)
    n = (given > 0).sum(axis=1)
    deviations = n * (given**2).sum(axis=1) - given.sum(axis=1) ** 2
    return np.sqrt(quotient(deviations, n * (n - 1)))


def even_odd(answers: Answers, *, characteristics: npt.ArrayLike) -> Floats:
    """Even-odd consistency: how alike a member answers two halves of every characteristic.

    The correlation r, over characteristics, of the mean of the 1st, 3rd, … item with the mean
    of the 2nd, 4th, …, stepped up to full length by Spearman and Brown, ``2r / (1 + r)``.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        Items already reversed.
    characteristics : array_like of int, shape (items,)
        The characteristic of each item.

    Returns
    -------
    ndarray, shape (members,)
        From -1 (also where the formula falls below) to 1: *high is consistent*. (R's careless
        turns the sign.) NaN when a half has the same mean for every characteristic, or fewer
        than two characteristics have answers in both halves.

    Raises
    ------
    ValueError
        If characteristics has not one entry an item.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39(1), 103-129. Curran (2016), Methods
    for the detection of carelessly invalid responses in survey data, Journal of Experimental
    Social Psychology 66, 4-19.
    """
    return _row_consistency(*_halves(_checked(answers), np.asarray(characteristics)))


def mahalanobis(answers: Answers) -> Floats:
    """Squared Mahalanobis distance of each member's answers from the mean answers.

    ``D² = d' S⁻¹ d`` with S the pairwise covariances; a missing answer counts as the mean.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        Reversed or not: D² is the same.

    Returns
    -------
    ndarray, shape (members,)
        From 0; all NaN when S cannot be inverted (more items than members, an item nobody or
        everybody answers alike). With missing answers S may be indefinite, and D² negative.

    References
    ----------
    Mahalanobis (1936), On the generalised distance in statistics. Treatment of missing
    answers as in R's psych (outlier).
    """
    given = _checked(answers).astype(np.float64)
    spread = covariance(answers, pairwise=True)
    if not np.isfinite(spread).all() or np.linalg.matrix_rank(spread) < len(spread):
        return np.full(len(given), np.nan)
    there = given > 0
    away = np.where(there, given - given.sum(axis=0) / there.sum(axis=0), 0)
    return np.asarray((away * np.linalg.solve(spread, away.T).T).sum(axis=1))


def synonym_consistency(answers: Answers, *, above: float = 0.6) -> Floats:
    """Psychometric synonyms: how alike a member answers pairs of items that go together.

    The correlation, over all pairs of items whose correlation in this sample exceeds
    ``above``, of the member's answers to the later item with those to the earlier.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        Items already reversed.
    above : float
        The correlation from which two items count as synonyms.

    Returns
    -------
    ndarray, shape (members,)
        From -1 to 1, high is consistent; NaN when fewer than two pairs have both answers, or
        one side of the pairs does not vary.

    References
    ----------
    Meade & Craig (2012), Identifying careless responses in survey data, Psychological
    Methods 17(3), 437-455.
    """
    given = _checked(answers).astype(np.float64)
    # NaN, of an item that does not vary, is not above anything.
    later, earlier = np.nonzero(np.tril(correlation(answers) > above, k=-1))
    absent = np.where(given > 0, given, np.nan)
    return _row_correlation(absent[:, later], absent[:, earlier])


def careless(
    answers: Answers,
    *,
    keyed: Answers,
    characteristics: npt.ArrayLike,
    shown: npt.ArrayLike | None = None,
    fast: npt.ArrayLike | None = None,
) -> npt.NDArray[np.bool_]:
    """Sheets on which two signs of different families agree.

    The families: *invariable* (longest run at least half of the items, or standard deviation
    below 0.3 points), *inconsistent* (even-odd consistency below 0.30, or undefined because a
    half does not vary; only with three characteristics answered in both halves), and *fast*.
    An index that is undefined otherwise is no sign.

    Parameters
    ----------
    answers : array of int, shape (members, items)
        As given (items not reversed).
    keyed : array of int, shape (members, items)
        The same answers, items reversed.
    characteristics : array_like of int, shape (items,)
        The characteristic of each item.
    shown : array_like of int, shape (items,) or (members, items), optional
        Columns in the order shown, to each member or to all; column order when left out.
    fast : array_like of bool, shape (members,), optional
        Who answered most pages faster than anyone reads; nobody when left out.

    Returns
    -------
    ndarray of bool, shape (members,)
        True for a careless sheet.

    Raises
    ------
    ValueError
        If characteristics has not one entry an item, shapes differ, an answer is negative or
        not whole, or an order shown does not name every column once.

    References
    ----------
    Each sign by itself: Johnson (2005), Dunn et al. (2018), Curran (2016), see the functions;
    Huang, Curran, Keeney, Poposki & DeShon (2012), Detecting and deterring insufficient effort
    responding to surveys, J. Business and Psychology 27(1), 99-114 (fast pages). That two of
    different families are needed, and the cuts, is ours.
    """
    given, reversed_too = _checked(answers), _checked(keyed)
    if given.shape != reversed_too.shape:
        raise ValueError(f"answers of {given.shape} cannot be keyed as {reversed_too.shape}")
    signs = [
        _invariable(given, shown=shown),
        _inconsistent(reversed_too, np.asarray(characteristics)),
    ]
    if fast is not None:
        quick = np.asarray(fast, dtype=np.bool_)
        if quick.shape != given.shape[:1]:
            raise ValueError(f"fast needs one entry a member, {len(given)}, got {quick.shape}")
        signs.append(quick)
    return np.asarray(np.sum(signs, axis=0) >= 2)


def _invariable(given: Answers, *, shown: npt.ArrayLike | None) -> npt.NDArray[np.bool_]:
    columns = np.arange(given.shape[1])
    order = np.broadcast_to(columns if shown is None else np.asarray(shown), given.shape)
    if not (np.sort(order, axis=1) == columns).all():
        raise ValueError("an order shown names every column once")
    as_shown = np.take_along_axis(given, order, axis=1)
    long = 2 * longest_run(as_shown) >= max(given.shape[1], 1)
    # NaN, of fewer than two answers, is not below anything.
    return np.asarray(long | (answer_deviation(given) < LEAST_SPREAD))


def _inconsistent(keyed: Answers, characteristics: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    odd, even = _halves(keyed, characteristics)
    enough = np.isfinite(odd + even).sum(axis=1) >= _FEWEST_CHARACTERISTICS
    # "Not at least" and not "below": a half that does not vary shows no consistency either.
    return np.asarray(enough & ~(_row_consistency(odd, even) >= LEAST_CONSISTENCY))


def _halves(given: Answers, characteristics: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Mean of the odd and of the even items, each of shape (members, characteristics)."""
    if characteristics.shape != given.shape[1:]:
        raise ValueError(f"need one entry an item, {given.shape[1:]}, got {characteristics.shape}")
    codes = np.unique(characteristics)
    belongs = characteristics[:, np.newaxis] == codes
    position = np.where(belongs, np.cumsum(belongs, axis=0), 0)
    odd, even = (belongs & (position % 2 == half) for half in (1, 0))
    return _means(given, odd), _means(given, even)


def _means(given: Answers, items: npt.NDArray[np.bool_]) -> Floats:
    weights = items.astype(np.float64)
    return quotient(given @ weights, (given > 0) @ weights)


def _row_consistency(odd: Floats, even: Floats) -> Floats:
    r = _row_correlation(odd, even)
    # r = -1 divides by zero; the formula is below -1 from r = -1/3 on.
    stepped: Floats = 2 * r / np.where(r > -0.5, 1 + r, 1)
    return np.where(r < -1 / 3, -1.0, stepped)


def _row_correlation(first: Floats, second: Floats) -> Floats:
    """Pearson correlation of each row over the columns where neither is NaN."""
    if not first.shape[1]:
        return np.full(len(first), np.nan)
    both = np.isfinite(first) & np.isfinite(second)
    a, b = _centred(first, both), _centred(second, both)
    spread = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    return np.clip(quotient((a * b).sum(axis=1), spread), -1, 1)


def _centred(values: Floats, there: npt.NDArray[np.bool_]) -> Floats:
    """Each row less its mean; exactly 0 for a row of equal values, 0 where not there."""
    known = np.where(there, values, 0)
    # Less its first value, a row of equal values is 0 and stays so, whatever is rounded.
    first = np.take_along_axis(known, there.argmax(axis=1, keepdims=True), axis=1)
    from_first = np.where(there, known - first, 0)
    n = np.maximum(there.sum(axis=1, keepdims=True), 1)
    return np.where(there, from_first - from_first.sum(axis=1, keepdims=True) / n, 0)


def _checked(answers: Answers) -> Answers:
    given = np.asarray(answers)
    if given.ndim != 2:
        raise ValueError(f"answers must have shape (members, items), got {given.shape}")
    # NaN is refused too: no answer is 0.
    if not ((given >= 0) & (given == np.floor(given))).all():
        raise ValueError("answers are whole numbers from 1 on, 0 for none")
    return given
