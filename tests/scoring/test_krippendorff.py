import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from scoring.krippendorff import Measurement, krippendorff_alpha, krippendorff_alpha_of_counts
from tests.scoring.oracle_sets import Oracle, expected_of, oracle

# Krippendorff (2011), section C: 4 observers in rows, 12 units in columns, 0 where missing.
CANONICAL = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
).T

ratings_of_units = npst.arrays(
    np.int64, st.tuples(st.integers(1, 8), st.integers(1, 5)), elements=st.integers(0, 4)
)


def alpha_of(data: Oracle, measurement: Measurement) -> float:
    # One of the sets rates 0, so the values are told apart from missing by hand.
    values = np.unique(data.answers[np.isfinite(data.answers)])
    counts = (data.answers[:, :, np.newaxis] == values).sum(axis=1)
    return krippendorff_alpha_of_counts(counts, values=values, measurement=measurement)


@pytest.mark.parametrize(
    ("measurement", "expected"),
    [
        # R> irr::kripp.alpha(x, method)   # irr 0.84.1; printed as .743 .815 .849 .797 there
        (Measurement.NOMINAL, 0.743421052631579),
        (Measurement.ORDINAL, 0.815387503754881),
        (Measurement.INTERVAL, 0.849107142857143),
        (Measurement.RATIO, 0.797402774711612),
    ],
)
def test_alpha_of_the_canonical_example(measurement: Measurement, expected: float) -> None:
    assert krippendorff_alpha(CANONICAL, measurement=measurement) == pytest.approx(
        expected, abs=1e-12
    )


@pytest.mark.parametrize("measurement", Measurement)
def test_alpha_agrees_with_r_package_irr(measurement: Measurement) -> None:
    sets = expected_of("krippendorff")["sets"]

    assert len(sets) == 5
    for expected in sets:
        data = oracle("krippendorff", file=f"{expected['name']}.csv")
        peer = expected["irr_kripp"][measurement.lower()]
        disagreement = (1 - alpha_of(data, measurement)) * irr_excess(data)
        assert 1 - disagreement == pytest.approx(peer, abs=1e-9), expected["name"]


def irr_excess(data: Oracle) -> float:
    """By how much irr 0.84.1 overstates disagreement when no rating is missing.

    Krippendorff's formula has n - 1 there, n the number of ratings; the values of irr for
    complete tables have n - 1/(raters - 1). irrCAC agrees with Krippendorff, see below.
    """
    if np.isnan(data.answers).any():
        return 1.0
    units, raters = data.answers.shape
    n = units * raters
    return float((n - 1 / (raters - 1)) / (n - 1))


@pytest.mark.parametrize(
    ("measurement", "weights"),
    [(Measurement.NOMINAL, "unweighted"), (Measurement.INTERVAL, "quadratic")],
)
def test_alpha_agrees_with_r_package_irrcac(measurement: Measurement, weights: str) -> None:
    for expected in expected_of("krippendorff")["sets"]:
        data = oracle("krippendorff", file=f"{expected['name']}.csv")
        (row,) = [row for row in expected["irrCAC"] if row["weights"] == weights]
        # irrCAC rounds to five decimals.
        assert alpha_of(data, measurement) == pytest.approx(row["kripp"], abs=5.1e-6)


@pytest.mark.parametrize("measurement", Measurement)
def test_alpha_of_perfect_agreement_is_one(measurement: Measurement) -> None:
    assert krippendorff_alpha(np.array([[1, 1], [4, 4], [2, 2]]), measurement=measurement) == 1


@pytest.mark.parametrize(
    "ratings", [[[3, 3], [3, 3]], [[1, 0], [0, 2]], [[0, 0]], np.empty((0, 3))]
)
def test_alpha_without_variation_or_pairs_is_nan(ratings: npt.ArrayLike) -> None:
    given_ratings = np.asarray(ratings, dtype=np.int64)
    assert math.isnan(krippendorff_alpha(given_ratings, measurement=Measurement.ORDINAL))


@pytest.mark.parametrize("wrong", [-1, 1.5, np.nan])
def test_alpha_refuses_what_is_no_rating(wrong: float) -> None:
    with pytest.raises(ValueError, match="whole numbers from 0 on"):
        krippendorff_alpha(np.array([[1, wrong], [2, 2]]), measurement=Measurement.NOMINAL)


@pytest.mark.parametrize(
    ("counts", "values", "said"),
    [
        ([1, 2], [1, 2], "units, V"),
        ([[1, 2]], [1, 2, 3], "units, V"),
        ([[1, -2]], [1, 2], "negative"),
        ([[1, 2]], [2, 1], "ascend"),
        ([[1, 2]], [1, np.inf], "finite"),
        ([[1, 2]], [-1, 1], "ratio scale"),
    ],
)
def test_alpha_of_counts_refuses_what_does_not_fit(
    counts: npt.ArrayLike, values: npt.ArrayLike, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        krippendorff_alpha_of_counts(counts, values=values, measurement=Measurement.RATIO)


def test_alpha_refuses_what_is_no_matrix() -> None:
    with pytest.raises(ValueError, match="units, raters"):
        krippendorff_alpha(np.array([1, 2]), measurement=Measurement.NOMINAL)


@given(ratings_of_units, st.sampled_from(Measurement))
def test_alpha_does_not_depend_on_the_order_of_units_or_raters(
    ratings: npt.NDArray[np.int64], measurement: Measurement
) -> None:
    before = ratings.copy()
    expected = krippendorff_alpha(ratings, measurement=measurement)

    turned = krippendorff_alpha(ratings[::-1, ::-1], measurement=measurement)

    assert turned == pytest.approx(expected, abs=1e-12, nan_ok=True)
    assert math.isnan(expected) or expected <= 1 + 1e-12
    assert np.array_equal(ratings, before)
