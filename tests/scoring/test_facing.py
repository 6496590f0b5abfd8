import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Absent, Estimate, Reason, Result
from scoring.facing import facing_from_interactions, facing_from_survey

TOO_FEW = Absent(Reason.TOO_FEW_ANSWERS)
NOT_MEASURED = Absent(Reason.NOT_MEASURED)
answers = st.lists(st.tuples(*[st.integers(0, 5)] * 4), min_size=5, max_size=30)


def value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


def test_facing_from_survey_is_the_mean_of_its_parts() -> None:
    found = facing_from_survey(
        talking_with=[1, 2, 3, 4, 5, 0],
        helped=[1, 2, 2, 3, 5, 2],
        was_helped=[2, 1, 2, 3, 5, 0],
        go_on=[5, 5, 5, 5, 0, 1],
    )

    assert value(found.orientation) == pytest.approx(0.5)  # 0, ¼, ½, ¾, 1
    assert value(found.two_way) == pytest.approx(3 / 5)  # the sixth did not answer both
    assert value(found.independence) == pytest.approx(0.8)  # four at 1, one at 0
    assert value(found.facing) == pytest.approx(100 * (0.5 + 0.6 + 0.8) / 3)


@given(answers)
def test_facing_from_survey_stays_between_audience_and_community(
    sheets: list[tuple[int, int, int, int]],
) -> None:
    toward, helped, was_helped, go_on = (list(c) for c in zip(*sheets, strict=True))

    found = facing_from_survey(
        talking_with=toward, helped=helped, was_helped=was_helped, go_on=go_on
    ).facing

    if isinstance(found, Estimate):
        assert 0 <= found.value <= 100
        assert found.low is None or 0 <= found.low <= found.value
        assert found.high is None or found.value <= found.high <= 100


def test_facing_from_survey_of_independent_parts_has_the_error_of_a_mean() -> None:
    # With one part varying, the jackknife of a mean is s/√n: orientation ½ ± …, over 3 parts.
    toward = np.array([1, 2, 3, 4, 5, 1, 5])
    same = np.full(7, 3)

    found = facing_from_survey(talking_with=toward, helped=same, was_helped=same, go_on=same).facing

    assert isinstance(found, Estimate)
    assert found.high is not None
    error = ((toward - 1) / 4).std(ddof=1) / math.sqrt(7)
    # t(.975, 6) = 2.4469 (tables)
    assert found.high - found.value == pytest.approx(100 * 2.4469 * error / 3, rel=1e-4)


def test_facing_from_survey_of_everybody_has_no_width() -> None:
    rng = np.random.default_rng(1)
    columns = rng.integers(1, 6, (4, 10))

    found = facing_from_survey(
        talking_with=columns[0],
        helped=columns[1],
        was_helped=columns[2],
        go_on=columns[3],
        invited=10,
    ).facing

    assert isinstance(found, Estimate)
    assert found.low == found.value == found.high


def test_facing_from_survey_of_four_is_absent() -> None:
    five, four = [3, 3, 3, 3, 3], [3, 3, 3, 3, 0]

    found = facing_from_survey(talking_with=five, helped=five, was_helped=five, go_on=four)

    assert isinstance(found.orientation, Estimate)
    assert found.independence == found.facing == TOO_FEW


def test_facing_from_survey_refuses_a_sixth_option() -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        facing_from_survey(talking_with=[6], helped=[1], was_helped=[1], go_on=[1])


@pytest.mark.parametrize("wrong", [-1, 2.7, math.nan, 255, 10**30])
def test_facing_from_survey_refuses_what_is_no_option(wrong: float) -> None:
    with pytest.raises(ValueError, match="1 to 5, or 0 for none"):
        facing_from_survey(talking_with=[wrong], helped=[1], was_helped=[1], go_on=[1])


def test_facing_from_survey_refuses_other_members() -> None:
    with pytest.raises(ValueError, match="same members"):
        facing_from_survey(talking_with=[1, 2], helped=[1], was_helped=[1], go_on=[1])


def test_facing_from_interactions_refuses_half_a_person() -> None:
    with pytest.raises(TypeError):
        facing_from_interactions([(0.5, 1)], people=8)  # type: ignore[list-item]  # on purpose


def test_facing_from_interactions_refuses_unknown_people_who_turn_to_themselves() -> None:
    with pytest.raises(ValueError, match="from 0 to 7"):
        facing_from_interactions([(0, 1), (9, 9)], people=8)


def test_facing_of_a_star_is_an_audience() -> None:
    # Seven write to one, who answers nobody.
    found = facing_from_interactions([(i, 0) for i in range(1, 8)], people=8, leaders=[0])

    assert value(found.reciprocity) == 0
    assert value(found.decentralisation) == 0  # (7·7 - 0)/49 is all the centralisation there is
    assert value(found.between_members) == 0
    assert value(found.facing) == 0


def test_facing_of_a_ring_of_pairs_is_a_community() -> None:
    pairs = [(a, b) for i in range(0, 10, 2) for a, b in ((i, i + 1), (i + 1, i))]

    found = facing_from_interactions(pairs, people=10)

    # r = 1, so ρ = 1; all receive one tie; everybody is a member.
    assert value(found.facing) == pytest.approx(100)


def test_reciprocity_is_corrected_for_density() -> None:
    # Garlaschelli & Loffredo (2004): ρ = (r - ā)/(1 - ā). Of 4 ties 2 are returned, ā = 4/56.
    found = facing_from_interactions([(0, 1), (1, 0), (2, 3), (4, 5)], people=8)

    assert value(found.reciprocity) == pytest.approx((0.5 - 4 / 56) / (1 - 4 / 56))


def test_facing_counts_repeated_ties_once_and_none_to_oneself() -> None:
    once = facing_from_interactions([(0, 1), (1, 2)], people=8)

    assert facing_from_interactions([(0, 1), (0, 1), (1, 2), (3, 3)], people=8) == once


def test_facing_of_everybody_with_everybody_has_no_reciprocity() -> None:
    found = facing_from_interactions(permutations(range(8), 2), people=8)

    assert found.reciprocity == NOT_MEASURED
    assert value(found.facing) == pytest.approx(100)


def test_facing_needs_two_members_who_do_not_lead() -> None:
    found = facing_from_interactions([(0, 1), (1, 0)], people=8, leaders=range(7))

    assert found.between_members == NOT_MEASURED
    assert isinstance(found.facing, Estimate)


def test_facing_from_interactions_needs_eight_people_and_a_tie() -> None:
    assert isinstance(facing_from_interactions([(0, 1)], people=8).facing, Estimate)

    assert facing_from_interactions([(0, 1)], people=7).facing == TOO_FEW
    assert facing_from_interactions([(2, 2)], people=8).facing == NOT_MEASURED


def test_facing_from_interactions_refuses_unknown_people() -> None:
    with pytest.raises(ValueError, match="from 0 to 7"):
        facing_from_interactions([(0, 8)], people=8)
