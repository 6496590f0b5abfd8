"""The privacy page says what this installation keeps, and whom to ask."""

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def page(client: Client, settings: Any) -> str:
    """The page of an installation with a contact and a period of its own."""
    settings.PRIVACY_CONTACT = "<b>Ada</b>, privacy@example.org"
    settings.KEEP_SHEETS_MONTHS = 3
    return client.get("/privacy/").content.decode()


def test_periods_are_those_of_the_installation(page: str) -> None:
    assert "3 months after the close" in page
    assert "at most 13 months after the close" in page


def test_the_contact_is_named_and_harmless(page: str) -> None:
    assert '<a href="mailto:privacy@example.org">' in page
    assert "&lt;b&gt;Ada" in page


def test_limits_and_rights_are_told(page: str) -> None:
    for said in ("copy of its database from before the close", "withdraw them first", "faith"):
        assert said in page


def test_what_is_kept_of_a_sign_in_is_told(page: str) -> None:
    for said in ("Firefox, Linux", "no network address", "last day of use", "for a minute"):
        assert said in page
