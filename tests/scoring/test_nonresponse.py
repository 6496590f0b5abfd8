import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Absent, Estimate, Reason, RosterClass
from scoring.nonresponse import breadth, r_indicator
from tests.scoring.waves import about


def roster(*counts: tuple[int, int]) -> list[RosterClass]:
    return [
        RosterClass(role="member", tenure=str(n), invited=invited, took_part=took_part)
        for n, (invited, took_part) in enumerate(counts)
    ]


rosters = st.lists(
    st.integers(1, 50).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    min_size=2,
    max_size=8,
).map(lambda counts: roster(*counts))


def test_breadth_of_everybody_is_one_hundred() -> None:
    assert breadth(roster((10, 10), (20, 20))) == Estimate(value=100, answers=30)


def test_breadth_falls_with_classes_not_heard() -> None:
    # Half of the members are in the class heard, which is as varied as itself.
    assert breadth(roster((10, 6), (10, 0))) == about(50, answers=6)


def test_breadth_falls_with_unevenness_inside_the_classes_heard() -> None:
    result = breadth(roster((10, 8), (10, 2)))

    entropy = -(0.8 * math.log(0.8) + 0.2 * math.log(0.2))
    assert result == about(100 * math.exp(entropy) / 2, answers=10)


def test_breadth_does_not_reward_more_variety_than_the_roster_has() -> None:
    assert breadth(roster((30, 5), (10, 5))) == Estimate(value=100, answers=10)


def test_breadth_adds_up_rows_of_one_class() -> None:
    whole, (first, second) = roster((10, 8), (10, 2)), roster((4, 4), (6, 4))
    parts = [first, RosterClass(role="member", tenure="0", invited=6, took_part=4), whole[1]]

    assert breadth(parts) == breadth(whole)
    assert second.tenure == "1"


def test_breadth_of_one_class_is_not_measured() -> None:
    assert breadth(roster((10, 8))) == Absent(Reason.NOT_MEASURED)
    assert breadth(roster((10, 8), (0, 0))) == Absent(Reason.NOT_MEASURED)


def test_breadth_of_four_is_absent() -> None:
    assert isinstance(breadth(roster((10, 4), (10, 1))), Estimate)
    assert breadth(roster((10, 4), (10, 0))) == Absent(Reason.TOO_FEW_ANSWERS)


@given(rosters)
def test_breadth_and_r_indicator_stay_in_their_ranges(classes: list[RosterClass]) -> None:
    found, even = breadth(classes), r_indicator(classes)

    if isinstance(found, Estimate):
        assert 0 < found.value <= 100
    if isinstance(even, Estimate):
        assert 0 <= even.value <= 1


def test_r_indicator_is_one_when_classes_took_part_alike() -> None:
    assert r_indicator(roster((10, 5), (40, 20))) == Estimate(value=1, answers=25)


def test_r_indicator_is_that_of_its_formula() -> None:
    # Rates .8 and .4 of 10 and 30, mean .5: S² = (10·.09 + 30·.01)/39.
    result = r_indicator(roster((10, 8), (30, 12)))

    assert result == about(1 - 2 * math.sqrt(1.2 / 39), answers=20)


def test_r_indicator_leaves_out_classes_under_five() -> None:
    assert r_indicator(roster((10, 5), (40, 20), (4, 0))) == Estimate(value=1, answers=25)
    assert r_indicator(roster((10, 5), (4, 0))) == Absent(Reason.NOT_MEASURED)


def test_roster_class_refuses_more_than_were_invited() -> None:
    with pytest.raises(ValueError, match="cannot have taken part"):
        RosterClass(role="member", tenure="", invited=3, took_part=4)
