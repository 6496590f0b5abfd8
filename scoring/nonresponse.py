"""Who was not heard: breadth and evenness of participation, from the roster only."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.interval import FEWEST_ANSWERS


@dataclass(frozen=True, kw_only=True)
class RosterClass:
    """Members of one role and tenure band: how many were invited and how many took part.

    Raises
    ------
    ValueError
        If more took part than were invited, or a number is negative.
    """

    role: str
    tenure: str
    invited: int
    took_part: int

    def __post_init__(self) -> None:
        if not 0 <= self.took_part <= self.invited:
            raise ValueError(f"{self.took_part} of {self.invited} cannot have taken part")


def breadth(roster: Sequence[RosterClass]) -> Result:
    """How much of the group's variety took part.

    100 · (share of the invited in classes of whom somebody was heard) ·
    min(1, exp(H of those heard) / exp(H of the invited within these classes)), with
    Shannon's entropy H over the classes role × tenure.

    Parameters
    ----------
    roster : sequence of RosterClass
        Several of one role and tenure are added up; those of nobody invited are left out.

    Returns
    -------
    Estimate or Absent
        Above 0 to 100, without an interval. NOT_MEASURED with fewer than two classes,
        TOO_FEW_ANSWERS when fewer than 5 took part.

    References
    ----------
    Hill (1973), Diversity and evenness: a unifying notation, Ecology 54(2), 427-432, for
    exp(H). The product is ours, not validated on real groups.
    """
    classes = _merged(roster)
    if len(classes) < 2:
        return Absent(Reason.NOT_MEASURED)
    heard = [c for c in classes if c.took_part]
    answers = sum(c.took_part for c in heard)
    if answers < FEWEST_ANSWERS:
        return Absent(Reason.TOO_FEW_ANSWERS)
    share = sum(c.invited for c in heard) / sum(c.invited for c in classes)
    variety = _diversity(c.took_part for c in heard) / _diversity(c.invited for c in heard)
    return Estimate(value=100 * share * min(1.0, variety), answers=answers)


def r_indicator(roster: Sequence[RosterClass]) -> Result:
    """R-indicator: how alike the classes of the roster took part, ``R = 1 - 2·S``.

    ``S² = Σ_h N_h·(ρ_h - ρ)²/(N - 1)`` with N_h the invited of class h, ρ_h the share of them
    that took part, and N and ρ those of all. Classes under 5 invited are left out.

    Parameters
    ----------
    roster : sequence of RosterClass
        Several of one role and tenure are added up.

    Returns
    -------
    Estimate or Absent
        1 when every class took part alike, also when nobody did; 0 at the least (S = 1/2).
        Without an interval. NOT_MEASURED with fewer than two classes of 5.

    References
    ----------
    Schouten, Cobben & Bethlehem (2009), Indicators for the representativeness of survey
    response, Survey Methodology 35(1), 101-113.
    """
    classes = [c for c in _merged(roster) if c.invited >= FEWEST_ANSWERS]
    if len(classes) < 2:
        return Absent(Reason.NOT_MEASURED)
    invited = sum(c.invited for c in classes)
    answers = sum(c.took_part for c in classes)
    rate = answers / invited
    squares = sum(c.invited * (c.took_part / c.invited - rate) ** 2 for c in classes)
    # With N - 1 the spread of two classes all or nothing passes one half by a hair.
    value = max(0.0, 1 - 2 * math.sqrt(squares / (invited - 1)))
    return Estimate(value=value, answers=answers)


def _merged(roster: Sequence[RosterClass]) -> list[RosterClass]:
    totals: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for c in roster:
        invited, took_part = totals[c.role, c.tenure]
        totals[c.role, c.tenure] = (invited + c.invited, took_part + c.took_part)
    return [
        RosterClass(role=role, tenure=tenure, invited=invited, took_part=took_part)
        for (role, tenure), (invited, took_part) in sorted(totals.items())
        if invited
    ]


def _diversity(sizes: Iterable[int]) -> float:
    """Give exp(H): the number of equally large classes that are as varied."""
    known = list(sizes)
    total = sum(known)
    return math.exp(-sum(size / total * math.log(size / total) for size in known))
