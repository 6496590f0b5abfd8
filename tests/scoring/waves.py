"""Frames and sheets of simulated members, for the tests of a whole wave."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from scoring import Characteristic, Estimate, Frame, Item, Question

CODES = (
    "inclusivity",
    "realism",
    "contemplation",
    "safe_place",
    "disarmament",
    "graceful_fighting",
    "all_leaders",
    "spirit",
)
Answers = npt.NDArray[np.uint8]


def frame(*, items_each: int = 5, options: int = 5) -> Frame:
    """The layout of the product's instrument: items, predictions, questions, careless."""
    items = tuple(
        Item(
            code=f"{code}_{number + 1}",
            column=place * items_each + number,
            # One of five points the other way; the first is the anchor.
            reversed=number == 3,
            anchor=number == 0,
        )
        for place, code in enumerate(CODES)
        for number in range(items_each)
    )
    anchors = [item.column for item in items if item.anchor]
    start = len(items) + len(anchors)
    questions = _questions(start, options=options, mirrored=items_each)
    return Frame(
        options=options,
        characteristics=tuple(
            Characteristic(
                code=code, items=tuple(range(place * items_each, (place + 1) * items_each))
            )
            for place, code in enumerate(CODES)
        ),
        items=items,
        predictions=tuple((len(items) + n, column) for n, column in enumerate(anchors)),
        questions=questions,
        careless=start + len(questions),
        consensus_items=(0, 1),
    )


def _questions(start: int, *, options: int, mirrored: int) -> tuple[Question, ...]:
    asked: list[tuple[str, int]] = [
        ("claim", 11),
        ("talking_with", 5),
        ("helped", 5),
        ("was_helped", 5),
        ("miss", 11),
        ("go_on", 5),
        ("horizon", 5),
        ("give_to_get", 5),
        ("joint_action", 5),
        ("purpose", 5),
        ("conflict_voiced", 5),
        ("self_1", options),
        ("role", 2),
        ("tenure", 3),
    ]
    return tuple(
        Question(
            code=code,
            column=start + number,
            options=choices,
            reversed=code == "give_to_get",
            mirrors=mirrored if code == "self_1" else None,
        )
        for number, (code, choices) in enumerate(asked)
    )


def imported_frame(*, characteristics: int = 3, items_each: int = 4, options: int = 7) -> Frame:
    """Answers collected elsewhere: items only, all marks of carelessness unknown."""
    count = characteristics * items_each
    return Frame(
        options=options,
        characteristics=tuple(
            Characteristic(code=f"c{n}", items=tuple(range(n * items_each, (n + 1) * items_each)))
            for n in range(characteristics)
        ),
        items=tuple(Item(code=f"i{n}", column=n) for n in range(count)),
        careless=count,
    )


def simulated(
    of: Frame, members: int, *, seed: int, mean: float = 3.9, skip: float = 0.05
) -> Answers:
    """Members with an opinion each, who sometimes skip an item or cannot say."""
    rng = np.random.default_rng(seed)
    answers = np.zeros((of.width, members), dtype=np.uint8)
    for column, largest in enumerate(of.largest):
        answers[column] = rng.integers(1, largest + 1, members)
    opinion = rng.normal(0, 0.5, members)
    for item in of.items:
        point = np.clip(np.rint(mean + opinion + rng.normal(0, 0.6, members)), 1, of.options)
        answers[item.column] = of.options + 1 - point if item.reversed else point
        answers[item.column][rng.random(members) < skip] = 0
        answers[item.column][rng.random(members) < skip] = 255
    answers[of.careless] = 1
    return answers


def about(value: float, *, answers: int) -> Estimate:
    """An estimate without an interval that equals one of nearly that value."""
    near: Any = pytest.approx(value)  # compares like the number
    return Estimate(value=near, answers=answers)
