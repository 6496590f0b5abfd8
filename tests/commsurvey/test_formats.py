"""Numbers are written as the reader's language writes them."""

import pytest
from django.utils import translation
from django.utils.formats import number_format

from assessments.templatetags.surveys import grouped


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "100,000,000"),
        ("de", "100.000.000"),
        # CLDR 48: new Intl.NumberFormat("ar").format(100000000)
        ("ar", "100,000,000"),
    ],
)
def test_thousands_are_told_apart_where_people_are_counted(language: str, told: str) -> None:
    with translation.override(language):
        assert grouped(100_000_000) == told


def test_arabic_fractions_are_not_mistaken_for_thousands() -> None:
    with translation.override("ar"):
        # CLDR 48: new Intl.NumberFormat("ar").format(1234.5)
        assert number_format(1234.5, force_grouping=True) == "1,234.5"
        assert number_format(1234.5) == "1234.5"


def test_years_and_other_numbers_stay_in_one_piece() -> None:
    with translation.override("ar"):
        assert number_format(2026) == "2026"
