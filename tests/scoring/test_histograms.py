import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.histograms import SHEETS_AT_ONCE, histograms_of
from scoring.statistics import statistics
from tests.scoring.waves import frame, simulated

FRAME = frame()


@given(st.lists(st.integers(0, 40), max_size=6), st.integers(0, 1000))
def test_histograms_of_waves_are_those_of_each(sheets: list[int], seed: int) -> None:
    waves = [simulated(FRAME, count, seed=seed + count, skip=0.2) for count in sheets]

    found = histograms_of(iter(waves), FRAME)

    assert found.shape == (len(waves), FRAME.width, 13)
    for wave, histograms in zip(waves, found, strict=True):
        assert np.array_equal(histograms, statistics(wave, FRAME).histograms)


def test_histograms_of_waves_count_each_answer_of_its_wave() -> None:
    first, second = np.zeros((2, FRAME.width, 3), dtype=np.uint8)
    first[0] = (4, 4, 255)
    second[0, :2] = (4, 1)
    second[40] = (11, 1, 1)  # a prediction of 10 of 10, and two of 0 of 10

    found = histograms_of([first, second], FRAME)

    # No answer, five points, six places that only longer scales use, can't say.
    assert found[0, 0].tolist() == [0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert found[1, 0].tolist() == [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert found[1, 40].tolist() == [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]


def test_histograms_go_on_beyond_what_is_counted_at_once() -> None:
    small, large = simulated(FRAME, 5, seed=1), simulated(FRAME, SHEETS_AT_ONCE, seed=2)

    found = histograms_of([small, large, small], FRAME)

    assert np.array_equal(found[0], found[2])
    assert (found.sum(axis=2) == [[5], [SHEETS_AT_ONCE], [5]]).all()


def test_histograms_refuse_what_nobody_could_answer() -> None:
    wave = np.zeros((FRAME.width, 1), dtype=np.uint8)
    wrong = wave.copy()
    wrong[40] = 255
    with pytest.raises(ValueError, match="column 40 holds 255"):
        histograms_of([wave, wrong], FRAME)
    with pytest.raises(ValueError, match="uint8 of shape"):
        histograms_of([wave, wave[1:]], FRAME)
