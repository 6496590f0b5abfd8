"""Simulating members: from what is true of their community to what each of them answers.

Everything follows from a seed, with the standard library's generator, so that every installation
shows the same demo.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from assessments.demo.truths import CHARACTERISTICS, Habits, Spread, Truth
from assessments.domain.instruments.questionnaires import (
    CANT_SAY,
    Item,
    Question,
    Questionnaire,
    predicted,
)
from assessments.models.communities import Role, Tenure

Views = Mapping[str, float]
"""How a member sees the community in each characteristic, on the scale of the items."""

GENERAL = 0.25
"""Share of the differences between members that runs through all characteristics."""

ONLY_SOMETIMES = 0.015
"""How often somebody leaves an item out, and how often they can't say."""

HELP = (2, 2, 3, 3, 4)
"""Options of those who help or are helped: one, two, or three to five people."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member with deviations from the community's means, in standard deviations."""

    deviations: Mapping[str, float]
    role: str = Role.MEMBER
    tenure: str = ""


def people_of(
    classes: Sequence[tuple[str, str]], *, seed: int, camps: Sequence[int] = ()
) -> list[Person]:
    """Draw the members of a community, one for each role and tenure, the camps one by one.

    Their deviations add up to 0, in each camp for itself, so that nothing but the truth of a wave
    moves its means.
    """
    chance = Random(seed)  # noqa: S311 -- a simulation, no secret
    deviations = [
        each
        for size in camps or (len(classes),)
        for each in _centred([_deviations(chance) for _ in range(size)])
    ]
    return [
        Person(deviations=each, role=role, tenure=tenure)
        for each, (role, tenure) in zip(deviations, classes, strict=True)
    ]


def _centred(drawn: Sequence[Mapping[str, float]]) -> list[Mapping[str, float]]:
    middle = {code: sum(each[code] for each in drawn) / len(drawn) for code in CHARACTERISTICS}
    return [{code: each[code] - middle[code] for code in CHARACTERISTICS} for each in drawn]


def _deviations(chance: Random) -> dict[str, float]:
    general = chance.gauss(0, GENERAL**0.5)
    return {code: general + chance.gauss(0, (1 - GENERAL) ** 0.5) for code in CHARACTERISTICS}


def answers_of(
    people: Sequence[Person], truth: Truth, asked: Questionnaire, *, seed: int
) -> list[dict[str, int]]:
    """Simulate the answers of everybody who takes part in a wave, by column."""
    chance = Random(seed)  # noqa: S311 -- a simulation, no secret
    views = [_views(person, truth, place) for place, person in enumerate(people)]
    sheets = [_items(view, truth, asked, chance) for view in views]
    shares = {item.code: _share(item, sheets, asked.scale.points) for item in asked.anchors}
    for person, sheet in zip(people, sheets, strict=True):
        for item, share in shares.items():
            sheet[predicted(item)] = _tenths(share, truth, chance)
        sheet.update(_last_page(person, truth.habits, chance))
        sheet.update(_about_oneself(sheet, truth.habits, asked, chance))
    return [{code: value for code, value in sheet.items() if value} for sheet in sheets]


def _views(person: Person, truth: Truth, place: int) -> Views:
    """Give a member's view; the first so many are one camp, and the camps keep the mean."""
    away = dict.fromkeys(CHARACTERISTICS, 0.0)
    if truth.camps is not None:
        first, second = truth.camps.sizes
        side = second if place < first else -first
        away = {
            code: apart * side / (first + second)
            for code, apart in zip(CHARACTERISTICS, truth.camps.apart, strict=True)
        }
    return {
        code: mean + away[code] + truth.between_members * person.deviations[code]
        for code, mean in zip(CHARACTERISTICS, truth.means, strict=True)
    }


def _items(view: Views, truth: Truth, asked: Questionnaire, chance: Random) -> dict[str, int]:
    return {item.code: _answer(item, view, truth, asked, chance) for item in asked.items}


def _answer(item: Item, view: Views, truth: Truth, asked: Questionnaire, chance: Random) -> int:
    seen = chance.gauss(view[item.characteristic], truth.between_items)
    mood = chance.random()
    if mood < 2 * ONLY_SOMETIMES:
        return CANT_SAY if mood < ONLY_SOMETIMES else 0
    return _turned(_nearest(seen, 1, asked.scale.points), item, asked)


def _turned(point: int, item: Item, asked: Questionnaire) -> int:
    return asked.scale.points + 1 - point if item.reversed else point


def _nearest(number: float, lowest: int, highest: int) -> int:
    return min(max(round(number), lowest), highest)


def _share(item: Item, sheets: Sequence[Mapping[str, int]], points: int) -> float:
    """Give the share of those answering an item who agree with it."""
    given = [sheet[item.code] for sheet in sheets if 1 <= sheet[item.code] <= points]
    return sum(2 * point > points + 1 for point in given) / max(len(given), 1)


def _tenths(share: float, truth: Truth, chance: Random) -> int:
    """Give the option of a prediction: the first is none of 10."""
    return 1 + _nearest(10 * (share + chance.gauss(truth.flattery, truth.guessing)), 0, 10)


def _last_page(person: Person, habits: Habits, chance: Random) -> dict[str, int]:
    helped, was_helped = _help(habits, chance)
    return {
        "claim": 1 + _drawn(habits.claim, chance, 0, 10),
        "miss": 1 + _drawn(habits.miss, chance, 0, 10),
        **{
            code: _drawn(getattr(habits, code), chance, 1, 5)
            for code in (
                "talking_with",
                "go_on",
                "horizon",
                "give_to_get",
                "joint_action",
                "purpose",
                "conflict_voiced",
            )
        },
        "helped": helped,
        "was_helped": was_helped,
        "role": 2 if person.role == Role.LEADER else 1,
        "tenure": 1 + Tenure.values.index(person.tenure) if person.tenure else 0,
        "spirit_source": chance.choice((0, 0, 0, 1, 1, 2, 3, 4)),
    }


def _help(habits: Habits, chance: Random) -> tuple[int, int]:
    luck = chance.random()
    if luck < habits.helping:
        return chance.choice(HELP), chance.choice(HELP)
    return 1, chance.choice(HELP) if luck < habits.helping + habits.being_helped else 1


def _drawn(spread: Spread, chance: Random, lowest: int, highest: int) -> int:
    return _nearest(chance.gauss(spread.mean, spread.deviation), lowest, highest)


def _about_oneself(
    sheet: Mapping[str, int], habits: Habits, asked: Questionnaire, chance: Random
) -> dict[str, int]:
    return {
        question.code: _of_oneself(sheet[question.mirrors], question, habits, chance)
        for question in asked.questions
        if question.mirrors
    }


def _of_oneself(others: int, question: Question, habits: Habits, chance: Random) -> int:
    if not 1 <= others <= question.scale.points:
        return 0
    return _nearest(others + chance.gauss(habits.self_lift, 0.4), 1, question.scale.points)
