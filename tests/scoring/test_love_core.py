import pytest

from scoring import Absent, Estimate, Reason
from scoring.love_core import love_core


def test_love_core_would_miss_the_group_and_gives_and_gets_help() -> None:
    result = love_core(
        # 10, 9, 8 of 10; then who gave nothing, who got nothing, who did not answer.
        miss=[11, 10, 9, 11, 11, 0],
        helped=[2, 5, 3, 1, 2, 2],
        was_helped=[2, 5, 3, 2, 1, 2],
    )

    assert result == Estimate(value=2, answers=5)


def test_love_core_of_four_answers_is_absent() -> None:
    four = [11, 11, 11, 11, 0]

    assert isinstance(love_core(miss=[11] * 5, helped=[2] * 5, was_helped=[2] * 5), Estimate)
    assert love_core(miss=four, helped=[2] * 5, was_helped=[2] * 5) == Absent(
        Reason.TOO_FEW_ANSWERS
    )


def test_love_core_refuses_other_members() -> None:
    with pytest.raises(ValueError, match="1 to 11"):
        love_core(miss=[12], helped=[2], was_helped=[2])
    with pytest.raises(ValueError, match="1 to 5"):
        love_core(miss=[11], helped=[2], was_helped=[1.5])
    with pytest.raises(ValueError, match="same members"):
        love_core(miss=[11], helped=[2, 2], was_helped=[2])
