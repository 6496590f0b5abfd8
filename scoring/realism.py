"""Realism of a group: whether it knows itself, hears all of itself, and is humble about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.counts import quotient
from scoring.interval import FEWEST_ANSWERS, jackknife_error, with_interval, without_each

Floats = npt.NDArray[np.float64]

MANY = 5  # option "6 or more", whose number nobody knows
HELP = np.array([0, 0, 1, 2, 4])  # persons behind options 1 to 4: 0, 1, 2, 3–5


class Part(StrEnum):
    """A part of realism."""

    CALIBRATION = "calibration"
    REALISM_LEVEL = "realism_level"
    HUMILITY = "humility"
    BREADTH = "breadth"


WEIGHTS = {
    Part.CALIBRATION: 0.35,
    Part.REALISM_LEVEL: 0.25,
    Part.HUMILITY: 0.25,
    Part.BREADTH: 0.15,
}
NEEDED = (Part.CALIBRATION, Part.REALISM_LEVEL)


@dataclass(frozen=True, kw_only=True, eq=False)
class Resampled:
    """A result, and its value without each member (NaN where it has none)."""

    result: Result
    without: Floats

    def scored(self, score: Callable[[Floats], Floats]) -> "Resampled":
        """Give a function of the value, and of the value without each member."""
        if isinstance(self.result, Absent):
            return self
        value = float(score(np.array(self.result.value)))
        estimate = Estimate(value=value, answers=self.result.answers)
        return Resampled(result=estimate, without=score(self.without))


def realism(parts: Mapping[Part, Resampled], *, members: int, invited: int | None = None) -> Result:
    """Realism of the group, ``Σ w·part / Σ w`` over the parts available.

    w: calibration .35, level of `realism` .25, humility .25, breadth .15.

    Parameters
    ----------
    parts : mapping of Part to Resampled
        Each from 0 to 100; those left out are not there.
    members : int
        Sheets n.
    invited : int, optional
        Members N asked.

    Returns
    -------
    Estimate or Absent
        0 to 100, with the interval by deleting one member at a time. Absent, with the reason
        of the part, without calibration or level, NOT_MEASURED when either is not among the
        parts; TOO_FEW_ANSWERS under 5 sheets. Without an interval when a part has no value
        without some member.

    References
    ----------
    Ours; the weights belong to the version of the scoring.
    """
    if members < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    for part in NEEDED:
        needed = parts[part].result if part in parts else Absent(Reason.NOT_MEASURED)
        if isinstance(needed, Absent):
            return needed
    values = {p: r.result for p, r in parts.items() if isinstance(r.result, Estimate)}
    total = sum(WEIGHTS[part] for part in values)
    value = sum(WEIGHTS[part] * estimate.value for part, estimate in values.items()) / total
    without: Floats = np.sum([WEIGHTS[p] * parts[p].without for p in values], axis=0) / total
    error = 0.0 if np.isnan(without).any() else jackknife_error(without)
    answers = min(values[part].answers for part in NEEDED)
    return with_interval(value, error=error, answers=answers, invited=invited)


def humility(checks: Mapping[str, Resampled]) -> Resampled:
    """Mean of those of the three checks that are there, each already from 0 to 100."""
    known = [c for c in checks.values() if isinstance(c.result, Estimate)]
    if not known:
        absent = [c.result for c in checks.values() if isinstance(c.result, Absent)]
        few = Absent(Reason.TOO_FEW_ANSWERS)
        reason = few if few in absent else Absent(Reason.NOT_MEASURED)
        return Resampled(result=reason, without=next(iter(checks.values())).without)
    values = [c.result.value for c in known if isinstance(c.result, Estimate)]
    answers = max(c.result.answers for c in known if isinstance(c.result, Estimate))
    value = sum(values) / len(values)
    without: Floats = np.mean([c.without for c in known], axis=0)
    return Resampled(result=Estimate(value=value, answers=answers), without=without)


def self_enhancement(own: Floats, others: Floats, *, options: int) -> Resampled:
    """How much better members speak of themselves than of the others.

    ``b = mean(self - that member's rating of others) / (k - 1)`` over all members and mirrored
    items where both are there.

    Parameters
    ----------
    own, others : ndarray, shape (questions, members)
        From 1 to k, reversed ones turned round; NaN for no answer.
    options : int
        Points k.

    Returns
    -------
    Resampled
        -1 to 1; absent under 5 members with a pair.
    """
    gaps = (own - others) / (options - 1)
    known = ~np.isnan(gaps)
    members = int(known.any(axis=0).sum()) if gaps.size else 0
    if gaps.shape[0] == 0 or members < FEWEST_ANSWERS:
        reason = Reason.TOO_FEW_ANSWERS if gaps.shape[0] else Reason.NOT_MEASURED
        return Resampled(result=Absent(reason), without=np.full(own.shape[1], np.nan))
    sums, counts = np.where(known, gaps, 0).sum(axis=0), known.sum(axis=0)
    value = float(sums.sum() / counts.sum())
    without = (sums.sum() - sums) / (counts.sum() - counts)
    return Resampled(result=Estimate(value=value, answers=members), without=without)


def leader_gap(
    values: Floats, leads: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_], *, options: int
) -> Resampled:
    """How much higher leaders rate the group's realism than the other members.

    ``g = (leader mean - member mean) / (k - 1)``.

    Parameters
    ----------
    values : ndarray, shape (members,)
        Scale values of `realism`, NaN for none.
    leads, known : ndarray of bool, shape (members,)
        Whether the sheet says its member leads; whether it says a role at all.
    options : int
        Points k.

    Returns
    -------
    Resampled
        -1 to 1; NOT_MEASURED without roles, TOO_FEW_ANSWERS under 5 leaders or 5 others.
    """
    # Leaders above, others below.
    sides = np.where(known & np.array([leads, ~leads]), values, np.nan)
    there = ~np.isnan(sides)
    counts = there.sum(axis=1)
    if counts.min() < FEWEST_ANSWERS:
        reason = Reason.TOO_FEW_ANSWERS if known.any() else Reason.NOT_MEASURED
        return Resampled(result=Absent(reason), without=np.full(values.shape, np.nan))
    means = np.where(there, sides, 0).sum(axis=1) / counts
    rest = without_each(sides)
    value = float((means[0] - means[1]) / (options - 1))
    without = (rest[0] - rest[1]) / (options - 1)
    return Resampled(result=Estimate(value=value, answers=int(counts.sum())), without=without)


def give_take(helped: npt.NDArray[np.uint8], was_helped: npt.NDArray[np.uint8]) -> Resampled:
    """Help given over help received, ``r = Σ given / Σ received``: inside one group, 1.

    Counts the members who answered both questions; 0, 1, 2 and 3–5 persons count 0, 1, 2
    and 4.

    Parameters
    ----------
    helped, was_helped : ndarray of uint8, shape (members,)
        Options 1 to 5, 0 for no answer.

    Returns
    -------
    Resampled
        0 and more; above 1 members give more than anyone has received. NOT_MEASURED when
        somebody chose "6 or more" or nothing was received; TOO_FEW_ANSWERS under 5 members.
    """
    both = (helped > 0) & (was_helped > 0)
    nothing = np.full(helped.shape, np.nan)
    answers = int(both.sum())
    if answers < FEWEST_ANSWERS:
        return Resampled(result=Absent(Reason.TOO_FEW_ANSWERS), without=nothing)
    if (helped == MANY).any() or (was_helped == MANY).any():
        return Resampled(result=Absent(Reason.NOT_MEASURED), without=nothing)
    given, received = (HELP[np.where(both, column, 0)] for column in (helped, was_helped))
    if received.sum() == 0:
        return Resampled(result=Absent(Reason.NOT_MEASURED), without=nothing)
    value = float(given.sum() / received.sum())
    without = quotient(given.sum() - given, received.sum() - received)
    return Resampled(result=Estimate(value=value, answers=answers), without=without)


def self_enhancement_score(b: Floats) -> Floats:
    """100·(1 - min(1, max(0, b)/.5))."""
    return 100 * (1 - np.minimum(1, np.maximum(0, b) / 0.5))


def leader_gap_score(g: Floats) -> Floats:
    """100·(1 - min(1, |g|/.5))."""
    return 100 * (1 - np.minimum(1, np.abs(g) / 0.5))


def give_take_score(r: Floats) -> Floats:
    """100·min(1, 1/r); 100 when nothing was given."""
    return 100 / np.maximum(1, r)


def echo_chamber(*, consensus: Result, breadth: Result, self_enhancement: Result) -> bool:
    """Flag a group that agrees (>= 83) while half of it is missing (< 50) or it flatters itself (b > .1)."""  # noqa: E501 -- one rule
    agrees = isinstance(consensus, Estimate) and consensus.value >= 83
    narrow = isinstance(breadth, Estimate) and breadth.value < 50
    proud = isinstance(self_enhancement, Estimate) and self_enhancement.value > 0.1
    return agrees and (narrow or proud)
