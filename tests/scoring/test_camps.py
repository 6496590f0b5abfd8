from pathlib import Path

import numpy as np
import pytest

from scoring.camps import best_split, camps, normal_limit, separating_items, two_camps
from tests.scoring.camps_table import (
    CROWDED,
    FEWER,
    FRAME,
    ITEMS,
    OF,
    SIZES,
    answered,
    one_group,
    rows,
    share_found,
    split_falsely,
    two_sided,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"


@pytest.mark.parametrize(("first", "second"), [(8, 6), (25, 21)])
def test_two_camps_are_found(first: int, second: int) -> None:
    split = [two_camps(two_sided(first, second, shift=1.5, seed=seed), FRAME) for seed in range(10)]

    assert sum(split) >= 9


@pytest.mark.slow
def test_two_camps_of_eight_and_six_are_found_in_most_groups() -> None:
    assert share_found(3, level=False) >= 0.85


@pytest.mark.parametrize("members", [12, 46])
def test_one_group_is_seldom_split(members: int) -> None:
    split = [two_camps(one_group(members, seed=seed), FRAME) for seed in range(60)]

    assert sum(split) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("members", SIZES)
def test_one_group_is_split_falsely_in_at_most_five_of_a_hundred(members: int) -> None:
    assert split_falsely(members) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("members", CROWDED)
def test_one_group_crowded_at_the_lowest_point_is_seldom_split(members: int) -> None:
    assert split_falsely(members, crowded=True, groups=FEWER) <= 0.05


@pytest.mark.slow
def test_page_prints_the_tables_of_camps() -> None:
    assert "\n".join(rows()) in PAGE.read_text(encoding="utf-8")


def test_a_minority_of_four_is_no_camp() -> None:
    assert two_camps(two_sided(7, 13, shift=2, seed=1), FRAME)

    assert not two_camps(two_sided(2, 18, shift=2, seed=1), FRAME)


def test_nine_members_have_no_two_camps_of_five() -> None:
    answers = two_sided(5, 5, shift=2.5, seed=1)
    assert two_camps(answers, FRAME)

    assert not two_camps(answers[:, :9], FRAME)


def test_members_who_said_next_to_nothing_make_no_camp() -> None:
    answers = two_sided(5, 5, shift=2.5, seed=1)
    assert two_camps(answers, FRAME)

    answers[: ITEMS // 2 + 1, 0] = 0

    assert not two_camps(answers, FRAME)


def test_members_who_all_answer_alike_are_no_camps() -> None:
    assert not two_camps(np.full((FRAME.width, 20), 2, dtype=np.uint8), FRAME)


def test_separating_items_are_those_the_camps_differ_on() -> None:
    rng = np.random.default_rng(4)
    side = np.repeat((-1.0, 1.0), (9, 8))
    apart = np.where(OF < 3, 1.5, 0)[:, np.newaxis] * side
    answers = answered(3 + apart + 0.5 * rng.standard_normal((ITEMS, 17)))

    found = separating_items(answers, FRAME)

    assert set(found) == {item.code for item in FRAME.items[:15]}


def test_separating_items_of_one_group_are_none() -> None:
    answers = one_group(20, seed=1)

    assert camps(answers, FRAME) is None
    assert separating_items(answers, FRAME) == ()


def test_separating_items_need_five_answers_of_each_camp() -> None:
    answers = two_sided(9, 8, shift=2, seed=2)
    first = separating_items(answers, FRAME)[0]
    column = next(item.column for item in FRAME.items if item.code == first)

    answers[column, :5] = 0  # four of the first nine are left

    assert first not in separating_items(answers, FRAME)


def test_camps_tell_nobody_who_belongs_to_which() -> None:
    found = camps(two_sided(9, 8, shift=2, seed=2), FRAME)

    assert found is not None
    # Codes of items are all there is: nothing has an entry for each member.
    assert found.__slots__ == ("separating_items",)
    assert set(found.separating_items) <= {item.code for item in FRAME.items}


def test_camps_follow_the_seed_alone() -> None:
    answers = two_sided(8, 6, shift=0.9, seed=3, level=True)
    answers.setflags(write=False)

    first = camps(answers, FRAME, seed=bytes(32))
    np.random.seed(3)  # noqa: NPY002 -- the global generator must not matter

    assert camps(answers, FRAME, seed=bytes(32)) == first


@pytest.mark.parametrize("members", [10, 17, 60, 400])
def test_normal_limit_is_what_a_simulation_gives(members: int) -> None:
    samples = np.random.default_rng(1).standard_normal((20_000, members))

    # .5 % of 20,000 samples are 100: their number varies by a tenth.
    beyond = (best_split(samples) > normal_limit(members)).mean()
    assert beyond == pytest.approx(0.005, abs=0.002)


def test_best_split_explains_all_of_two_points() -> None:
    assert best_split(np.array([0.0] * 5 + [1.0] * 7)) == pytest.approx(1)


def test_best_split_of_even_places_explains_three_quarters() -> None:
    # Halving a uniform distribution leaves a quarter of its variance.
    assert best_split(np.linspace(0, 1, 1000)) == pytest.approx(0.75, abs=0.001)


def test_best_split_keeps_five_on_either_side() -> None:
    # One far away explains nearly everything alone, and little with four others.
    assert best_split(np.array([100.0, *np.linspace(0, 1, 19)])) < 0.25
