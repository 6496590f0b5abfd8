import math
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import (
    SCORING_VERSION,
    Absent,
    Assessment,
    Estimate,
    Frame,
    Measure,
    Reason,
    Result,
    RosterClass,
    Verdict,
    assess,
    input_hash,
)
from scoring.chance import chance_line
from scoring.stage import Stage
from tests.scoring.waves import CODES, Answers, frame, imported_frame, simulated

FRAME = frame()
PULSE = frame(items_each=2)
IMPORTED = imported_frame()
SEED = bytes(32)
TOO_FEW, NOT_MEASURED = Absent(Reason.TOO_FEW_ANSWERS), Absent(Reason.NOT_MEASURED)
ROSTER = [
    RosterClass(role="leader", tenure="long", invited=10, took_part=6),
    RosterClass(role="member", tenure="short", invited=30, took_part=18),
]


def scored(answers: Answers, of: Frame = FRAME, **inputs: Any) -> Assessment:
    given_inputs = {"invited": None, "roster": None, "seed": SEED} | inputs
    return assess(answers, of, **given_inputs)


def value(result: Result) -> float:
    assert isinstance(result, Estimate), result
    return result.value


def everybody(n: int, *, point: int = 4) -> Answers:
    """Members who all agree, in the sense of each item, and all expect it of the others."""
    answers = np.zeros((FRAME.width, n), dtype=np.uint8)
    for item in FRAME.items:
        answers[item.column] = 6 - point if item.reversed else point
    for column, _ in FRAME.predictions:
        answers[column] = 11
    return answers


def ask(answers: Answers, code: str, options: list[int] | int) -> None:
    question = FRAME.question(code)
    assert question is not None
    answers[question.column] = options


def numbers(thing: object) -> list[float]:
    """Every float anywhere inside."""
    if is_dataclass(thing):
        return [n for f in fields(thing) for n in numbers(getattr(thing, f.name))]
    if isinstance(thing, tuple):
        return [n for part in thing for n in numbers(part)]
    return [thing] if isinstance(thing, float) else []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40), st.integers(0, 1000), st.sampled_from([FRAME, PULSE, IMPORTED]))
def test_assess_does_not_depend_on_the_order_of_sheets_and_holds_no_nan(
    sheets: int, seed: int, of: Frame
) -> None:
    answers = simulated(of, sheets, seed=seed, skip=0.3)
    order = np.random.default_rng(seed).permutation(sheets)
    kept = answers.copy()

    first = scored(answers, of, invited=2 * sheets)

    assert first == scored(answers[:, order], of, invited=2 * sheets)
    assert np.array_equal(answers, kept)
    found = numbers(first)
    assert all(math.isfinite(number) for number in found)
    assert found == [round(number, 9) for number in found]


@st.composite
def any_frame(draw: st.DrawFn) -> Frame:
    """An instrument that declares little, or much that is unusual."""
    items_each = draw(st.integers(1, 6))
    if draw(st.booleans()):
        return frame(items_each=items_each, options=draw(st.integers(2, 11)))
    return imported_frame(
        characteristics=draw(st.integers(0, 4)),
        items_each=items_each,
        options=draw(st.integers(2, 11)),
    )


@settings(max_examples=60, deadline=None)
@given(any_frame(), st.integers(0, 14), st.integers(0, 10**6), st.sampled_from([1, 3, 20]))
def test_assess_takes_whatever_fits_its_frame(
    of: Frame, sheets: int, seed: int, variety: int
) -> None:
    rng = np.random.default_rng(seed)
    answers = np.zeros((of.width, sheets), dtype=np.uint8)
    for column, largest in enumerate(of.largest):
        answers[column] = rng.integers(0, min(largest, variety) + 1, sheets)
    for item in of.items:
        answers[item.column, rng.random(sheets) < 0.1] = 255

    found = scored(answers, of, invited=draw_invited(sheets, rng))

    assert all(math.isfinite(number) for number in numbers(found))


def draw_invited(sheets: int, rng: np.random.Generator) -> int | None:
    return None if rng.random() < 0.3 else int(rng.integers(0, 2 * sheets + 1))


def test_assess_gives_each_score_once() -> None:
    found = [(s.measure, s.subject) for s in scored(simulated(FRAME, 12, seed=1)).scores]

    assert len(found) == len(set(found))
    assert {m for m, _ in found} == set(Measure)
    assert {subject for m, subject in found if m is Measure.LEVEL} == set(CODES)
    assert {subject for m, subject in found if m is Measure.STAGE} == set(Stage)


def test_assess_names_its_version_and_its_sheets() -> None:
    found = scored(simulated(FRAME, 12, seed=1))

    assert (found.version, found.sheets) == (SCORING_VERSION, 12)
    with pytest.raises(KeyError):
        found.result(Measure.LEVEL, "wealth")


def test_assess_of_everybody_has_no_width() -> None:
    answers = simulated(FRAME, 24, seed=1, skip=0)
    # Give–take is undefined when anyone helped six or more.
    ask(answers, "helped", 2)
    ask(answers, "was_helped", 3)

    found = scored(answers, invited=24, roster=[replace(c, invited=c.took_part) for c in ROSTER])

    researchers = (Measure.ALPHA,)  # speaks of items, not of members
    widths = [
        (s.measure, s.result.high - s.result.low)
        for s in found.scores
        if isinstance(s.result, Estimate)
        and s.result.low is not None
        and s.result.high is not None
        and s.measure not in researchers
    ]
    assert {m for m, _ in widths} >= {
        Measure.LEVEL,
        Measure.OVERALL,
        Measure.CONSENSUS,
        Measure.REALISM,
        Measure.CALIBRATION,
        Measure.FACING,
        Measure.CLAIM_GAP,
    }
    assert {width for _, width in widths} == {0}


@pytest.mark.parametrize("sheets", [0, 1, 4])
def test_assess_of_fewer_than_five_says_nothing_about_them(sheets: int) -> None:
    answers = simulated(FRAME, 5, seed=1, skip=0)
    assert isinstance(scored(answers).result(Measure.OVERALL), Estimate)

    found = scored(answers[:, :sheets], invited=9, roster=ROSTER)

    from_roster = {Measure.RATE, Measure.BREADTH, Measure.R_INDICATOR}
    told = {s.measure for s in found.scores if isinstance(s.result, Estimate)}
    assert told <= from_roster
    assert found.items == ()
    assert found.verdict is Verdict.NOT_MEASURED
    assert isinstance(found.stage, Absent)


def test_assess_of_an_import_measures_what_was_asked() -> None:
    found = scored(simulated(IMPORTED, 20, seed=1), IMPORTED)

    asked = {
        Measure.LEVEL,
        Measure.CONSENSUS,
        Measure.POLARISATION,
        Measure.CHANCE_LINE,
        Measure.RWG_STAR_J,
        Measure.RWG_STAR_J_SKEWED,
        Measure.ALPHA,
        Measure.OMEGA,
        Measure.OVERALL,
    }
    assert {s.measure for s in found.scores if isinstance(s.result, Estimate)} == {
        *asked,
        Measure.CARELESS_SHARE,
        Measure.OVERALL_WITHOUT_CARELESS,
    }
    absent = {s.result for s in found.scores if s.measure not in asked}
    assert NOT_MEASURED in absent
    assert TOO_FEW not in absent
    assert found.verdict is Verdict.NOT_MEASURED
    assert found.stage == NOT_MEASURED


def test_assess_of_an_import_without_marks_does_not_speak_of_carelessness() -> None:
    answers = simulated(IMPORTED, 20, seed=1)
    answers[IMPORTED.careless] = 0

    found = scored(answers, IMPORTED)

    assert found.result(Measure.CARELESS_SHARE) == NOT_MEASURED
    assert found.result(Measure.OVERALL_WITHOUT_CARELESS) == NOT_MEASURED


def test_assess_of_the_unanimous_is_consensus_and_calibration_of_one_hundred() -> None:
    found = scored(everybody(10), invited=10)

    assert value(found.result(Measure.OVERALL)) == 75  # 4 is three quarters from 1 to 5
    assert value(found.result(Measure.LEVEL, "spirit")) == 75
    assert value(found.result(Measure.CONSENSUS)) == 100
    assert value(found.result(Measure.POLARISATION)) == 0
    assert value(found.result(Measure.CALIBRATION)) == 100
    assert value(found.result(Measure.RWG_STAR_J, "spirit")) == 1
    assert found.result(Measure.ALPHA, "spirit") == NOT_MEASURED  # nothing varies
    assert value(found.result(Measure.REALISM)) == pytest.approx((35 * 100 + 25 * 75) / 60)
    assert found.verdict is Verdict.TRUE_COMMUNITY


@pytest.mark.parametrize("seed", range(20))
def test_assess_of_the_unanimous_has_no_interval_unless_all_were_heard(seed: int) -> None:
    # One sheet copied: the values that leave one member out differ by rounding alone.
    alike = np.repeat(simulated(FRAME, 1, seed=seed, skip=0), 9, axis=1)

    ends = [
        score.result.low
        for score in scored(alike, invited=20).scores
        if isinstance(score.result, Estimate) and score.measure is not Measure.ALPHA
    ]

    assert {*ends} == {None}


def test_assess_of_two_camps_is_polarised() -> None:
    answers = np.concatenate((everybody(6, point=1), everybody(6, point=5)), axis=1)

    found = scored(answers)

    assert value(found.result(Measure.CONSENSUS)) == 0
    assert value(found.result(Measure.POLARISATION)) == 100
    assert found.result(Measure.CALIBRATION) == Absent(Reason.GROUP_SPLIT_EVENLY)
    assert found.result(Measure.REALISM) == Absent(Reason.GROUP_SPLIT_EVENLY)
    assert found.two_camps
    assert not scored(everybody(12)).two_camps


def test_assess_uses_the_chance_line_of_the_very_result() -> None:
    answers = simulated(FRAME, 10, seed=1, skip=0)
    answers[0, :3] = 255
    answers[1, :6] = 0  # four answers: left out

    found = scored(answers)

    expected = chance_line(options=5, items=4, members=7)
    assert value(found.result(Measure.CHANCE_LINE, "inclusivity")) == pytest.approx(expected)
    expected = chance_line(options=5, items=39, members=7)
    assert value(found.result(Measure.CHANCE_LINE)) == pytest.approx(expected)
    assert "inclusivity_2" not in {item.code for item in found.items}


def test_assess_leaves_out_a_characteristic_with_four_scale_values() -> None:
    answers = simulated(FRAME, 10, seed=1, skip=0)
    answers[2:5, :6] = 0  # two of five items are not half

    found = scored(answers)

    of_it = {s.result for s in found.scores if s.subject == "inclusivity"}
    assert of_it == {TOO_FEW}
    assert found.result(Measure.OVERALL) == TOO_FEW
    assert found.result(Measure.CONSENSUS) == TOO_FEW
    assert isinstance(found.result(Measure.LEVEL, "realism"), Estimate)
    assert found.verdict is Verdict.NOT_MEASURED


def test_item_scores_are_as_answered() -> None:
    answers = everybody(6)
    answers[0] = (5, 4, 4, 3, 255, 2)
    answers[40] = (11, 11, 11, 6, 6, 6)

    found = {item.code: item for item in scored(answers).items}

    anchor, turned = found["inclusivity_1"], found["inclusivity_4"]
    assert anchor.counts == (0, 1, 1, 2, 1)
    assert anchor.cant_say == 1
    assert anchor.mean == 3.6
    # Σ min(N, 5 - N) of 0, 1, 2, 4 is 4; 100·(1 - 2·4/(5·4)).
    assert anchor.consensus == 60
    # 3 of 5 agree: those three see 2 of 4, the two others 3 of 4, the sixth 3 of 5.
    assert value(anchor.predicted) == pytest.approx(0.75)
    assert value(anchor.actual) == pytest.approx((3 * 0.5 + 2 * 0.75 + 0.6) / 6)
    assert value(anchor.bias) == pytest.approx(0.15)
    assert turned.mean == 2
    assert turned.predicted == NOT_MEASURED


def test_claim_gap_is_the_claim_less_the_overall() -> None:
    answers = everybody(10)
    ask(answers, "claim", [10] * 5 + [11] * 5)  # nine and ten of ten

    found = scored(answers, invited=20)

    assert value(found.result(Measure.CLAIM)) == 95
    gap = found.result(Measure.CLAIM_GAP)
    assert value(gap) == 20
    # Only the claim varies: s = 10·√(2.5/9), t(.975, 9) = 2.262157, √(1 - 10/20).
    half = 2.262157 * 10 * math.sqrt(2.5 / 9 / 10 * 0.5)
    assert isinstance(gap, Estimate)
    assert gap.high == pytest.approx(20 + half, abs=1e-5)


def test_consensus_claims_are_the_level_of_their_items() -> None:
    answers = everybody(6)
    answers[:2] = 5

    assert value(scored(answers).result(Measure.CONSENSUS_CLAIMS)) == 100
    without = replace(FRAME, consensus_items=())
    assert scored(answers, without).result(Measure.CONSENSUS_CLAIMS) == NOT_MEASURED


def test_last_page_is_read_by_its_codes() -> None:
    answers = everybody(6)
    for code, option in (
        ("talking_with", 5),
        ("helped", 2),
        ("was_helped", 2),
        ("go_on", 5),
        ("miss", 11),
        ("give_to_get", 1),
        ("horizon", 4),
    ):
        ask(answers, code, option)

    found = scored(answers)

    assert value(found.result(Measure.FACING)) == 100
    assert value(found.result(Measure.LOVE_CORE)) == 6
    assert value(found.result(Measure.GIVER_SHARE)) == 1
    assert value(found.result(Measure.GIVE_TAKE)) == 1
    assert value(found.result(Measure.HUMILITY)) == 100
    assert value(found.result(Measure.QUESTION, "horizon")) == 75
    # Reversed: nobody comes mainly for what they get.
    assert value(found.result(Measure.QUESTION, "give_to_get")) == 100
    assert found.result(Measure.QUESTION, "purpose") == TOO_FEW


def test_humility_hears_members_who_think_more_of_themselves() -> None:
    answers = everybody(6, point=3)
    ask(answers, "self_1", 4)

    found = scored(answers)

    assert value(found.result(Measure.SELF_ENHANCEMENT)) == 0.25
    assert value(found.result(Measure.HUMILITY)) == 50


def test_leader_gap_reads_the_role_band() -> None:
    answers = everybody(10)
    answers[5:10, :5] = np.array([5, 5, 5, 1, 5])[:, np.newaxis]
    ask(answers, "role", [2] * 5 + [1] * 5)

    assert value(scored(answers).result(Measure.LEADER_GAP)) == 0.25
    turned = replace(FRAME, leader_roles=(1,))
    assert value(scored(answers, turned).result(Measure.LEADER_GAP)) == -0.25
    ask(answers, "role", 0)  # blanked at the seal
    assert scored(answers).result(Measure.LEADER_GAP) == NOT_MEASURED


def test_breadth_and_rate_come_from_the_roster() -> None:
    found = scored(simulated(FRAME, 24, seed=1), invited=40, roster=ROSTER)

    assert value(found.result(Measure.RATE)) == 0.6
    assert value(found.result(Measure.BREADTH)) == 100
    assert value(found.result(Measure.R_INDICATOR)) == 1
    alone = scored(simulated(FRAME, 24, seed=1))
    for measure in (Measure.RATE, Measure.BREADTH, Measure.R_INDICATOR):
        assert alone.result(measure) == NOT_MEASURED


def test_rate_of_a_group_with_erased_members_is_not_above_one() -> None:
    found = scored(simulated(FRAME, 12, seed=1), invited=11)

    assert value(found.result(Measure.RATE)) == 1


@pytest.mark.parametrize(
    ("careless", "expected"),
    [(0, 75), (4, None), (5, 75), (8, None)],
)
def test_overall_without_the_careless_tells_of_none_or_five(
    careless: int, expected: float | None
) -> None:
    answers = everybody(12)
    answers[FRAME.careless] = 1
    for item in FRAME.items:
        answers[item.column, :careless] = 1
    answers[FRAME.careless, :careless] = 2

    found = scored(answers).result(Measure.OVERALL_WITHOUT_CARELESS)

    assert found == TOO_FEW if expected is None else value(found) == expected


def test_stage_of_a_first_wave_is_never_emptiness() -> None:
    answers = everybody(12)
    ask(answers, "conflict_voiced", 4)

    first, second = scored(answers), scored(answers, conflict_waves=2)

    assert value(first.result(Measure.STAGE, Stage.EMPTINESS)) == 0
    assert value(second.result(Measure.STAGE, Stage.EMPTINESS)) > 0
    total = sum(value(first.result(Measure.STAGE, which)) for which in Stage)
    assert total == pytest.approx(1, abs=1e-8)


def test_stage_of_a_safe_candid_agreed_group_is_community() -> None:
    answers = everybody(12)
    ask(answers, "conflict_voiced", 4)

    assert scored(answers).stage is Stage.COMMUNITY


def test_echo_chamber_agrees_while_half_is_missing() -> None:
    narrow = [replace(ROSTER[0], took_part=10), replace(ROSTER[1], took_part=0)]

    assert scored(everybody(10), invited=40, roster=narrow).echo_chamber
    assert not scored(everybody(10), invited=40, roster=ROSTER).echo_chamber


def test_assess_is_reproducible_from_its_hash() -> None:
    answers = simulated(FRAME, 30, seed=1)

    first = scored(answers, invited=50, seed=input_hash(answers))

    assert first == scored(answers[:, ::-1], invited=50, seed=input_hash(answers[:, ::-1]))
    assert first == scored(answers, invited=50, seed=None)


def test_assess_refuses_answers_of_another_frame() -> None:
    with pytest.raises(ValueError, match="uint8 of shape"):
        scored(simulated(PULSE, 6, seed=1), FRAME)


def test_assess_takes_answers_it_may_not_write_to() -> None:
    answers = simulated(FRAME, 8, seed=1)
    answers.setflags(write=False)

    assert scored(answers).sheets == 8
