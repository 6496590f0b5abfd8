"""Answers that are kept: the same to the byte, and never to somebody who may not see them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.accounts.viewers import create_api_token
from assessments.domain.communities.communities import update_community
from assessments.models import Account, ApiToken, Community, Leadership, Wave
from tests.assessments import making
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.asking import HEADLINE
from tests.assessments.graphql.conftest import MEDIA, Ask

QUERY = HEADLINE.replace("items(first: 3)", "items(first: 3) @skip(if: true)")


@pytest.fixture
def kept(ask: Ask, community: Community, assessed_wave: OpenWave) -> Wave:
    """A released wave of which the answer is kept."""
    wave = assessed_wave(n=12)
    for _ in range(3):
        assert "errors" not in ask(QUERY, slug=community.slug)
    return wave


def statements(act: Callable[[], Any]) -> int:
    """Count what an act asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_kept_answer_is_the_same_and_takes_one_query(
    ask: Ask, community: Community, kept: Wave
) -> None:
    fresh = ask(QUERY + " ", slug=community.slug)

    assert ask(QUERY, slug=community.slug) == fresh
    assert statements(lambda: ask(QUERY, slug=community.slug)) == 1


def forget_leadership(_token: ApiToken, community: Community) -> None:
    Leadership.objects.filter(community=community).delete()


def revoke(token: ApiToken, _community: Community) -> None:
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())


def expire(token: ApiToken, _community: Community) -> None:
    past = timezone.now() - timedelta(seconds=1)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=past)


def deactivate(token: ApiToken, _community: Community) -> None:
    Account.objects.filter(pk=token.account_id).update(is_active=False)


def narrow(token: ApiToken, _community: Community) -> None:
    token.communities.add(making.make_community(token.account, "Another"))


def delete(_token: ApiToken, community: Community) -> None:
    community.delete()


@pytest.mark.parametrize(
    "lose",
    [forget_leadership, revoke, expire, deactivate, narrow, delete],
    ids=lambda f: f.__name__,
)
def test_kept_answer_is_not_given_to_who_may_not_see_it_any_more(
    client: Client,
    bearer: str,
    community: Community,
    kept: Wave,
    lose: Callable[[ApiToken, Community], None],
) -> None:
    def found() -> Any:
        body = {"query": QUERY, "variables": {"slug": community.slug}}
        headers = {"Authorization": bearer, "Accept": MEDIA}
        answer = client.post("/graphql", body, content_type="application/json", headers=headers)
        return answer.json().get("data")

    assert found()["community"]["latestWave"]["assessment"]["overall"]["value"] > 0
    lose(ApiToken.objects.get(), community)

    assert found() in (None, {"community": None})


def test_kept_answer_is_of_one_token(
    ask: Ask, stranger: str, leader: Account, community: Community, kept: Wave
) -> None:
    assert ask(QUERY, slug=community.slug, by=stranger)["data"] == {"community": None}

    second = f"Bearer {create_api_token(leader, name='second')}"
    assert ask(QUERY, slug=community.slug, by=second) == ask(QUERY, slug=community.slug)


def test_kept_answer_shows_what_changed_since(
    data: Ask, community: Community, assessed_wave: OpenWave, kept: Wave
) -> None:
    update_community(community, name="Dry Taps Guild")
    assert data(QUERY, slug=community.slug)["community"]["name"] == "Dry Taps Guild"

    Wave.objects.filter(pk=kept.pk).update(minimum_answers=20)  # as an admin may
    raised = data(QUERY, slug=community.slug)["community"]["latestWave"]
    assert raised["assessment"]["overall"]["reason"] == "TOO_FEW_ANSWERS"

    assessed_wave(n=13)
    assert data(QUERY, slug=community.slug)["community"]["latestWave"]["number"] == 2


def test_kept_answer_has_a_language(
    ask: Ask, bearer: str, community: Community, kept: Wave
) -> None:
    german = Client(headers={"Authorization": bearer, "Accept": MEDIA, "Accept-Language": "de"})
    body = {"query": QUERY, "variables": {"slug": community.slug}}
    before = ask(QUERY, slug=community.slug)

    answer = german.post("/graphql", body, content_type="application/json").json()

    names = [
        [each["characteristic"]["name"] for each in part["characteristics"]]
        for part in (
            found["data"]["community"]["latestWave"]["assessment"] for found in (before, answer)
        )
    ]
    assert names[0] != names[1]


def test_answer_with_an_open_wave_is_not_kept(ask: Ask, open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    query = "query($s: String!) { community(slug: $s) { waves { nodes { number state } } } }"
    for _ in range(3):
        ask(query, s=wave.community.slug)

    assert statements(lambda: ask(query, s=wave.community.slug)) > 1


def test_release_read_again_is_the_same(data: Ask, community: Community, kept: Wave) -> None:
    cold = data(QUERY + "#", slug=community.slug)
    full = data(HEADLINE, slug=community.slug)
    shown = full["community"]["latestWave"]["assessment"]
    for field in ("overall", "claimGap", "facing", "loveCore"):
        alone = (
            "query($slug: String!) { community(slug: $slug) { latestWave { assessment {"
            f" {field} {{ ...value }} }} }} }} }} fragment value on Value {{"
            " ... on Estimate { value step low high edge text band { code label } }"
            " ... on Band { code label } ... on Suppressed { reason minimumAnswers message } }"
        )
        part = data(alone, slug=community.slug)["community"]["latestWave"]["assessment"]
        assert part[field] == shown[field]
    assert cold["community"]["latestWave"]["assessment"]["overall"] == shown["overall"]
