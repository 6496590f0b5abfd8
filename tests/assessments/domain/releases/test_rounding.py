"""How coarsely each kind of score is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.releases.coarseness import Coarseness
from assessments.domain.releases.released import (
    Band,
    Banded,
    Edge,
    Reason,
    Released,
    Shown,
    Suppressed,
)
from assessments.domain.releases.rounding import (
    COMPANIONS,
    RULES,
    Kind,
    released_score,
    with_companions,
)
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

    if isinstance(shown, Shown) and measure is not Measure.RATE:  # the sheets are counted anyway
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


@pytest.mark.parametrize(
    ("careless", "sheets", "shown"),
    [(0, 12, True), (1, 20, False), (4, 20, False), (5, 20, True), (16, 20, False)],
)
def test_careless_sheets_are_told_of_when_none_or_five_are_and_five_are_not(
    careless: int, sheets: int, shown: bool
) -> None:
    share = Estimate(value=careless / sheets, answers=sheets)
    results: dict[Key, Result] = {
        ("careless_share", ""): share,
        ("overall_without_careless", ""): Estimate(value=61.7, low=55, high=68, answers=sheets),
    }
    coarseness = Coarseness(sheets=sheets, minimum=5, guarded=False, sums={})

    found = [released_score(key, results, coarseness=coarseness) for key in results]

    if shown:
        # Without an interval: with the overall one it would give the spread of the few.
        assert found == [
            Shown(value=round(careless / sheets, 2), step=0.01),
            Shown(value=62, step=1),
        ]
    else:
        few = Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=5)
        assert found == [few, few]


def test_overall_without_careless_rests_on_twelve_sheets_that_are_left() -> None:
    results: dict[Key, Result] = {
        ("careless_share", ""): Estimate(value=5 / 16, answers=16),
        ("overall_without_careless", ""): Estimate(value=61.7, answers=11),
    }
    coarseness = Coarseness(sheets=16, minimum=5, guarded=False, sums={})

    found = released_score(("overall_without_careless", ""), results, coarseness=coarseness)

    assert found == Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=12)


@pytest.mark.parametrize("shown", [True, False])
def test_breadth_is_a_word_where_a_class_of_the_roster_is_hidden(shown: bool) -> None:
    coarseness = Coarseness(sheets=20, minimum=5, guarded=False, sums={}, classes_shown=shown)
    results: dict[Key, Result] = {
        ("breadth", ""): Estimate(value=71.6, answers=20),
        ("r_indicator", ""): Estimate(value=0.87, answers=20),
    }

    breadth, indicator = (released_score(key, results, coarseness=coarseness) for key in results)

    if shown:
        assert breadth == Shown(value=72, step=1, band=Band.HIGH)
        assert indicator == Shown(value=0.9, step=0.1)
    else:
        assert breadth == Banded(Band.HIGH)
        assert isinstance(indicator, Suppressed)


def test_rate_is_shown_at_every_size() -> None:
    assert released(Measure.RATE, 0.857, sheets=6) == Shown(value=0.86, step=0.01, band=Band.MOST)


@pytest.mark.parametrize("measure", [*COMPANIONS])
def test_companions_are_all_that_a_value_depends_on(measure: Measure) -> None:
    assert with_companions([measure]) == {measure, *COMPANIONS[measure]}


def test_overall_of_too_few_sums_is_suppressed_as_its_only_level_is() -> None:
    coarseness = Coarseness(sheets=6, minimum=5, guarded=False, sums={"spirit": 5, "": 5})
    key = ("overall", "")
    results: dict[Key, Result] = {key: Estimate(value=61.7, answers=6)}

    assert isinstance(released_score(key, results, coarseness=coarseness), Suppressed)
