"""Who gets in, and what those read who do not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.accounts.viewers import create_api_token
from assessments.models import Account, ApiToken, Community

COMMUNITIES = "/api/v1/communities/"


def test_a_token_lets_in(bearer: Client, community: Community) -> None:
    answer = bearer.get(COMMUNITIES)

    assert answer.status_code == 200
    assert [each["id"] for each in answer.json()["results"]] == [str(community.pk)]


def test_a_session_lets_in(client: Client, leader: Account, community: Community) -> None:
    client.force_login(leader)

    assert client.get(COMMUNITIES).json()["count"] == 1


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer a b", "Bearer \x00", "Bearer é", "Bearer x", "Basic bGVhOg=="]
)
def test_nobody_else_gets_in(client: Client, community: Community, header: str) -> None:
    answer = client.get(COMMUNITIES, headers={"authorization": header})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="commsurvey"'
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"sha256": "0" * 64},
    ],
)
def test_a_token_that_is_no_more_is_refused(
    bearer: Client, community: Community, change: dict[str, object]
) -> None:
    assert bearer.get(COMMUNITIES).status_code == 200

    ApiToken.objects.update(**change)

    assert bearer.get(COMMUNITIES).status_code == 401


def test_a_token_of_one_community_reaches_no_other(leader: Account, community: Community) -> None:
    secret = create_api_token(leader, name="narrow")
    other = Community.objects.create(name="Other", slug="other")
    other.leaders.add(leader)
    ApiToken.objects.get().communities.add(other)
    program = Client(headers={"authorization": f"Bearer {secret}"})

    assert [each["slug"] for each in program.get(COMMUNITIES).json()["results"]] == ["other"]
    assert program.get(f"{COMMUNITIES}{community.pk}/").status_code == 404


def test_answers_are_not_kept_by_anybody_on_the_way(bearer: Client, community: Community) -> None:
    answer = bearer.get(COMMUNITIES)

    assert answer["Cache-Control"] == "private, no-store"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))
