"""Programs that ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.domain.accounts.viewers import create_api_token
from assessments.models import Account

Get = Callable[..., Any]


@pytest.fixture
def bearer(leader: Account) -> Client:
    """A program that acts for the leader."""
    return Client(headers={"authorization": f"Bearer {create_api_token(leader, name='program')}"})
