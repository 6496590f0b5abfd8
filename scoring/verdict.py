"""What the group is, said only when the interval clears the cut."""

from collections.abc import Sequence
from enum import StrEnum

from scoring.absent import Estimate, Result

CHARACTERISTICS = 8
OVERALL_CUT, LEVEL_CUT, FACING_CUT = 65, 50, 40


class Verdict(StrEnum):
    """What the group is, or that this is not known."""

    TRUE_COMMUNITY = "TRUE_COMMUNITY"
    AUDIENCE = "AUDIENCE"
    NOT_A_COMMUNITY_YET = "NOT_A_COMMUNITY_YET"
    NOT_YET_KNOWN = "NOT_YET_KNOWN"
    NOT_MEASURED = "NOT_MEASURED"


def verdict(*, overall: Result, levels: Sequence[Result], facing: Result) -> Verdict:
    """Judge a group by the ends of its intervals.

    True community: overall at least 65 and every level at least 50, at the low ends. Else
    audience: facing under 40 and overall under 65, at the high ends. Else not a community yet:
    overall under 65, or a level under 50, at the high ends. Else not yet known. Not measured
    without all eight levels. A value without an interval clears no cut.

    Parameters
    ----------
    overall, facing : Estimate or Absent
        From 0 to 100.
    levels : sequence of Estimate or Absent
        From 0 to 100, of the eight characteristics.

    Returns
    -------
    Verdict
        Absent facing keeps a group from being called an audience, and from nothing else.

    References
    ----------
    Ours; the cuts are provisional, not validated on real groups, and belong to the version of
    the scoring.
    """
    if len(levels) != CHARACTERISTICS or not all(isinstance(r, Estimate) for r in levels):
        return Verdict.NOT_MEASURED
    if _from(overall, OVERALL_CUT) and all(_from(r, LEVEL_CUT) for r in levels):
        return Verdict.TRUE_COMMUNITY
    if _under(facing, FACING_CUT) and _under(overall, OVERALL_CUT):
        return Verdict.AUDIENCE
    if _under(overall, OVERALL_CUT) or any(_under(r, LEVEL_CUT) for r in levels):
        return Verdict.NOT_A_COMMUNITY_YET
    return Verdict.NOT_YET_KNOWN


def _from(result: Result, cut: float) -> bool:
    return isinstance(result, Estimate) and result.low is not None and result.low >= cut


def _under(result: Result, cut: float) -> bool:
    return isinstance(result, Estimate) and result.high is not None and result.high < cut
