"""Bands are kept only where many are alike."""

import pytest

from assessments.domain.answers.bands import blank_bands
from assessments.domain.answers.sheets import pack
from assessments.domain.instruments.instruments import questionnaire_of
from tests.assessments import making


def tenures(given: list[int]) -> list[int]:
    """Blank the bands of one sheet for each tenure, and give the tenures that are left."""
    asked = questionnaire_of(making.make_tiny())
    sheets = [pack(asked, {"tenure": tenure, "claim": 4}) for tenure in given]
    blanked = blank_bands(asked, sheets, minimum=5)
    place, claim = asked.positions["tenure"], asked.positions["claim"]
    assert {sheet[claim] for sheet in blanked} == {4}, "nothing but the band changes"
    return [sheet[place] for sheet in blanked]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [[1] * 5, [1] * 5 + [2] * 5, [0] * 5 + [3] * 6],
)
def test_bands_stay_where_each_cell_has_the_minimum(given: list[int]) -> None:
    assert tenures(given) == given


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        [1] * 5 + [2] * 4,
        [1] * 9 + [0],  # one who did not say could be found by subtraction
        [1] * 4,
    ],
)
def test_bands_are_blanked_where_a_cell_is_small(given: list[int]) -> None:
    assert tenures(given) == [0] * len(given)


@pytest.mark.django_db
def test_two_bands_together_must_be_common_too() -> None:
    asked = questionnaire_of(making.make_peck())
    pairs = [(1, 1)] * 5 + [(2, 2)] * 5 + [(1, 2)] * 4  # each band alone has 9 and 5, or 5 and 9
    sheets = [pack(asked, {"role": role, "tenure": tenure}) for role, tenure in pairs]

    blanked = blank_bands(asked, sheets, minimum=5)

    role, tenure = asked.positions["role"], asked.positions["tenure"]
    assert [sheet[role] for sheet in blanked] == [role for role, _ in pairs]
    assert {sheet[tenure] for sheet in blanked} == {0}
