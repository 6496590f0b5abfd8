"""The intervals hold the value of the whole group as often as they say; see `coverage_table`."""

from pathlib import Path

import pytest

from scoring import Estimate
from tests.scoring.coverage_table import GROUPS, HEARD, SCORES, coverage, members, results, rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"


@pytest.mark.slow
@pytest.mark.parametrize("heard", HEARD)
@pytest.mark.parametrize("score", SCORES)
def test_value_of_all_lies_in_the_interval(heard: int, score: str) -> None:
    # 1,000 groups vary by a standard error of .7.
    assert coverage(heard)[score] == pytest.approx(0.95, abs=0.03)


@pytest.mark.slow
def test_page_prints_the_table_of_coverage() -> None:
    assert "\n".join(rows(GROUPS)) in PAGE.read_text(encoding="utf-8")


def test_values_of_a_few_groups_lie_in_the_interval() -> None:
    # The slow tests' short form: 23 of 30 is what .95 falls below once in two thousand.
    assert min(coverage(12, 30).values()) > 22 / 30


@pytest.mark.parametrize("heard", HEARD)
def test_intervals_of_everybody_have_no_width(heard: int) -> None:
    for result in results(members(heard, seed=1), invited=heard).values():
        if isinstance(result, Estimate):
            assert result.low == result.value == result.high
