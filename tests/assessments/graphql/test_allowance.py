"""The allowance of an hour: who shares one, and what counts."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from graphql import GraphQLError

from assessments.graphql.allowance import Allowance
from assessments.models import Account, Community
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.asking import HEADLINE
from tests.assessments.graphql.conftest import Ask

NOW = datetime(2026, 11, 22, 10, 20, tzinfo=UTC)
COSTLY = "{ viewer { communities(first: 100) { nodes { latestWave { number } } } } }"
COST = 1 + 100 * 3  # viewer, and for each of 100: the connection, the node, its wave


def by_session(client: Client, query: str) -> int:
    """Ask as whoever is signed in, and give the status."""
    body = {"query": query}
    status: int = client.post("/graphql", body, content_type="application/json").status_code
    return status


def left(ask: Ask) -> int:
    """Ask what is left of the hour; that costs 1 itself."""
    found: int = ask("{ rateLimit { remaining } }")["data"]["rateLimit"]["remaining"]
    return found


def test_whole_allowance_may_be_spent(ask: Ask, settings: Any) -> None:
    settings.GRAPHQL_HOURLY_COST = COST

    assert "errors" not in ask(COSTLY)
    (error,) = ask("{ __typename }")["errors"]

    assert error["extensions"]["code"] == "RATE_LIMITED"


def test_operation_that_is_refused_leaves_what_was_left(ask: Ask, settings: Any) -> None:
    settings.GRAPHQL_HOURLY_COST = COST + 9
    ask("{ __typename }")
    ask(COSTLY)

    for _ in range(3):
        (error,) = ask(COSTLY)["errors"]
        assert error["extensions"]["code"] == "RATE_LIMITED"

    assert left(ask) == 7  # 1 and COST are spent, and 1 for this question


def test_operation_that_costs_nothing_counts(ask: Ask) -> None:
    before = left(ask)

    assert ask("{ __typename }")["extensions"]["cost"]["requested"] == 0
    assert left(ask) == before - 2


def test_kept_answer_costs_what_it_cost_first(
    ask: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=5)
    cost = ask(HEADLINE, slug=community.slug)["extensions"]["cost"]
    for _ in range(3):  # an answer is kept when it was asked for before
        ask(HEADLINE, slug=community.slug)
    before = left(ask)

    ask(HEADLINE, slug=community.slug)

    assert cost["requested"] > 10
    assert left(ask) == before - cost["requested"] - 1


def test_sessions_of_an_account_share_an_allowance(
    settings: Any, leader: Account, other_leader: Account
) -> None:
    settings.GRAPHQL_HOURLY_COST = COST
    first, second, other = Client(), Client(), Client()
    for browser, account in ((first, leader), (second, leader), (other, other_leader)):
        browser.force_login(account)

    assert by_session(first, COSTLY) == 200
    assert by_session(second, COSTLY) == 429
    assert by_session(other, COSTLY) == 200


def test_cache_that_keeps_nothing_still_refuses_what_is_too_much(settings: Any) -> None:
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}
    settings.GRAPHQL_HOURLY_COST = 10
    allowance = Allowance(who=uuid4(), now=NOW)

    allowance.charge(10)
    assert (allowance.spent, allowance.remaining) == (10, 0)
    with pytest.raises(GraphQLError, match="10 an hour"):
        allowance.charge(11)


def test_allowance_lasts_until_the_hour_is_over(settings: Any) -> None:
    cache.clear()
    settings.GRAPHQL_HOURLY_COST = 10
    who = uuid4()
    Allowance(who=who, now=NOW.replace(minute=0, second=0)).charge(10)

    with pytest.raises(GraphQLError) as refused:
        Allowance(who=who, now=NOW.replace(minute=59, second=59)).charge(1)
    Allowance(who=who, now=NOW.replace(hour=11, minute=0)).charge(10)

    assert refused.value.extensions == {"code": "RATE_LIMITED", "retryAfter": 2}
