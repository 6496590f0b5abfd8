import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.frame import Characteristic, Frame, Item
from scoring.statistics import (
    FEWEST_TALLIED,
    SHEETS_AT_ONCE,
    merge,
    statistics,
    statistics_of_parts,
)
from tests.scoring.waves import Answers, frame, imported_frame, simulated

FRAME = frame()
# An odd number of predictions, and an item that belongs to no characteristic.
SMALL = Frame(
    options=4,
    characteristics=(Characteristic(code="c", items=(1, 0)),),
    items=(
        Item(code="a", column=0),
        Item(code="b", column=1, reversed=True),
        Item(code="d", column=2),
    ),
    predictions=((3, 0), (5, 1), (4, 2)),
    careless=6,
)


@st.composite
def parts(draw: st.DrawFn) -> list[Answers]:
    answers = simulated(FRAME, draw(st.integers(0, 60)), seed=draw(st.integers(0, 1000)), skip=0.2)
    order = np.random.default_rng(draw(st.integers(0, 1000))).permutation(answers.shape[1])
    cuts = draw(st.lists(st.integers(0, answers.shape[1]), max_size=4))
    return np.split(answers[:, order], sorted(cuts), axis=1)


@given(parts())
def test_statistics_of_parts_merge_to_those_of_the_whole(split: list[Answers]) -> None:
    total = statistics(split[0], FRAME)
    for part in split[1:]:
        total = merge(statistics(part, FRAME), total)

    assert total == statistics(np.concatenate(split, axis=1), FRAME)


@given(parts())
def test_statistics_of_parts_are_those_of_the_whole(split: list[Answers]) -> None:
    whole = statistics(np.concatenate(split, axis=1), FRAME)

    assert statistics_of_parts(iter(split), FRAME) == whole


@pytest.mark.parametrize(
    "of",
    [
        FRAME,
        frame(items_each=3, options=2),
        SMALL,
        imported_frame(options=3),
        imported_frame(items_each=5, options=6),
        imported_frame(items_each=4, options=11),
        imported_frame(items_each=6, options=7),  # too many ways of answering to be tallied
    ],
    ids=lambda of: f"{len(of.characteristics[0].items)} items of {of.options} points",
)
def test_statistics_of_many_sheets_are_those_of_few_at_a_time(of: Frame) -> None:
    middle = (of.options + 1) / 2
    answers = simulated(of, FEWEST_TALLIED + 3, seed=2, mean=middle, skip=0.1)
    few = [statistics(part, of) for part in np.array_split(answers, 9, axis=1)]
    total = few[0]
    for part in few[1:]:
        total = merge(total, part)

    assert statistics(answers, of) == total
    # Some before the tally begins, some after it is full.
    long = np.concatenate([answers] * 2, axis=1)
    found = statistics_of_parts([answers[:, :7], long, answers[:, 7:], answers], of)
    assert found == merge(merge(total, total), merge(total, total))


def test_statistics_of_no_parts_are_those_of_no_sheets() -> None:
    nobody = np.zeros((FRAME.width, 0), dtype=np.uint8)

    assert statistics_of_parts([], FRAME) == statistics(nobody, FRAME)


def test_statistics_of_other_sheets_differ() -> None:
    answers = simulated(FRAME, 9, seed=1)
    other = answers.copy()
    other[3, 4] = 1 if answers[3, 4] != 1 else 2

    assert statistics(answers, FRAME) != statistics(other, FRAME)


def test_statistics_count_what_was_answered() -> None:
    answers = np.zeros((FRAME.width, 3), dtype=np.uint8)
    answers[0] = (4, 4, 255)  # the anchor of the first characteristic
    answers[3] = (2, 0, 1)  # its reversed item: 4 and 5 once turned round
    answers[40] = (11, 6, 6)  # the prediction of the anchor: 10, 5, 5 of 10

    found = statistics(answers, FRAME)

    assert found.sheets == 3
    assert found.histograms[0, [0, 4, -1]].tolist() == [0, 2, 1]
    assert found.histograms[40, [6, 11]].tolist() == [2, 1]
    assert found.sums[0][2, 8] == 1  # two items answered, 4 + 4
    assert found.sums[0][1, 4] == 1
    assert found.sums[0][1, 5] == 1
    assert found.predicted[0, 2, 11] == 1  # agreed, 10 of 10
    assert found.predicted[0, 0, 6] == 1  # could not say, 5 of 10


def test_statistics_products_are_of_members_who_answered_all() -> None:
    answers = np.zeros((FRAME.width, 2), dtype=np.uint8)
    answers[:5, 0] = (1, 2, 3, 4, 5)
    answers[:4, 1] = 5

    y = np.array([1, 1, 2, 3, 2, 5])  # 1, then the items, the fourth turned round
    assert statistics(answers, FRAME).products[0].tolist() == np.outer(y, y).tolist()


def test_statistics_stay_exact_beyond_what_is_counted_at_once() -> None:
    of = imported_frame(characteristics=1, items_each=2, options=11)
    answers = np.full((3, 2 * SHEETS_AT_ONCE + 1), 11, dtype=np.uint8)
    answers[2] = 0

    found = statistics(answers, of)

    assert found.products[0][1, 2] == 121 * (2 * SHEETS_AT_ONCE + 1)


def test_statistics_refuse_what_nobody_could_answer() -> None:
    answers = np.zeros((FRAME.width, 1), dtype=np.uint8)
    for column, value in ((0, 6), (40, 12), (40, 255), (62, 3)):
        wrong = answers.copy()
        wrong[column] = value
        with pytest.raises(ValueError, match=f"column {column} holds {value}"):
            statistics(wrong, FRAME)
    with pytest.raises(ValueError, match="uint8 of shape"):
        statistics(answers[1:], FRAME)
    with pytest.raises(ValueError, match="uint8 of shape"):
        statistics(answers.astype(np.int64), FRAME)
