"""How coarsely each kind of score is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.released import Band, Banded, Edge, Reason, Released, Shown, Suppressed
from assessments.domain.rounding import RULES, Coarseness, Kind, released_score
from scoring import Absent, Estimate, Measure
from scoring.absent import Reason as AbsentReason
from scoring.absent import Result

Key = tuple[str, str]


def released(
    measure: Measure,
    value: float,
    *,
    sheets: int = 20,
    answers: int | None = None,
    guarded: bool = False,
    interval: tuple[float, float] | None = None,
    beside: dict[Key, Result] | None = None,
) -> Released:
    """Release one score of a characteristic of five items on five points."""
    low, high = interval or (None, None)
    count = sheets if answers is None else answers
    results = {
        (measure.value, "spirit"): Estimate(value=value, low=low, high=high, answers=count),
        **(beside or {}),
    }
    coarseness = Coarseness(sheets=sheets, minimum=5, guarded=guarded, sums={"spirit": 21})
    return released_score((measure.value, "spirit"), results, coarseness=coarseness)


@pytest.mark.parametrize(
    ("sheets", "guarded", "shown"),
    [
        (5, False, 60),
        (11, False, 60),
        (12, False, 62),
        (5, True, 60),
        (11, True, 60),
        (12, True, 60),
    ],
)
def test_level_is_shown_to_the_nearest_one_five_or_ten(
    sheets: int, guarded: bool, shown: int
) -> None:
    level = released(Measure.LEVEL, 62.4, sheets=sheets, guarded=guarded, interval=(58.2, 66.7))

    assert isinstance(level, Shown)
    assert level.value == shown
    small, step = sheets < 12, level.step
    assert step == {(True, True): 10, (False, False): 1}.get((small, guarded), 5)
    assert (level.low, level.high) == ((58, 67) if step == 1 else (None, None))


def test_level_answered_by_fewer_than_twelve_of_many_is_coarse() -> None:
    level = released(Measure.LEVEL, 62.4, sheets=100, answers=11, interval=(60, 64))

    assert level == Shown(value=60, step=5)


@pytest.mark.parametrize(
    ("value", "text"), [(95.0, "95+"), (97.2, "95+"), (4.9, "5−"), (94.4, "94")]
)
def test_ends_of_the_scale_are_shown_as_ends(value: float, text: str) -> None:
    level = released(Measure.LEVEL, value)

    assert isinstance(level, Shown)
    assert level.text == text
    assert level.edge == {"95+": Edge.HIGH, "5−": Edge.LOW}.get(text)


def test_interval_beyond_the_ends_is_cut_at_them() -> None:
    level = released(Measure.LEVEL, 93.0, interval=(88.8, 97.2))

    assert isinstance(level, Shown)
    assert (level.low, level.high) == (89, 95)


def test_level_of_a_group_of_one_mind_is_coarse_and_without_interval() -> None:
    alike: dict[Key, Result] = {("consensus", "spirit"): Estimate(value=96, answers=20)}

    assert released(Measure.LEVEL, 52, interval=(51, 53), beside=alike) == Shown(value=50, step=5)
    assert released(Measure.LEVEL, 54, sheets=6, beside=alike) == Shown(value=50, step=10)


def test_consensus_is_a_word_below_twelve_and_a_number_with_its_word_from_there_on() -> None:
    assert released(Measure.CONSENSUS, 74.6, sheets=11) == Banded(Band.STRONG)
    assert released(Measure.CONSENSUS, 74.6, sheets=12, interval=(70.1, 78.9)) == Shown(
        value=75, step=1, low=70, high=79, band=Band.STRONG
    )


def test_word_beside_a_number_is_that_of_the_number_shown() -> None:
    # From 65 on realism is high, and 64.6 is shown as 65.
    assert released(Measure.REALISM, 64.6) == Shown(value=65, step=1, band=Band.HIGH)
    assert released(Measure.REALISM, 64.4) == Shown(value=64, step=1, band=Band.MIDDLING)
    assert released(Measure.REALISM, 64.6, sheets=11) == Banded(Band.MIDDLING)


def test_consensus_at_the_chance_line_is_called_chance() -> None:
    line: dict[Key, Result] = {("chance_line", "spirit"): Estimate(value=64.0, answers=5)}

    assert released(Measure.CONSENSUS, 64.0, sheets=5, beside=line) == Banded(
        Band.NO_MORE_THAN_CHANCE
    )
    assert released(Measure.CONSENSUS, 64.1, sheets=5, beside=line) == Banded(Band.MODERATE)


def test_results_of_single_questions_never_have_an_interval() -> None:
    gap = released(Measure.CLAIM_GAP, 23.4, interval=(12.0, 34.0))

    assert gap == Shown(value=23, step=1, band=Band.CLAIMS_MORE)
    assert released(Measure.CLAIM_GAP, 23.4, sheets=11) == Banded(Band.CLAIMS_MORE)


def test_love_core_is_a_count_and_below_twelve_a_word() -> None:
    assert released(Measure.LOVE_CORE, 3.0, sheets=20) == Shown(value=3, step=1, band=Band.SOME)
    assert released(Measure.LOVE_CORE, 3.0, sheets=6) == Banded(Band.ABOUT_HALF)


@pytest.mark.parametrize("measure", [m for m, rule in RULES.items() if rule.kind is Kind.RESEARCH])
def test_researchers_numbers_start_at_twelve(measure: Measure) -> None:
    assert isinstance(released(measure, 0.5, sheets=12), Shown)
    assert released(measure, 0.5, sheets=11) == Suppressed(
        reason=Reason.TOO_FEW_ANSWERS, minimum=12
    )


def test_stage_probabilities_are_shown_to_tenths() -> None:
    assert released(Measure.STAGE, 0.649) == Shown(value=0.6, step=0.1)


def test_score_with_fewer_answers_than_the_minimum_is_suppressed() -> None:
    assert isinstance(released(Measure.LEVEL, 50, sheets=20, answers=5), Shown)
    assert released(Measure.LEVEL, 50, sheets=20, answers=4) == Suppressed(
        reason=Reason.TOO_FEW_ANSWERS, minimum=5
    )


def test_absent_score_says_why() -> None:
    coarseness = Coarseness(sheets=20, minimum=5, guarded=False, sums={})
    key = (Measure.CALIBRATION.value, "")
    absent: dict[Key, Result] = {key: Absent(AbsentReason.GROUP_SPLIT_EVENLY)}

    assert released_score(key, absent, coarseness=coarseness) == Suppressed(
        reason=Reason.GROUP_SPLIT_EVENLY, minimum=5
    )


@given(st.sampled_from([*RULES]), st.floats(0, 100), st.integers(0, 11), st.booleans())
def test_small_groups_never_show_anything_finer_than_five(
    measure: Measure, value: float, sheets: int, guarded: bool
) -> None:
    shown = released(measure, value, sheets=sheets, guarded=guarded, interval=(value, value))

    if isinstance(shown, Shown):
        assert RULES[measure].kind is Kind.LEVEL
        assert shown.step >= 5
        assert shown.value % shown.step == 0 or shown.edge
        assert shown.low is shown.high is None


@given(st.floats(0, 100), st.floats(0, 100))
def test_released_level_never_turns_the_order_of_two_groups_round(one: float, other: float) -> None:
    shown = [released(Measure.LEVEL, value, sheets=8) for value in sorted((one, other))]

    values = [each.value for each in shown if isinstance(each, Shown)]
    assert values == sorted(values)
    assert len(values) == 2
