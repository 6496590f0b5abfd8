"""What a token may ask in an hour, and documents that are asked for by their id."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from assessments.domain.accounts.viewers import create_api_token
from assessments.graphql.examples import document_id, examples
from assessments.models import Account, Community
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.asking import HEADLINE
from tests.assessments.graphql.conftest import MEDIA, Ask

COSTLY = "{ viewer { communities(first: 100) { nodes { latestWave { number } } } } }"
COST = 1 + 100 * 3  # viewer, and for each of 100: the connection, the node, its wave


@pytest.fixture
def program(bearer: str) -> Client:
    """A client that sends the leader's token."""
    return Client(headers={"Authorization": bearer, "Accept": MEDIA})


def send(client: Client, **body: Any) -> Any:
    """Send a request by POST."""
    return client.post("/graphql", body, content_type="application/json")


def test_allowance_is_counted_by_cost_and_hour(
    ask: Ask, settings: Any, leader: Account, program: Client
) -> None:
    settings.GRAPHQL_HOURLY_COST = 700
    with time_machine.travel("2026-11-22T10:20:00Z", tick=False) as clock:
        assert ask(COSTLY)["extensions"]["cost"]["requested"] == COST
        left = ask("{ rateLimit { remaining } }")["data"]["rateLimit"]["remaining"]
        assert left == 700 - COST - 1
        ask(COSTLY)

        refused = send(program, query=COSTLY)
        other = f"Bearer {create_api_token(leader, name='another')}"
        assert "errors" not in ask(COSTLY, by=other)
        clock.shift(2400)
        assert "errors" not in ask(COSTLY)

    assert refused.status_code == 429
    assert refused["Retry-After"] == "2401"
    (error,) = refused.json()["errors"]
    assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfter": 2401}
    assert "data" not in refused.json()


def test_kept_answers_count_too(
    settings: Any, program: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=12)
    body = {"query": HEADLINE, "variables": {"slug": community.slug}}
    statuses = [send(program, **body).status_code for _ in range(4)]
    settings.GRAPHQL_HOURLY_COST = 1

    refused = send(program, **body)

    assert statuses == [200] * 4
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_registered_document_is_asked_for_by_its_id(
    program: Client, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=12)
    text = examples()["HowAreWe"]
    variables = {"slug": community.slug}

    by_text = send(program, query=text, variables=variables)
    by_id = send(program, documentId=document_id(text), variables=variables)

    assert by_id.json() == by_text.json()
    assert by_id.json()["data"]["community"]["name"] == community.name


def test_unknown_document_is_refused(program: Client) -> None:
    response = send(program, documentId=f"sha256:{'0' * 64}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "DOCUMENT_NOT_FOUND"
    wrongs: tuple[object, ...] = (1, {}, "", "\0", "x" * 10_000)
    for wrong in wrongs:
        assert send(program, documentId=wrong).status_code == 400
