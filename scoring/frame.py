"""What each column of an answer sheet means to the scores."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

CANT_SAY = 255
FEWEST_OPTIONS, MOST_OPTIONS = 2, 11
# Questions that are scored, with the options their scores are defined for.
SCORED_QUESTIONS = {
    "claim": 11,
    "talking_with": 5,
    "helped": 5,
    "was_helped": 5,
    "miss": 11,
    "go_on": 5,
    "horizon": 5,
    "give_to_get": 5,
    "joint_action": 5,
    "purpose": 5,
    "conflict_voiced": 5,
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement that members answer on the scale of the instrument."""

    code: str
    column: int
    reversed: bool = False
    anchor: bool = False


@dataclass(frozen=True, kw_only=True)
class Characteristic:
    """A characteristic, with the columns of its items."""

    code: str
    items: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question outside the items.

    ``mirrors`` is the column of the item that it repeats about the member alone.
    """

    code: str
    column: int
    options: int
    reversed: bool = False
    mirrors: int | None = None


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The meaning of every column of an answer sheet.

    In every column 0 is no answer and ``v`` the v-th option counted from 1; 255 is "can't say",
    in items only. A prediction has 11 options, "0 of 10" to "10 of 10".

    Parameters
    ----------
    options : int
        Points k of the scale of the items, 2 to 11.
    characteristics : tuple of Characteristic
        Their items may not overlap.
    items : tuple of Item
        Every item, whether it belongs to a characteristic or not.
    careless : int
        Column of the careless mark: 0 unknown, 1 no, 2 yes.
    predictions : tuple of (int, int)
        Pairs of a prediction's column and the column of the item it predicts.
    questions : tuple of Question
        The claim, the last page and the bands.
    consensus_items : tuple of int
        Columns of the items on deciding and reconciling by consensus; may be empty.
    leader_roles : tuple of int
        Options of the question ``role`` that mean "leader"; the second as a rule.

    Raises
    ------
    ValueError
        If columns overlap or leave gaps, codes repeat, or a reference points at no item.
    """

    options: int
    characteristics: tuple[Characteristic, ...]
    items: tuple[Item, ...]
    careless: int
    predictions: tuple[tuple[int, int], ...] = ()
    questions: tuple[Question, ...] = ()
    consensus_items: tuple[int, ...] = ()
    leader_roles: tuple[int, ...] = (2,)

    def __post_init__(self) -> None:
        self._check_options()
        self._check_columns()
        self._check_codes()
        self._check_references()

    @property
    def width(self) -> int:
        """Number of columns of a sheet."""
        return len(self.items) + len(self.predictions) + len(self.questions) + 1

    @cached_property
    def largest(self) -> tuple[int, ...]:
        """The largest option of each column, can't say aside."""
        limits = [2] * self.width
        for item in self.items:
            limits[item.column] = self.options
        for column, _ in self.predictions:
            limits[column] = 11
        for question in self.questions:
            limits[question.column] = question.options
        return tuple(limits)

    @cached_property
    def first_digits(self) -> npt.NDArray[np.uint8]:
        """What makes digits of answers when added: 1 in items, 0 elsewhere; shape (columns, 1).

        As a digit can't say, 255, is 0, no answer to an item 1, and its v-th option v + 1.
        """
        first = np.zeros((self.width, 1), dtype=np.uint8)
        first[[item.column for item in self.items]] = 1
        first.setflags(write=False)  # everybody is given the same
        return first

    @cached_property
    def last_digits(self) -> npt.NDArray[np.uint8]:
        """The largest digit of each column; shape (columns,)."""
        last: npt.NDArray[np.uint8] = (
            np.array(self.largest, dtype=np.uint8) + self.first_digits[:, 0]
        )
        return last

    @cached_property
    def reversed_columns(self) -> frozenset[int]:
        """Columns of the items whose points count downwards."""
        return frozenset(item.column for item in self.items if item.reversed)

    def question(self, code: str) -> Question | None:
        """Give the question of that code, or None when the instrument does not ask it."""
        return next((q for q in self.questions if q.code == code), None)

    def characteristic(self, code: str) -> Characteristic | None:
        """Give the characteristic of that code, or None when the instrument lacks it."""
        return next((c for c in self.characteristics if c.code == code), None)

    def _check_options(self) -> None:
        for options in (self.options, *(q.options for q in self.questions)):
            if not FEWEST_OPTIONS <= options < CANT_SAY:
                raise ValueError(f"a question needs 2 to 254 options, got {options}")
        for question in self.questions:
            wanted = SCORED_QUESTIONS.get(question.code, question.options)
            if question.options != wanted:
                raise ValueError(f"{question.code} has {wanted} options, got {question.options}")
        if self.options > MOST_OPTIONS:
            raise ValueError(f"items have 2 to 11 options, got {self.options}")

    def _check_columns(self) -> None:
        columns = [
            *(item.column for item in self.items),
            *(column for column, _ in self.predictions),
            *(question.column for question in self.questions),
            self.careless,
        ]
        if sorted(columns) != list(range(self.width)):
            raise ValueError(f"columns must be 0 to {self.width - 1}, once each, got {columns}")

    def _check_codes(self) -> None:
        for codes in (self.items, self.questions, self.characteristics):
            repeated = [c for c, n in Counter(thing.code for thing in codes).items() if n > 1]
            if repeated:
                raise ValueError(f"codes occur twice: {repeated}")

    def _check_references(self) -> None:
        known = {item.column for item in self.items}
        members = [column for c in self.characteristics for column in c.items]
        predicted = [column for _, column in self.predictions]
        mirrored = [q for q in self.questions if q.mirrors is not None]
        named = {*members, *predicted, *self.consensus_items, *(q.mirrors for q in mirrored)}
        if not named <= known:
            raise ValueError(f"columns {named - known} are not items")
        if len(set(members)) < len(members) or not all(c.items for c in self.characteristics):
            raise ValueError("each characteristic needs items, and shares none")
        if len(set(predicted)) < len(predicted):
            raise ValueError("an item is predicted twice")
        if any(q.options != self.options for q in mirrored):
            raise ValueError("a question that mirrors an item needs the options of the items")
