import pytest

from scoring import Absent, Estimate, Reason, Result
from scoring.verdict import Verdict, verdict

NOT_MEASURED = Absent(Reason.NOT_MEASURED)


def at(value: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(value=value, low=low, high=high, answers=20)


GOOD = at(80, 75, 85)


def judged(
    *, overall: Result = GOOD, level: Result = GOOD, facing: Result = NOT_MEASURED
) -> Verdict:
    return verdict(overall=overall, levels=[GOOD] * 7 + [level], facing=facing)


@pytest.mark.parametrize(
    ("overall", "level", "facing", "expected"),
    [
        (at(70, 65, 75), at(55, 50, 60), at(50, 40, 60), Verdict.TRUE_COMMUNITY),
        (at(70, 64.9, 75), GOOD, at(50, 40, 60), Verdict.NOT_YET_KNOWN),
        (GOOD, at(55, 49.9, 60), at(50, 40, 60), Verdict.NOT_YET_KNOWN),
        # Facing the front hides nothing from a group that is a community.
        (GOOD, GOOD, at(20, 10, 30), Verdict.TRUE_COMMUNITY),
        (at(55, 50, 64.9), GOOD, at(30, 20, 39.9), Verdict.AUDIENCE),
        (at(55, 50, 64.9), GOOD, at(30, 20, 40), Verdict.NOT_A_COMMUNITY_YET),
        (at(55, 50, 64.9), GOOD, NOT_MEASURED, Verdict.NOT_A_COMMUNITY_YET),
        (at(60, 55, 65), at(40, 30, 49.9), at(20, 10, 30), Verdict.NOT_A_COMMUNITY_YET),
        (at(60, 55, 65), at(40, 30, 50), at(20, 10, 30), Verdict.NOT_YET_KNOWN),
        # Without an interval nothing is cleared, however high the value.
        (at(90), GOOD, NOT_MEASURED, Verdict.NOT_YET_KNOWN),
        (at(10), GOOD, NOT_MEASURED, Verdict.NOT_YET_KNOWN),
        (GOOD, NOT_MEASURED, at(20, 10, 30), Verdict.NOT_MEASURED),
    ],
)
def test_verdict_waits_for_the_interval(
    overall: Result, level: Result, facing: Result, expected: Verdict
) -> None:
    assert judged(overall=overall, level=level, facing=facing) is expected


def test_verdict_needs_eight_levels() -> None:
    assert judged() is Verdict.TRUE_COMMUNITY

    assert verdict(overall=GOOD, levels=[GOOD] * 7, facing=GOOD) is Verdict.NOT_MEASURED
