"""Nothing that somebody has kept pushes out what counts guesses."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory

from assessments.web import limits
from commsurvey import connections
from commsurvey.memory_cache import LARGE, MOST_LARGE

COST_OF_A_KEY = 2
"""What an operation costs at least that keeps a key nobody has kept before."""


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    if settings.CACHES["default"]["BACKEND"] != connections.MEMORY:
        pytest.skip("another cache is set")
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def guesser() -> HttpRequest:
    """Somebody who has used up their guesses."""
    request = RequestFactory().get("/")
    for _ in range(limits.GUESSES):
        limits.count(request, "token")
    return request


def test_what_a_token_keeps_in_an_hour_pushes_out_no_count(guesser: HttpRequest) -> None:
    for number in range(settings.GRAPHQL_HOURLY_COST // COST_OF_A_KEY):
        cache.set(f"seen:{number}", 1, timeout=3600)

    assert limits.exhausted(guesser, "token")


def test_drawings_push_out_each_other_only(guesser: HttpRequest) -> None:
    for number in range(MOST_LARGE + 10):
        cache.set(f"plot.{number}", "x" * LARGE, timeout=3600)
        cache.get("plot.0")

    assert limits.exhausted(guesser, "token")
    kept = [number for number in range(MOST_LARGE + 10) if cache.get(f"plot.{number}")]
    assert kept == [0, *range(11, MOST_LARGE + 10)]


def test_settings_of_the_address_go_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "locmemcache://?max_entries=7")

    assert connections.cache()["OPTIONS"] == {"MAX_ENTRIES": 7}
