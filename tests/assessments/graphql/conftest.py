"""Asking GraphQL as a program does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from assessments.domain.accounts.viewers import create_api_token
from assessments.graphql.answers import ANSWERS
from assessments.graphql.documents import DOCUMENTS
from assessments.models import Account

MEDIA = "application/graphql-response+json"

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Let every test start without prepared documents, kept answers and used allowances."""
    DOCUMENTS.forget()
    ANSWERS.forget()
    cache.clear()


@pytest.fixture
def bearer(leader: Account) -> str:
    """The header of a program that acts for the leader."""
    return f"Bearer {create_api_token(leader, name='a test')}"


@pytest.fixture
def stranger(other_leader: Account) -> str:
    """The header of a program that acts for the leader of another community."""
    return f"Bearer {create_api_token(other_leader, name='a test')}"


@pytest.fixture
def ask(client: Client, bearer: str) -> Ask:
    """Ask as the leader, or as ``by``; give the whole answer."""

    def send(query: str, *, by: str = bearer, **variables: Any) -> dict[str, Any]:
        response = client.post(
            "/graphql",
            {"query": query, "variables": variables},
            content_type="application/json",
            headers={"Authorization": by, "Accept": MEDIA},
        )
        answer: dict[str, Any] = response.json()
        return answer

    return send


@pytest.fixture
def data(ask: Ask) -> Ask:
    """Ask, and give the data of an answer that must be without errors."""

    def send(query: str, *, by: str | None = None, **variables: Any) -> dict[str, Any]:
        answer = ask(query, **({"by": by} if by else {}), **variables)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    return send
