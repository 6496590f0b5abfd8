"""Whatever is asked, the answer is JSON and never the server's fault."""

import uuid

import pytest
from django.test import Client

from assessments.models import Account, Community
from tests.assessments.conftest import OpenWave

UNKNOWN = uuid.UUID(int=7)


@pytest.mark.parametrize(
    "path",
    [
        "communities/{community}/",
        "communities/{community}/waves/",
        "waves/{wave}/",
        "waves/{wave}/assessment/",
    ],
)
def test_a_stranger_and_a_wrong_id_get_the_same_404(
    client: Client, other_leader: Account, open_wave: OpenWave, path: str
) -> None:
    wave = open_wave()
    client.force_login(other_leader)

    stranger = client.get("/api/v1/" + path.format(community=wave.community_id, wave=wave.pk))
    wrong = client.get("/api/v1/" + path.format(community=UNKNOWN, wave=UNKNOWN))

    assert (stranger.status_code, stranger.content) == (404, wrong.content)
    client.force_login(wave.community.leaders.get())
    seen = client.get("/api/v1/" + path.format(community=wave.community_id, wave=wave.pk))
    assert seen.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=1e9",
        "limit=" + "9" * 5000,
        "offset=" + "9" * 40,
        "offset=-5",
        "limit=%00&offset=%ff",
        "limit=NaN",
        "limit=٣",
        "ordering=packed&filter[level]=1&minimum_answers=0",
        "lang=../../etc/passwd",
    ],
)
def test_a_strange_query_changes_nothing(bearer: Client, community: Community, query: str) -> None:
    answer = bearer.get(f"/api/v1/communities/?{query}")

    assert answer.status_code == 200
    assert answer.json()["count"] == 1


def test_a_page_is_never_longer_than_the_cap(bearer: Client, leader: Account) -> None:
    many = Community.objects.bulk_create(
        Community(name=f"Number {n}", slug=f"number-{n}") for n in range(201)
    )
    leader.communities.add(*many)

    assert len(bearer.get("/api/v1/communities/?limit=100000").json()["results"]) == 200
    assert len(bearer.get("/api/v1/communities/").json()["results"]) == 50


@pytest.mark.parametrize(
    "path", ["", "communities", "nothing/", "waves/not-an-id/", "waves/%00/", "../a", "é/\u202e/"]
)
def test_an_address_that_is_none_is_a_json_404(bearer: Client, path: str) -> None:
    answer = bearer.get(f"/api/v1/{path}")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_there_is_nothing_but_reading(bearer: Client, community: Community, method: str) -> None:
    answer = getattr(bearer, method)(f"/api/v1/communities/{community.pk}/")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", ";;q=,", "*/*;q=x"])
def test_any_wish_for_a_format_is_answered_in_json(
    bearer: Client, community: Community, accept: str
) -> None:
    answer = bearer.get("/api/v1/communities/", headers={"accept": accept})

    assert answer.status_code in {200, 406}
    assert answer["Content-Type"] == "application/json"
