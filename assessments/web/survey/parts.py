"""The parts of a survey: what stands on each page, in the order of one draft."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from assessments.domain.instruments.pages import pages_of
from assessments.domain.instruments.questionnaires import (
    CANT_SAY,
    NO_ANSWER,
    PREDICTION_POINTS,
    Question,
    Questionnaire,
    Scale,
    predicted,
)

SECONDS_AN_ITEM = 7
SECONDS_A_QUESTION = 10

MOST_LETTERS = 8
MOST_WORDS = 24
"""The longest word and the longest label that fit a fifth of a phone's width."""


class Kind(StrEnum):
    """What a part asks."""

    ITEMS = "items"
    PREDICTIONS = "predictions"
    GROUP = "group"
    CHECK = "check"


# Each is equal to itself alone: it is made once, and drawn once for each answer.
@dataclass(frozen=True, eq=False)
class Field:
    """One question as it stands on a page. An optional one is never asked for twice."""

    code: str
    text: str
    scale: Scale
    note: str = ""
    about: str = ""
    optional: bool = False

    @property
    def layout(self) -> str:
        """How the options lie: in a row of five, as tiles of numbers, or one below the other."""
        if not self.scale.labels:
            return "tiles"
        fits = all(
            len(label) <= MOST_WORDS
            and max(len(word) for word in re.split(r"[\s-]", label)) <= MOST_LETTERS
            for label in self.scale.labels
        )
        return "segmented" if fits and self.scale.points == 5 else "stacked"  # noqa: PLR2004 -- the row has five places

    @property
    def choices(self) -> tuple[tuple[int, str, bool], ...]:
        """Stored value, what the reader sees, and whether it stands aside of the scale."""
        aside: tuple[tuple[int, str], ...] = ()
        if self.scale.cant_say:
            aside = ((CANT_SAY, self.scale.cant_say),)
        elif self.optional:
            aside = ((NO_ANSWER, _("I would rather not say")),)
        points = ((value, label, False) for value, label in self.scale.options)
        return (*points, *((value, label, True) for value, label in aside))

    @property
    def ends(self) -> tuple[str, str]:
        """What the first and the last number mean; empty where every point has a label."""
        first, last = self.scale.options[0][1], self.scale.options[-1][1]
        if not self.scale.low_label and not self.scale.high_label:
            return ("", "")
        return (f"{first}: {self.scale.low_label}", f"{last}: {self.scale.high_label}")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page of the survey, counted from 1."""

    number: int
    kind: Kind
    fields: tuple[Field, ...] = ()


class _Fields(NamedTuple):
    """What a questionnaire asks, as it stands on pages."""

    items: Mapping[str, Field]
    claim: tuple[Field, ...]
    predictions: tuple[Field, ...]
    group: tuple[Field, ...]


def parts_of(asked: Questionnaire, *, seed: int) -> tuple[Part, ...]:
    """Give the parts in the order that a draft with this seed shows them."""
    return _parts_of(asked, seed)


@lru_cache(maxsize=1024)
def _parts_of(asked: Questionnaire, seed: int) -> tuple[Part, ...]:
    fields = _fields_of(asked)
    pages: list[tuple[Kind, tuple[Field, ...]]] = [
        (Kind.ITEMS, tuple(fields.items[item.code] for item in page))
        for page in pages_of(asked, seed=seed)
    ]
    pages[0] = (Kind.ITEMS, fields.claim + pages[0][1])
    pages += [(Kind.PREDICTIONS, fields.predictions)] if fields.predictions else []
    pages += [(Kind.GROUP, fields.group)] if fields.group else []
    pages += [(Kind.CHECK, ())]
    return tuple(
        Part(number=number, kind=kind, fields=each)
        for number, (kind, each) in enumerate(pages, start=1)
    )


@lru_cache(maxsize=64)
def _fields_of(asked: Questionnaire) -> _Fields:
    predictions = Scale(points=PREDICTION_POINTS, lowest=0)
    return _Fields(
        items={item.code: Field(item.code, item.text, asked.scale) for item in asked.items},
        claim=tuple(map(_field, asked.page("claim"))),
        predictions=tuple(
            Field(predicted(item.code), item.text, predictions, about=asked.prediction)
            for item in asked.anchors
        ),
        group=tuple(map(_field, asked.page("group"))),
    )


def minutes(asked: Questionnaire) -> int:
    """Estimate how long the questions take that everybody is asked to answer."""
    questions = [question for question in asked.questions if not _optional(question)]
    seconds = SECONDS_AN_ITEM * len(asked.items) + SECONDS_A_QUESTION * (
        len(asked.anchors) + len(questions)
    )
    return max(1, round(seconds / 60))


def _field(question: Question) -> Field:
    return Field(
        question.code,
        question.text,
        question.scale,
        note=question.note,
        optional=_optional(question),
    )


def _optional(question: Question) -> bool:
    """Bands and the source of the spirit are sensitive and never scored."""
    return question.band or question.code == "spirit_source"
