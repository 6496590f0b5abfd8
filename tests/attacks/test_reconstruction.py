"""C5: what is released of a small group together does not give its answers back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement, islice, product
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import scoring
from assessments.domain.answers.sheets import pack
from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import hash_of, questionnaire_of
from assessments.domain.instruments.questionnaires import (
    CANT_SAY,
    FOLDER,
    NO_ANSWER,
    Content,
    Item,
    read_content,
)
from assessments.domain.releases.coarseness import COARSE_BELOW, Coarseness
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Stage, Suppressed, Verdict
from assessments.domain.releases.releasing import shown_of
from assessments.domain.releases.rounding import released_score
from assessments.domain.scores.assessing import head
from assessments.models import Assessment, Instrument, Wave
from scoring import Estimate, Measure
from scoring.absent import Result
from scoring.agreement import consensus, polarisation
from scoring.chance import chance_line
from scoring.interval import with_interval
from scoring.stage import Feature, stage
from scoring.verdict import verdict
from tests.assessments.making import simulated

SUBJECT = "spirit"
CHARACTERISTICS = 8
CONFLICT, MISJUDGEMENT, CLAIM = 50, 40, 70
"""What the one who attacks is taken to know of the rest of the answers."""

Matrix = npt.NDArray[np.float64]


def of(content: Content) -> Instrument:
    """Make an instrument that is not stored."""
    return Instrument(content=content, content_hash=hash_of(content))


@cache
def instrument(items: int, points: int) -> Instrument:
    """Make an instrument of eight characteristics with so many items on so many points."""
    codes = [SUBJECT, *(f"other_{number}" for number in range(1, CHARACTERISTICS))]
    return of(
        {
            "key": "attacked",
            "version": 1,
            "language": "en",
            "name": "Attacked",
            "points": points,
            "characteristics": [{"code": code, "name": code} for code in codes],
            "items": [
                {"code": f"{code}_{number}", "characteristic": code, "text": "?"}
                for code in codes
                for number in range(items)
            ],
        }
    )


def released(
    values: Sequence[float], *, asked: Instrument, members: int, invited: int | None, line: float
) -> Release:
    """Release a group whose eight characteristics were answered alike: the worst case.

    Then verdict and stage rest on nothing but the level, its spread, consensus and polarisation
    that are given.
    """
    level, error, agreement, divided = values
    spread = with_interval(level, error=error, answers=members, invited=invited)
    facing = Estimate(value=50, low=45, high=55, answers=members)
    group: Mapping[Measure, float] = {
        Measure.CONSENSUS: agreement,
        Measure.CHANCE_LINE: line,
        Measure.POLARISATION: divided,
    }
    results: dict[tuple[str, str], Result] = {
        (measure.value, subject): Estimate(value=value, answers=members)
        for subject in ("", SUBJECT)
        for measure, value in group.items()
    }
    results[Measure.LEVEL, SUBJECT] = results[Measure.OVERALL, ""] = spread
    results[Measure.CLAIM_GAP, ""] = Estimate(value=CLAIM - level, answers=members)
    found = stage(
        {
            Feature.CONFLICT_VOICED: CONFLICT,
            Feature.SAFETY: level,
            Feature.DISARMAMENT: level,
            Feature.CONSENSUS: agreement,
            Feature.POLARISATION: divided,
            Feature.MISJUDGEMENT: MISJUDGEMENT,
        },
        waves=2,
    )
    assessment = Assessment(
        scoring_version=scoring.SCORING_VERSION,
        verdict=verdict(overall=spread, levels=[spread] * CHARACTERISTICS, facing=facing).value,
        stage=found.stage.value,
        echo_chamber=False,
        two_camps=False,
        separating_items=[],
    )
    return shown_of(a_wave(asked, sheets=members, invited=invited), assessment, results)


def a_wave(asked: Instrument, *, sheets: int, invited: int | None) -> Wave:
    return Wave(
        instrument=asked,
        state=Wave.State.ASSESSED,
        sheets=sheets,
        invited=invited,
        minimum_answers=5,
        continuity=Wave.Continuity.FIRST,
    )


def told(release: Release) -> Mapping[str, Any]:
    """Give all that a release says; the hash is of the answers, and tells only who knows them."""
    says = {
        name: getattr(release, name)
        for name in (
            "scores",
            "verdict",
            "stage",
            "two_camps",
            "separating_items",
            "echo_chamber",
            "sheets",
        )
    }
    return {**says, "scores": dict(release.scores)}


def unique_share(*, items: int, points: int, members: int, invited: int | None) -> float:
    """Give the share of multisets of members' sums that what is released determines.

    Every group of so many members is enumerated, with every answer to every item.
    """
    line = chance_line(options=points, items=items, members=members)
    sums, exact = enumerated(items=items, points=points, members=members)
    kinds, places = np.unique(exact.round(9), axis=0, return_inverse=True)
    seen: dict[str, set[bytes]] = defaultdict(set)
    asked = instrument(items, points)
    says = [
        str(told(released(kind, asked=asked, members=members, invited=invited, line=line)))
        for kind in kinds.tolist()
    ]
    for place, each in zip(places.ravel(), map(bytes, sums.astype(np.uint8)), strict=True):
        seen[says[place]].add(each)
    return sum(len(groups) == 1 for groups in seen.values()) / len({*map(bytes, sums)})


def enumerated(*, items: int, points: int, members: int) -> tuple[npt.NDArray[np.uint8], Matrix]:
    """Give every group's sorted sums, and its level, standard error, consensus, polarisation."""
    sheets = np.array([*product(range(1, points + 1), repeat=items)])
    groups = sheets[[*combinations_with_replacement(range(len(sheets)), members)]]
    counts = np.stack([(groups == point).sum(axis=1) for point in range(1, points + 1)], axis=-1)
    values = 100 * (groups.mean(axis=2) - 1) / (points - 1)
    exact = (
        values.mean(axis=1),
        values.std(axis=1, ddof=1) / np.sqrt(members),
        np.asarray(consensus(counts)).mean(axis=-1),
        np.asarray(polarisation(counts)).mean(axis=-1),
    )
    return np.sort(groups.sum(axis=2), axis=1).astype(np.uint8), np.stack(exact, axis=1)


@pytest.mark.parametrize("all_heard", [True, False])
@pytest.mark.parametrize(
    ("items", "points", "members"),
    [
        (1, 7, 5),
        (1, 11, 5),
        (1, 7, 8),
        pytest.param(2, 4, 5, marks=pytest.mark.slow),
        pytest.param(1, 8, 5, marks=pytest.mark.slow),
        pytest.param(1, 9, 5, marks=pytest.mark.slow),
        pytest.param(1, 7, 6, marks=pytest.mark.slow),
        pytest.param(3, 3, 5, marks=pytest.mark.slow),
        pytest.param(2, 5, 5, marks=pytest.mark.slow),
        pytest.param(3, 3, 6, marks=pytest.mark.slow),
    ],
)
def test_released_values_of_five_and_more_give_at_most_one_per_cent_away(
    items: int, points: int, members: int, all_heard: bool
) -> None:
    invited = members if all_heard else 2 * members

    assert unique_share(items=items, points=points, members=members, invited=invited) <= 0.01


@pytest.mark.parametrize(("items", "points"), [(1, 5), (2, 3), (1, 2), (5, 2)])
def test_level_of_too_few_sums_is_suppressed_below_twelve_sheets(items: int, points: int) -> None:
    coarseness = Coarseness(
        sheets=11, minimum=5, guarded=False, sums={SUBJECT: items * (points - 1) + 1}
    )
    results: dict[tuple[str, str], Result] = {
        (Measure.LEVEL, SUBJECT): Estimate(value=40, answers=11)
    }

    shown = released_score((Measure.LEVEL, SUBJECT), results, coarseness=coarseness)

    assert isinstance(shown, Suppressed)
    assert shown.minimum == 12


@pytest.mark.parametrize(
    ("items", "points", "members", "shown"),
    [
        (2, 5, 5, False),  # pulse-16: 9 sums, 1,287 sets of five of them
        (2, 5, 6, True),  # 3,003 of six
        (5, 5, 5, True),  # peck-40: 21 sums, 53,130 sets
        (1, 2, 12, True),  # from 12 sheets on it is another rule
    ],
)
def test_verdict_and_stage_of_few_possible_groups_are_suppressed(
    items: int, points: int, members: int, shown: bool
) -> None:
    release = released(
        (90, 2, 80, 5), asked=instrument(items, points), members=members, invited=20, line=50
    )

    if shown:
        assert release.verdict is Verdict.TRUE_COMMUNITY
        assert release.stage is Stage.COMMUNITY
    else:
        assert release.verdict == release.stage
        assert isinstance(release.stage, Suppressed)


# Groups of peck-40, scored in full: for each one, is there another one that shows the same?


def group(members: int, chance: Random) -> npt.NDArray[np.uint8]:
    """Draw the sheets of a group; one row for each column of the instrument."""
    level = chance.uniform(0.3, 0.9)
    sheets = [pack(PECK, simulated(PECK, chance, level=level)) for _ in range(members)]
    return np.frombuffer(b"".join(sheets), dtype=np.uint8).reshape(members, -1).T


PECK_40 = of(read_content((FOLDER / "peck-40.toml").read_text(encoding="utf-8")))
PECK = questionnaire_of(PECK_40)


def shown_of_sheets(answers: npt.NDArray[np.uint8], *, invited: int) -> Mapping[str, Any]:
    """Score sheets as a worker does, and give all that is released."""
    result = scoring.assess(
        answers,
        frame_of(PECK),
        invited=invited,
        roster=None,
        seed=scoring.input_hash(answers),
    )
    assessment = Assessment(scoring_version=result.version, **head(result, answers))
    scores = {(score.measure.value, score.subject): score.result for score in result.scores}
    wave = a_wave(PECK_40, sheets=answers.shape[1], invited=invited)
    return told(shown_of(wave, assessment, scores))


def moved(answers: npt.NDArray[np.uint8], chance: Random) -> npt.NDArray[np.uint8] | None:
    """Let one member agree more to an item and another less: the mean stays."""
    item = chance.choice([item for item in PECK.items if not item.anchor])
    column, (one, another) = PECK.positions[item.code], chance.sample(range(answers.shape[1]), 2)
    if not (1 <= answers[column, one] <= 4 and 2 <= answers[column, another] <= 5):
        return None
    other = answers.copy()
    other[column, [one, another]] += np.array([1, 255], dtype=np.uint8)
    return other


def exchanged(answers: npt.NDArray[np.uint8], chance: Random) -> npt.NDArray[np.uint8] | None:
    """Let members exchange their answers to items of one characteristic: distributions stay.

    The spread of their sums stays too, so that intervals and reliability do.
    """
    code = chance.choice(PECK.characteristics).code
    items = [item for item in PECK.items if item.characteristic == code]
    columns = [PECK.positions[item.code] for item in items]
    whole = np.isin(answers[columns], (NO_ANSWER, CANT_SAY), invert=True).all(axis=0)
    members = [int(member) for member in np.flatnonzero(whole)]
    other = answers.copy()
    for _ in range(chance.choice((1, 2, 2, 3))):
        item, (one, another) = chance.choice(items), chance.sample(members, 2)
        if not item.anchor:
            column = PECK.positions[item.code]
            other[column, [one, another]] = other[column, [another, one]]
    before, after = (sums_of(each, items)[members] for each in (answers, other))
    alike = abs(int((before**2).sum() - (after**2).sum())) <= 1
    return other if alike else None


def sums_of(answers: npt.NDArray[np.uint8], items: Sequence[Item]) -> npt.NDArray[np.int64]:
    """Give each member's sum over items, reversed ones turned round."""
    return sum(
        (
            abs((6 if item.reversed else 0) - answers[PECK.positions[item.code]].astype(np.int64))
            for item in items
        ),
        start=np.zeros(answers.shape[1], dtype=np.int64),
    )


def differs(answers: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> bool:
    """Whether the multiset of the members' sums on a characteristic is another one."""
    return any(
        sorted(sums_of(answers, items)) != sorted(sums_of(other, items))
        for each in PECK.characteristics
        if (items := [item for item in PECK.items if item.characteristic == each.code])
    )


def others(answers: npt.NDArray[np.uint8], chance: Random) -> Iterator[npt.NDArray[np.uint8]]:
    """Give groups that differ a little in what their members said."""
    change = moved if answers.shape[1] < COARSE_BELOW else exchanged
    for _ in range(20_000):
        other = change(answers, chance)
        if other is not None and differs(answers, other):
            yield other


@pytest.mark.parametrize(
    ("members", "groups"),
    [(5, 20), (8, 20), (11, 20), pytest.param(12, 10, marks=pytest.mark.slow)],
)
def test_every_sampled_group_shows_what_another_one_shows(members: int, groups: int) -> None:
    chance = Random(members)
    alone = 0
    for _ in range(groups):
        answers = group(members, chance)
        seen = shown_of_sheets(answers, invited=members + 4)
        alone += not any(
            shown_of_sheets(other, invited=members + 4) == seen
            for other in islice(others(answers, chance), 300)
        )

    assert alone == 0
