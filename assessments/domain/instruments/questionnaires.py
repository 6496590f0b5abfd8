"""What an instrument asks: the content of its file as objects, checked to the last reference."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import jsonschema

from assessments.domain.refusals import FaultsError

FOLDER = Path(__file__).resolve().parents[2] / "instruments"
CANT_SAY = 255
CARELESS = "careless"
PREDICTION_POINTS = 11
NO_ANSWER = 0

Content = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The options of a question: ``points`` of them, numbered for the reader from ``lowest``."""

    points: int
    lowest: int
    labels: tuple[str, ...] = ()
    low_label: str = ""
    high_label: str = ""
    cant_say: str = ""

    @property
    def options(self) -> tuple[tuple[int, str], ...]:
        """Stored value and what the reader sees, the lowest first, can't say aside."""
        shown = self.labels or [str(self.lowest + point) for point in range(self.points)]
        return tuple(enumerate(shown, start=1))

    def allows(self, value: int) -> bool:
        """Whether a stored value is no answer, one of the points, or can't say where offered."""
        return NO_ANSWER <= value <= self.points or (value == CANT_SAY and bool(self.cant_say))


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One of the claims inside a characteristic."""

    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Characteristic:
    """What the items of one group measure together."""

    code: str
    name: str
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """One statement that members answer."""

    code: str
    characteristic: str
    text: str
    reversed: bool = False
    anchor: bool = False
    consensus: bool = False
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question outside the items: the claim, or one of the page about the group."""

    code: str
    page: str
    text: str
    scale: Scale
    reversed: bool = False
    band: bool = False
    mirrors: str = ""
    claims: tuple[str, ...] = ()
    note: str = ""


# Each is equal to itself alone: there is one object for each content, and much is kept beside it.
@dataclass(frozen=True, kw_only=True, eq=False)
class Questionnaire:
    """All that an instrument asks, in one language.

    ``columns`` names the byte of each answer in a packed sheet: the items, the predictions of the
    anchor items, the questions, and last the careless flag.
    """

    key: str
    version: int
    language: str
    name: str
    introduction: str
    scale: Scale
    characteristics: tuple[Characteristic, ...]
    items: tuple[Item, ...]
    prediction: str
    questions: tuple[Question, ...]

    @cached_property
    def anchors(self) -> tuple[Item, ...]:
        """The items that members also predict; none when the instrument has no predictions."""
        return tuple(item for item in self.items if item.anchor) if self.prediction else ()

    @cached_property
    def item_pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items page by page, unshuffled: the n-th of each characteristic on the n-th page."""
        columns = [
            [item for item in self.items if item.characteristic == each.code]
            for each in self.characteristics
        ]
        return tuple(
            tuple(item for item in row if item is not None) for row in zip_longest(*columns)
        )

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """What each column that a member fills in may hold, in the order of the columns."""
        predictions = Scale(points=PREDICTION_POINTS, lowest=0)
        return {
            **{item.code: self.scale for item in self.items},
            **{predicted(item.code): predictions for item in self.anchors},
            **{question.code: question.scale for question in self.questions},
        }

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The codes of all columns, in the order of the packed sheet."""
        return (*self.scales, CARELESS)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of each column."""
        return {code: place for place, code in enumerate(self.columns)}

    def page(self, name: str) -> tuple[Question, ...]:
        """Give the questions of a page, ``claim`` or ``group``."""
        return tuple(question for question in self.questions if question.page == name)


def predicted(item: str) -> str:
    """Name the column in which an item is predicted."""
    return f"predicted.{item}"


def read_content(text: str) -> Content:
    """Read the TOML of an instrument and check it; every fault is listed with its place.

    Raises
    ------
    FaultsError
        If it is not TOML, breaks ``instruments/schema.json``, or refers to what is not there.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FaultsError([f"not a TOML file: {error}"]) from None
    faults = [
        f"{'.'.join(str(step) for step in error.absolute_path) or 'the file'}: {error.message}"
        for error in _validator().iter_errors(content)
    ]
    faults = faults or list(_loose_ends(content))
    if faults:
        raise FaultsError(faults)
    return content


def questionnaire(content: Content) -> Questionnaire:
    """Build the questionnaire of checked content."""
    return Questionnaire(
        key=content["key"],
        version=content["version"],
        language=content["language"],
        name=content["name"],
        introduction=content.get("introduction", ""),
        scale=_scale(content),
        characteristics=tuple(
            Characteristic(
                code=entry["code"],
                name=entry["name"],
                claims=tuple(Claim(**claim) for claim in entry.get("claims", ())),
            )
            for entry in content["characteristics"]
        ),
        items=tuple(
            Item(**{**entry, "claims": tuple(entry.get("claims", ()))})
            for entry in content["items"]
        ),
        prediction=content.get("predictions", {}).get("text", ""),
        questions=tuple(_question(entry) for entry in content.get("questions", ())),
    )


def _scale(content: Content) -> Scale:
    labels = tuple(content.get("labels", ()))
    return Scale(
        points=len(labels) or content["points"],
        lowest=content.get("lowest", 1),
        labels=labels,
        low_label=content.get("low_label", ""),
        high_label=content.get("high_label", ""),
        cant_say=content.get("cant_say", ""),
    )


def _question(entry: Content) -> Question:
    return Question(
        code=entry["code"],
        page=entry["page"],
        text=entry["text"],
        scale=_scale(entry),
        reversed=entry.get("reversed", False),
        band=entry.get("band", False),
        mirrors=entry.get("mirrors", ""),
        claims=tuple(entry.get("claims", ())),
        note=entry.get("note", ""),
    )


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    )


def _loose_ends(content: Content) -> Iterator[str]:
    """Find what the schema cannot say: codes used twice, and references to nothing."""
    items, questions = content["items"], content.get("questions", [])
    characteristics = [entry["code"] for entry in content["characteristics"]]
    for kind, codes in (
        ("characteristics", characteristics),
        ("items and questions", [entry["code"] for entry in (*items, *questions)]),
    ):
        for code, times in Counter(codes).items():
            if times > 1:
                yield f"{kind}: the code {code!r} occurs {times} times"
    for code in (CARELESS, *(predicted(item["code"]) for item in items), "group"):
        if any(entry["code"] == code for entry in (*items, *questions)):
            yield f"items and questions: the code {code!r} is reserved"
    used = {item["characteristic"] for item in items}
    for code in characteristics:
        if code not in used:
            yield f"characteristics: {code!r} has no item"
    for code in sorted(used - set(characteristics)):
        yield f"items: there is no characteristic {code!r}"
    mirrored = {question["mirrors"] for question in questions if "mirrors" in question}
    for code in sorted(mirrored - {item["code"] for item in items}):
        yield f"questions: {code!r} is mirrored, and there is no such item"
