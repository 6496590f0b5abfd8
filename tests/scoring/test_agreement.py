from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.agreement import (
    ad_mean,
    ad_median,
    consensus,
    leik,
    polarisation,
    tastle_wierman,
    van_der_eijk_a,
)
from scoring.layers import agreement_of_layers
from tests.scoring.oracle_sets import LIKERT, complete, expected_of, histograms, oracle

Index = Callable[[npt.NDArray[np.integer]], npt.NDArray[np.float64]]

INDICES: list[Index] = [
    ad_mean,
    ad_median,
    consensus,
    leik,
    polarisation,
    tastle_wierman,
    van_der_eijk_a,
]

histogram = (
    st.integers(2, 11)
    .flatmap(lambda size: st.lists(st.integers(0, 60), min_size=size, max_size=size))
    .filter(any)
    .map(np.array)
)


@pytest.mark.parametrize(
    ("index", "name"),
    [
        (ad_median, "ad_median"),
        (ad_mean, "ad_mean"),
        (van_der_eijk_a, "A"),
        (tastle_wierman, "Cns"),
        (leik, "Leik_D"),
    ],
)
def test_index_agrees_with_r_package_agrmt_on_single_histograms(index: Index, name: str) -> None:
    vectors = [v for v in expected_of("frequency_vectors")["vectors"] if v[name] is not None]

    assert len(vectors) >= 43  # agrmt has no A at two points
    for vector in vectors:
        assert index(np.array(vector["freq"])) == pytest.approx(vector[name], abs=1e-9)


def test_polarisation_agrees_with_r_package_agrmt() -> None:
    # agrmt::polarization is (1 - A)/2, from 0 to 1.
    vectors = [v for v in expected_of("frequency_vectors")["vectors"] if v["A"] is not None]

    for vector in vectors:
        expected = 100 * vector["polarization"]
        assert polarisation(np.array(vector["freq"])) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", LIKERT)
def test_indices_agree_with_r_in_every_group_and_item(name: str) -> None:
    data = oracle(name)
    for group in [*data.expected["groups"], data.expected["overall"]]:
        counts = histograms(data.of_group(group["group"]), points=data.points)
        for item, row in zip(group["items"], counts, strict=True):
            assert row.tolist() == item["freq"]
            for index, key in [
                (ad_median, "ad_median"),
                (ad_mean, "ad_mean"),
                (van_der_eijk_a, "A"),
                (tastle_wierman, "cns"),
            ]:
                if item[key] is not None:
                    assert index(row) == pytest.approx(item[key], abs=1e-9)


@pytest.mark.parametrize("name", LIKERT)
def test_mean_deviations_agree_with_r_over_complete_members(name: str) -> None:
    data = oracle(name)
    for group in data.expected["groups"]:
        if group["ad_median"] is None:
            continue
        counts = histograms(complete(data.of_group(group["group"])), points=data.points)
        assert ad_median(counts).mean() == pytest.approx(group["ad_median"], abs=1e-9)
        assert ad_mean(counts).mean() == pytest.approx(group["ad_mean"], abs=1e-9)


@pytest.mark.parametrize("name", ["synthetic_edges", "bhr2000_lead", "lq2002_lead", "bfi_A"])
def test_consensus_and_polarisation_of_a_characteristic_agree_with_the_oracle(name: str) -> None:
    data = oracle(name)
    compared = 0
    for group in data.expected["groups"]:
        counts = histograms(data.of_group(group["group"]), points=data.points)
        heard = counts[counts.sum(axis=1) > 0]
        if group["consensus_primary"] is not None:
            assert consensus(heard).mean() == pytest.approx(group["consensus_primary"], abs=1e-9)
            assert polarisation(heard).mean() == pytest.approx(group["polarisation_A"], abs=1e-9)
            compared += 1
    assert compared >= 5


def test_van_der_eijk_a_agrees_with_r_package_agrmt() -> None:
    # R> agrmt::agreement(c(30,40,210,130,530,50,10))   # agrmt 1.42.12, man/agreement.Rd
    assert van_der_eijk_a([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


def test_tastle_wierman_agrees_with_r_package_agrmt() -> None:
    # R> agrmt::consensus(c(30,40,210,130,530,50,10))   # agrmt 1.42.12, man/consensus.Rd
    assert tastle_wierman([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.7256876, abs=5e-8)


def test_consensus_at_the_practical_limit_of_burke_and_dunlap() -> None:
    # AD_Md = K/6 = 5/6 (Burke & Dunlap 2002): the answers 2 2 3 3 4 5 have median 3 and
    # deviations 1 1 0 0 1 2, 5/6 on average; 100 · (1 - 2 · 5/6 / 4) = 58.3.
    assert ad_median([0, 2, 2, 1, 1]) == 5 / 6
    assert consensus([0, 2, 2, 1, 1]) == pytest.approx(58.333, abs=5e-4)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 0, 7, 0, 0], 100),
        ([5, 0, 0, 0, 5], 0),
        ([6, 0, 0, 0, 5], 100 / 11),  # an odd group cannot split evenly
        ([4, 4, 4, 4, 4], 40),
        ([0, 1], 100),
    ],
)
def test_consensus_of_clear_cases(counts: list[int], expected: float) -> None:
    assert consensus(counts) == pytest.approx(expected, abs=1e-12)


@given(histogram)
def test_van_der_eijk_a_is_the_same_looked_up_or_computed(counts: npt.NDArray[np.int64]) -> None:
    looked_up = agreement_of_layers(counts.astype(np.float64))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoring.layers.MOST_TABLED", 0)
        assert agreement_of_layers(counts.astype(np.float64)) == looked_up


def test_van_der_eijk_a_of_a_slider_is_that_of_its_definition() -> None:
    # 101 points: all at one, one half at either end, evenly spread; and one answer at every other
    # point, whose triples are counted one middle after the other.
    one, ends, even = np.eye(101)[40], np.zeros(101), np.ones(101)
    ends[[0, -1]] = 1
    used = np.arange(101) % 2 == 0
    together = apart = 0
    for b in range(101):
        left, right = used[:b], used[b + 1 :]
        if used[b]:
            together += left.sum() * (~right).sum() + (~left).sum() * right.sum()
        else:
            apart += left.sum() * right.sum()
    unimodality = (99 * together - 100 * apart) / (99 * (together + apart))

    assert van_der_eijk_a(np.array([one, ends, even])) == pytest.approx([1, -1, 0], abs=1e-12)
    assert van_der_eijk_a(used) == pytest.approx(unimodality * (1 - 50 / 100))


def test_polarisation_of_two_points_treats_an_even_split_as_an_even_spread() -> None:
    assert polarisation([5, 5]) == 50
    assert polarisation([0, 10]) == 0


@pytest.mark.parametrize("index", INDICES)
def test_index_of_nobody_is_nan_and_leaves_the_others_alone(index: Index) -> None:
    counts = np.array([[0, 0, 0, 0, 0], [1, 2, 3, 2, 1]])

    assert np.isnan(index(counts)).tolist() == [True, False]
    assert np.isnan(index(np.zeros(5, dtype=np.int64)))


@pytest.mark.parametrize("index", INDICES)
def test_index_keeps_leading_axes_and_the_input(index: Index) -> None:
    counts = np.random.default_rng(4).integers(0, 9, size=(2, 3, 5)).astype(np.uint8)
    before = counts.copy()

    values = index(counts)

    assert values.shape == (2, 3)
    assert values[1, 2] == index(counts[1, 2])
    assert isinstance(index(counts[1, 2]), float)
    assert np.array_equal(counts, before)


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("counts", [[3], 3, [2, -1], [2, float("nan")], [2, float("inf")]])
def test_index_refuses_what_is_no_histogram(index: Index, counts: object) -> None:
    with pytest.raises(ValueError, match="counts must"):
        index(np.array(counts))


@given(histogram)
def test_indices_do_not_depend_on_the_direction_of_the_scale(
    counts: npt.NDArray[np.int64],
) -> None:
    for index in INDICES:
        assert index(counts[::-1]) == pytest.approx(index(counts), abs=1e-12)
    # Exactly: consensus is one division of whole numbers.
    assert consensus(counts[::-1]) == consensus(counts)


@given(histogram, st.integers(2, 20))
def test_indices_do_not_depend_on_group_size(counts: npt.NDArray[np.int64], times: int) -> None:
    for index in INDICES:
        assert index(counts * times) == pytest.approx(index(counts), abs=1e-12)
    assert consensus(counts * times) == consensus(counts)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.data())
def test_consensus_does_not_depend_on_the_order_in_which_members_are_counted(
    answers: list[int], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(answers))
    cut = data.draw(st.integers(0, len(answers)))
    parts = [
        np.bincount(np.array(part, dtype=int), minlength=5)
        for part in (shuffled[:cut], shuffled[cut:])
    ]

    assert consensus(parts[0] + parts[1]) == consensus(np.bincount(answers, minlength=5))


@given(histogram)
def test_indices_stay_in_their_bounds(counts: npt.NDArray[np.int64]) -> None:
    widest = (counts.size - 1) / 2
    for index, low, high in [
        (ad_mean, 0.0, widest),
        (ad_median, 0.0, widest),
        (consensus, 0.0, 100.0),
        (leik, 0.0, 1.0),
        (polarisation, 0.0, 100.0),
        (tastle_wierman, 0.0, 1.0),
        (van_der_eijk_a, -1.0, 1.0),
    ]:
        assert low - 1e-12 <= index(counts) <= high + 1e-12


@given(histogram, st.data())
def test_consensus_never_falls_when_a_member_moves_toward_the_median(
    counts: npt.NDArray[np.int64], data: st.DataObject
) -> None:
    # A lower median: the first point at which half of the members are reached.
    median = int(np.argmax(2 * np.cumsum(counts) >= counts.sum()))
    movable = [point for point in np.nonzero(counts)[0].tolist() if point != median]
    if not movable:
        return
    start = data.draw(st.sampled_from(movable))
    end = data.draw(st.integers(min(start, median), max(start, median)))
    moved = counts.copy()
    moved[start] -= 1
    moved[end] += 1

    assert consensus(moved) >= consensus(counts)


@given(histogram)
def test_consensus_is_leik_turned_round(counts: npt.NDArray[np.int64]) -> None:
    assert consensus(counts) == pytest.approx(100 * (1 - leik(counts)), abs=1e-12)


@given(histogram)
def test_median_deviation_agrees_with_its_definition(counts: npt.NDArray[np.int64]) -> None:
    answers = np.repeat(np.arange(counts.size), counts)

    assert ad_median(counts) == pytest.approx(
        np.abs(answers - np.median(answers)).mean(), abs=1e-12
    )
    assert ad_mean(counts) == pytest.approx(np.abs(answers - answers.mean()).mean(), abs=1e-12)
