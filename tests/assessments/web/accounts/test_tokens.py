"""API tokens: made on the account page, shown once, limited in time and reach."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.accounts.tokens import sha256
from assessments.domain.accounts.viewers import create_api_token, viewer_of_token
from assessments.domain.refusals import RefusedError
from assessments.models import Account, ApiToken, Community
from tests.assessments.making import PASSWORD, make_community
from tests.assessments.web.browsing import html_of, text_of
from tests.assessments.web.signing_in import sign_in_by_password

PAGE = "/account/tokens/new/"


@pytest.fixture
def lea(leader: Account) -> Client:
    """Lea's browser; she has just shown that it is she."""
    client = Client()
    sign_in_by_password(client)
    client.post("/account/again/", {"password": PASSWORD})
    return client


def make(client: Client, **fields: object) -> tuple[str, str]:
    """Make a token on the page, and give it with the page."""
    page = client.post(PAGE, {"name": "report", "days": "90", **fields})
    found = re.search(r"commsurvey_[\w-]+", html_of(page))
    return (found[0] if found else ""), text_of(page)


def reached(secret: str) -> list[str]:
    """Give what REST and GraphQL list for the holder of a token, which must be the same."""
    program = Client(headers={"authorization": f"Bearer {secret}"})
    rest = [each["slug"] for each in program.get("/api/v1/communities/").json()["results"]]
    asked = {"query": "{ viewer { communities { nodes { slug } } } }"}
    answer = program.post("/graphql", asked, content_type="application/json").json()
    assert [each["slug"] for each in answer["data"]["viewer"]["communities"]["nodes"]] == rest
    return sorted(rest)


def test_a_token_is_shown_once_and_kept_as_a_hash(lea: Client, community: Community) -> None:
    secret, page = make(lea)

    assert secret in page
    kept = ApiToken.objects.get()
    assert (kept.name, kept.sha256) == ("report", sha256(secret))
    assert kept.expires_at is not None
    assert kept.expires_at - kept.created_at == timedelta(days=90)
    listed = html_of(lea.get("/account/tokens/"))
    assert "report" in listed
    assert secret not in listed
    assert kept.sha256 not in listed
    assert reached(secret) == [community.slug]


def test_a_token_reaches_only_what_it_was_made_for(
    lea: Client, leader: Account, community: Community
) -> None:
    other = make_community(leader, "Second")
    secret, _page = make(lea, communities=[str(other.pk)])
    whole, _page = make(lea, name="whole")

    assert reached(secret) == ["second"]
    assert reached(whole) == [community.slug, "second"]
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get(f"/api/v1/communities/{community.pk}/").status_code == 404
    other.leaders.remove(leader)
    assert reached(secret) == []
    assert reached(whole) == [community.slug]


def test_a_token_is_made_for_no_community_of_others(
    lea: Client, other_leader: Account, community: Community
) -> None:
    theirs = Community.objects.get(name="Elsewhere")
    secret, page = make(lea, communities=[str(theirs.pk)])

    assert secret == ""
    assert "Elsewhere" not in page
    assert not ApiToken.objects.exists()


def test_a_revoked_token_lets_nobody_in(lea: Client, community: Community) -> None:
    secret, _page = make(lea)
    assert reached(secret)

    done = lea.post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/", follow=True)

    assert "“report” lets nobody in any more" in text_of(done)
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/communities/").status_code == 401
    assert make(lea)[0]  # the name is free again


def test_a_token_expires_to_the_second(leader: Account) -> None:
    secret = create_api_token(leader, name="month", days=30)
    ends = ApiToken.objects.get().expires_at
    assert ends is not None

    assert viewer_of_token(secret, now=ends - timedelta(microseconds=1)) is not None
    assert viewer_of_token(secret, now=ends) is None


def test_of_its_use_only_the_last_day_is_kept(leader: Account) -> None:
    secret = create_api_token(leader, name="year", days=None)
    assert ApiToken.objects.get().last_used_on is None
    for day in (1, 1, 2):
        assert viewer_of_token(secret, now=datetime(2026, 5, day, 23, 59, tzinfo=UTC))

    assert ApiToken.objects.get().last_used_on == date(2026, 5, 2)


def test_a_name_counts_once_among_tokens_that_work(leader: Account) -> None:
    create_api_token(leader, name="report")
    with pytest.raises(RefusedError, match="of this name"):
        create_api_token(leader, name="report")

    ApiToken.objects.update(revoked_at=timezone.now())

    assert create_api_token(leader, name="report")


def test_expired_tokens_are_shown_as_such(lea: Client, leader: Account) -> None:
    make(lea)
    assert "Expired" not in text_of(lea.get("/account/tokens/"))

    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert "Expired" in text_of(lea.get("/account/tokens/"))
    assert "lets a program in" not in text_of(lea.get("/account/"))


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"name": "\x00"},
        {"days": "0"},
        {"days": "36500"},
        {"days": "x"},
        {"communities": ["x"]},
        {"communities": ["\x00"]},
        {"communities": ["00000000-0000-0000-0000-000000000000"]},
    ],
)
def test_what_cannot_be_right_is_said(lea: Client, fields: dict[str, object]) -> None:
    page = lea.post(PAGE, {"name": "report", "days": "90", **fields})

    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_an_admin_has_no_leaders_powers_in_a_community(
    leader: Account, community: Community
) -> None:
    """Superusers run the installation; what people said is not theirs."""
    from assessments.domain.accounts.viewers import Viewer  # noqa: PLC0415 -- beside its only use
    from assessments.rules import PERMISSIONS  # noqa: PLC0415 -- as above

    root = Account.objects.create_superuser("root@example.org")

    assert all(Viewer(leader).may(each, community) for each in PERMISSIONS)
    assert not any(Viewer(root).may(each, community) for each in PERMISSIONS)
    assert root.has_perm("assessments.give_powers")
    assert not leader.has_perm("assessments.give_powers")
