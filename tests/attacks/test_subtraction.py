"""C6 and C7: subtracting what is released of some from what is released of others solves nobody."""

from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from assessments.domain.answers.bands import blank_bands
from assessments.domain.communities.roster_classes import GROUPINGS, Heard, grouped, hidden
from assessments.domain.instruments.questionnaires import (
    CARELESS,
    Questionnaire,
    questionnaire,
    read_content,
)
from assessments.domain.releases.coarseness import Coarseness
from assessments.domain.releases.released import Shown
from assessments.domain.releases.rounding import released_score
from assessments.models import RosterClass
from scoring import Estimate, Measure
from tests.assessments.making import TINY

ROLE_BAND = """
[[questions]]
code = "role"
page = "group"
text = "What are you here?"
labels = ["Member", "Helper", "Leader"]
band = true
"""
ROLES, TENURES = ("member", "helper", "leader"), ("", "under_1_year", "over_3_years")
MINIMUM = 5

Matrix = npt.NDArray[np.float64]


def solved(rows: Sequence[npt.NDArray[np.bool_]], members: int) -> int:
    """Count members whose own value follows from sums over the rows, were these exact."""
    system: Matrix = np.array([np.ones(members, dtype=bool), *rows], dtype=np.float64)
    _left, sizes, basis = np.linalg.svd(system, full_matrices=False)
    known = basis[sizes > 1e-9]
    return int(((known**2).sum(axis=0) > 1 - 1e-9).sum())


def cells(answers: npt.NDArray[np.uint8], columns: Sequence[int]) -> list[npt.NDArray[np.bool_]]:
    """Give who is in each cell of each one-way breakdown."""
    return [
        answers[:, column] == value for column in columns for value in np.unique(answers[:, column])
    ]


def random_sheets(asked: Questionnaire, chance: Random) -> list[bytes]:
    """Give 5 to 40 sheets; half of the groups are small or have a rare band."""
    columns, rare = len(asked.columns), chance.random()
    weights = [rare, 1, 1, chance.random()]
    places = [asked.positions[code] for code in ("role", "tenure")]
    sheets = []
    for _ in range(chance.randint(MINIMUM, chance.choice((12, 40)))):
        sheet = bytearray(columns)
        for place in places:
            (sheet[place],) = chance.choices(range(4), weights)
        sheet[asked.positions[CARELESS]] = 1
        sheets.append(bytes(sheet))
    return sheets


def matrix(sheets: Sequence[bytes]) -> npt.NDArray[np.uint8]:
    return np.frombuffer(b"".join(sheets), dtype=np.uint8).reshape(len(sheets), -1)


def test_no_member_is_solved_by_overall_and_breakdowns_of_a_thousand_groups() -> None:
    asked = questionnaire(read_content(TINY + ROLE_BAND))
    columns = [asked.positions[code] for code in ("role", "tenure")]
    chance, broken_down, exposed = Random(11), 0, 0

    for _ in range(1000):
        sheets = random_sheets(asked, chance)
        blanked = matrix(blank_bands(asked, sheets, minimum=MINIMUM))
        rows = cells(blanked, columns)
        broken_down += len(rows) > len(columns)
        exposed += solved(cells(matrix(sheets), columns), len(sheets)) > 0
        assert all(row.sum() >= MINIMUM for row in rows)
        assert solved(rows, len(sheets)) == 0

    # Without the seal's rule there was somebody to be found, and with it something is left.
    assert exposed > 500
    assert broken_down > 50


def random_roster(chance: Random) -> list[RosterClass]:
    rows = []
    for role in ROLES:
        for tenure in TENURES:
            invited = chance.choice((0, 1, 3, 8, 14, 30))
            took_part = chance.choice((0, invited, chance.randint(0, invited)))
            rows.append(RosterClass(role=role, tenure=tenure, invited=invited, took_part=took_part))
    return [row for row in rows if row.invited]


def test_classes_of_a_roster_speak_of_many_and_so_do_those_that_are_suppressed() -> None:
    chance, shown = Random(12), 0
    for _ in range(1000):
        for by in GROUPINGS:
            classes = grouped(random_roster(chance), by=by)
            away = hidden(classes, minimum=MINIMUM)
            rest = [classes[key] for key in away]
            together = Heard(
                sum(each.invited for each in rest), sum(each.took_part for each in rest)
            )
            kept = [heard for key, heard in classes.items() if key not in away]
            shown += len(kept)
            for heard in [*kept, *([together] if kept and rest else [])]:
                assert MINIMUM <= heard.took_part <= heard.invited - MINIMUM
    assert shown > 1000


# C7. One joiner, or one leaver: how often does somebody who takes the two releases and all other
# members to be as before say rightly at which of the five points this member stands?

GROUPS = 60_000
ITEMS, POINTS = 5, 5


def level_shown(exact: Matrix, *, sheets: int, guarded: bool) -> Matrix:
    """Give the level that is released for each exact one."""
    coarseness = Coarseness(sheets=sheets, minimum=5, guarded=guarded, sums={"spirit": 21})
    key = (Measure.LEVEL.value, "spirit")
    values, places = np.unique(exact.round(9), return_inverse=True)
    shown = []
    for value in values:
        released = released_score(
            key, {key: Estimate(value=float(value), answers=sheets)}, coarseness=coarseness
        )
        assert isinstance(released, Shown)
        shown.append(released.value)
    return np.array(shown)[places]


def drawn(chance: np.random.RandomState, members: int) -> Matrix:
    """Draw levels of members, 0 to 100, around a level of their group."""
    centre = chance.uniform(2, 4.5, size=(GROUPS, 1, 1))
    tendency = chance.normal(0, 1.0, size=(GROUPS, members, 1))
    answers = chance.normal(centre + tendency, 0.7, size=(GROUPS, members, ITEMS))
    values: Matrix = answers.round().clip(1, POINTS).mean(axis=2)
    return 100 * (values - 1) / (POINTS - 1)


def guessed(before: Matrix, point: Matrix) -> float:
    """Give how often the usual point in groups of the level shown before is the right one."""
    _same, key = np.unique(before, return_inverse=True)
    table = np.zeros((key.max() + 1, POINTS))
    np.add.at(table, (key, point.astype(int)), 1)
    return float(table.max(axis=1).sum() / len(point))


def attacked(*, n: int, repeating: float, guarded: bool, leaver: bool) -> tuple[float, float]:
    """Give how often the member is told rightly by subtraction, and by guessing."""
    chance = np.random.RandomState(n)
    members, again = drawn(chance, n + 1), drawn(chance, n + 1)
    later = np.where(chance.random_sample(members.shape) < repeating, members, again)
    point = (members[:, -1] / 25).round()
    some, all_but = members[:, :-1].mean(axis=1), later[:, :-1].mean(axis=1)
    if leaver:
        exact, sheets = (members.mean(axis=1), all_but), (n + 1, n)
    else:
        joined = (later[:, :-1].sum(axis=1) + members[:, -1]) / (n + 1)
        exact, sheets = (some, joined), (n, n + 1)
    before = level_shown(exact[0], sheets=sheets[0], guarded=False)
    after = level_shown(exact[1], sheets=sheets[1], guarded=guarded)
    sign = -1 if leaver else 1
    worked_out = (sign * (sheets[1] * after - sheets[0] * before)).clip(0, 100)
    return float(((worked_out / 25).round() == point).mean()), guessed(before, point)


@pytest.mark.parametrize("leaver", [False, True])
@pytest.mark.parametrize(("n", "repeating", "most"), [(12, 0.9, 0.05), (12, 1, 0.10), (8, 1, 0.10)])
def test_who_joins_or_leaves_is_hardly_told_better_than_guessed(
    n: int, repeating: float, most: float, leaver: bool
) -> None:
    told, guess = attacked(n=n, repeating=repeating, guarded=True, leaver=leaver)

    assert told - guess <= most


def test_without_the_rule_a_joiner_is_told() -> None:
    told, guess = attacked(n=12, repeating=1, guarded=False, leaver=False)

    assert told > 0.8
    assert guess < 0.4
