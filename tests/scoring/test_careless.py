import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from scoring.careless import (
    answer_deviation,
    careless,
    even_odd,
    longest_run,
    mahalanobis,
    synonym_consistency,
)
from tests.scoring.oracle_sets import numbers, oracle

SETS = ["careless1", "careless_bfi400_missing"]

EIGHT_OF_FIVE = np.repeat(np.arange(8), 5)
REVERSED = np.tile([False, False, True, False, False], 8)

sheets = npst.arrays(
    np.uint8, st.tuples(st.integers(0, 8), st.just(12)), elements=st.integers(0, 5)
)
THREE_OF_FOUR = np.repeat([0, 1, 2], 4)


@pytest.mark.parametrize("name", SETS)
def test_indices_agree_with_r_package_careless(name: str) -> None:
    data = oracle(name)
    expected = data.expected
    answers = data.whole
    characteristics = np.repeat(np.arange(len(expected["factors"])), expected["factors"])

    assert longest_run(answers).tolist() == expected["longstring"]
    assert answer_deviation(answers) == pytest.approx(
        numbers(expected["irv"]), abs=1e-9, nan_ok=True
    )
    # careless 1.2.2 turns the sign, so that high is careless; here high is consistent.
    assert even_odd(answers, characteristics=characteristics) == pytest.approx(
        -numbers(expected["evenodd"]), abs=1e-9, nan_ok=True
    )
    assert mahalanobis(answers) == pytest.approx(numbers(expected["mahad_dsq"]), abs=1e-6)
    assert synonym_consistency(answers, above=expected["critval"]) == pytest.approx(
        numbers(expected["psychsyn"]), abs=1e-9, nan_ok=True
    )


def test_indices_of_one_member_agree_with_r() -> None:
    # careless 1.2.2 (MIT), second row of its careless_dataset.
    # R> careless::longstring(x)[2], irv(x)[2] and evenodd(x, rep(5, 10))[2] of the row below
    row = "45322254354431233434442222543533323243334533234445"
    answers = np.array([[int(answer) for answer in row]])

    assert longest_run(answers).tolist() == [4]
    assert answer_deviation(answers) == pytest.approx([1.03509833901353], abs=1e-12)
    # R gives -0.640984360001408: it turns the sign.
    consistency = even_odd(answers, characteristics=np.repeat(np.arange(10), 5))
    assert consistency == pytest.approx([0.640984360001408], abs=1e-12)


def test_longest_run_ends_at_a_missing_answer() -> None:
    answers = np.array([[3, 3, 0, 3, 3, 3], [0, 0, 0, 0, 0, 0], [1, 2, 1, 2, 1, 2], [4] * 6])

    assert longest_run(answers).tolist() == [3, 0, 1, 6]


def test_longest_run_of_nobody_is_empty() -> None:
    assert longest_run(np.empty((0, 5), dtype=np.uint8)).tolist() == []


def test_answer_deviation_is_that_of_the_answers_given() -> None:
    answers = np.array([[1, 0, 3, 5], [2, 2, 2, 0], [4, 0, 0, 0]])

    # Of 1, 3, 5: mean 3, (4 + 0 + 4)/2 = 4. One answer deviates from nothing known.
    assert answer_deviation(answers) == pytest.approx([2, 0, np.nan], nan_ok=True)


def test_even_odd_is_high_for_a_consistent_member() -> None:
    answers = np.array([[1, 1, 3, 3, 5, 5], [1, 5, 3, 3, 5, 1], [3, 3, 3, 3, 3, 3]])

    values = even_odd(answers, characteristics=[0, 0, 1, 1, 2, 2])

    # Halves 1 3 5 and 1 3 5: r = 1. Halves 1 3 5 and 5 3 1: r = -1, stepped up and held at -1.
    assert values == pytest.approx([1, -1, np.nan], nan_ok=True)


def test_even_odd_steps_up_by_spearman_and_brown() -> None:
    # Halves 1 2 3 4 and 2 1 4 3: r = 3/5, 2 · .6 / 1.6 = .75.
    answers = np.array([[1, 2, 2, 1, 3, 4, 4, 3]])

    values = even_odd(answers, characteristics=[0, 0, 1, 1, 2, 2, 3, 3])

    assert values == pytest.approx([0.75])


def test_even_odd_does_not_mind_how_characteristics_are_interleaved() -> None:
    rng = np.random.default_rng(7)
    answers = rng.integers(0, 6, size=(30, 40))
    by_page = np.arange(40).reshape(8, 5).T.ravel()

    values = even_odd(answers[:, by_page], characteristics=EIGHT_OF_FIVE[by_page])

    expected = even_odd(answers, characteristics=EIGHT_OF_FIVE)
    assert values == pytest.approx(expected, nan_ok=True)


def test_mahalanobis_without_enough_members_is_nan() -> None:
    answers = np.array([[1, 2, 3], [3, 2, 1], [2, 2, 2]])

    assert np.isnan(mahalanobis(answers)).all()


def test_mahalanobis_is_the_standard_score_squared_for_one_item() -> None:
    # 1 2 3 4 5: variance 2.5, so 4/2.5 at the ends.
    answers = np.array([[1], [2], [3], [4], [5], [0]])

    assert mahalanobis(answers) == pytest.approx([1.6, 0.4, 0, 0.4, 1.6, 0])


def keyed(answers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.where(REVERSED & (answers > 0), 6 - answers, answers)


def attentive(members: int) -> npt.NDArray[np.int64]:
    """Raw answers of members who differ between characteristics and stray by a point at times."""
    rng = np.random.default_rng(11)
    opinion = np.tile([1, 2, 2, 3, 3, 4, 4, 5], (members, 1))
    strays = rng.choice([-1, 0, 0, 0, 1], size=(members, 40))
    return keyed(np.clip(np.repeat(opinion, 5, axis=1) + strays, 1, 5))


def test_careless_tells_careless_members_from_attentive_ones() -> None:
    rng = np.random.default_rng(5)
    straight = np.full((1, 40), 4)
    midpoint = np.full((1, 40), 3)
    random = rng.integers(1, 6, size=(1, 40))
    answers = np.concatenate([attentive(20), straight, midpoint, random, attentive(1)])
    fast = np.zeros(24, dtype=bool)
    fast[-2:] = True  # the random one, and an attentive one who is quick

    flagged = careless(answers, keyed=keyed(answers), characteristics=EIGHT_OF_FIVE, fast=fast)

    assert np.nonzero(flagged)[0].tolist() == [20, 21, 22]


def test_careless_needs_two_families() -> None:
    # No spread and one long run are one family; the halves 3 4 5 and 3 4 5 are consistent.
    answers = np.array([[3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5]])
    characteristics = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]
    assert longest_run(answers).tolist() == [10]

    assert not careless(answers, keyed=answers, characteristics=characteristics).any()
    assert careless(answers, keyed=answers, characteristics=characteristics, fast=[True]).all()


def test_careless_does_not_judge_consistency_by_two_characteristics() -> None:
    # Halves 4 5 and 5 4: with two characteristics every correlation is -1 or 1.
    answers = np.array([[4, 5, 5, 4]])
    assert longest_run(answers).tolist() == [2]
    assert even_odd(answers, characteristics=[0, 0, 1, 1]).tolist() == [-1]

    assert not careless(answers, keyed=answers, characteristics=[0, 0, 1, 1]).any()


def test_careless_looks_at_runs_in_the_order_shown() -> None:
    # Twenty times 1 and twenty times 5, by turns in column order, one after the other as shown.
    answers = np.tile([1, 5], 20)[np.newaxis]
    shown = np.concatenate([np.arange(0, 40, 2), np.arange(1, 40, 2)])
    fast = [True]

    def flagged(order: npt.ArrayLike | None) -> list[bool]:
        characteristics = np.zeros(40, dtype=int)  # one characteristic: no even-odd
        found: list[bool] = careless(
            answers, keyed=answers, characteristics=characteristics, shown=order, fast=fast
        ).tolist()
        return found

    assert flagged(None) == [False]
    assert flagged(shown) == [True]
    assert flagged(shown[np.newaxis]) == [True]


def test_careless_refuses_shapes_that_do_not_match() -> None:
    answers = np.ones((2, 4), dtype=int)
    with pytest.raises(ValueError, match="one entry an item"):
        careless(answers, keyed=answers, characteristics=[0, 0, 1])
    with pytest.raises(ValueError, match="cannot be keyed"):
        careless(answers, keyed=answers[:1], characteristics=[0, 0, 1, 1])
    with pytest.raises(ValueError, match="members, items"):
        longest_run(np.array([1, 2, 3]))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"fast": [True, False]}, "one entry a member"),
        ({"shown": [0, 0, 1, 2]}, "every column once"),
        ({"shown": [0, 1, 2, 4]}, "every column once"),
    ],
)
def test_careless_refuses_what_does_not_fit(wrong: dict[str, list[int]], said: str) -> None:
    answers = np.ones((1, 4), dtype=int)
    with pytest.raises(ValueError, match=said):
        careless(answers, keyed=answers, characteristics=[0, 0, 1, 1], **wrong)


@pytest.mark.parametrize("wrong", [-1, 1.5, np.nan])
def test_indices_refuse_what_is_no_answer(wrong: float) -> None:
    for index in (longest_run, answer_deviation, mahalanobis, synonym_consistency):
        with pytest.raises(ValueError, match="whole numbers from 1 on"):
            index(np.array([[1, wrong]]))


def test_consistency_without_pairs_is_nan_and_no_sign() -> None:
    # No two items go together in this sample; and a sheet without items.
    answers = np.array([[1, 2], [2, 1], [1, 1], [2, 2]])
    assert np.isnan(synonym_consistency(answers)).all()

    nothing = np.zeros((2, 0), dtype=int)
    assert careless(nothing, keyed=nothing, characteristics=[]).tolist() == [False, False]


@given(sheets)
def test_indices_judge_each_member_alone_within_bounds(answers: npt.NDArray[np.uint8]) -> None:
    before = answers.copy()
    runs, spread = longest_run(answers), answer_deviation(answers)
    consistency = even_odd(answers, characteristics=THREE_OF_FOUR)
    flagged = careless(answers, keyed=answers, characteristics=THREE_OF_FOUR)

    assert ((runs >= 0) & (runs <= (answers > 0).sum(axis=1))).all()
    assert not (np.abs(consistency) > 1).any()
    assert longest_run(answers[:, ::-1]).tolist() == runs.tolist()
    assert np.array_equal(answer_deviation(answers[::-1])[::-1], spread, equal_nan=True)
    turned = even_odd(answers[::-1], characteristics=THREE_OF_FOUR)[::-1]
    assert np.array_equal(turned, consistency, equal_nan=True)
    alone = careless(answers[:1], keyed=answers[:1], characteristics=THREE_OF_FOUR)
    assert alone.tolist() == flagged[:1].tolist()
    assert np.array_equal(answers, before)
