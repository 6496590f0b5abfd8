"""Guesses are counted by who makes them."""

import pytest
from django.test import RequestFactory

from assessments.web import limits


@pytest.mark.parametrize(
    ("guessing", "other", "shared"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),  # one household, which has the /64
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_guesses_are_counted_by_household(guessing: str, other: str, shared: bool) -> None:
    for _ in range(limits.GUESSES):
        limits.count(RequestFactory().get("/", REMOTE_ADDR=guessing), "token")

    assert limits.exhausted(RequestFactory().get("/", REMOTE_ADDR=guessing), "token")
    assert limits.exhausted(RequestFactory().get("/", REMOTE_ADDR=other), "token") is shared
