"""From founding a community to closing its wave."""

from datetime import timedelta
from typing import Any

import pytest
import rules
from django.utils import timezone
from rules.predicates import always_deny

from assessments.domain.accounts.viewers import create_api_token
from assessments.graphql.types.node import global_id
from assessments.models import (
    Account,
    ApiToken,
    Assessment,
    Community,
    Instrument,
    Invitation,
    Mail,
    Wave,
)
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.conftest import Ask

CREATE = """
mutation($input: CreateCommunityInput!) { createCommunity(input: $input) {
  community { id name slug purpose connections waves { totalCount } }
  errors { code message path }
} }
"""
INVITE = """
mutation($input: InviteMembersInput!) { inviteMembers(input: $input) {
  community { id } added errors { code message path }
} }
"""
OPEN = """
mutation($input: OpenWaveInput!) { openWave(input: $input) {
  wave { id number state closesAt participation { invited } community { waves { totalCount } } }
  errors { code message path }
} }
"""
CLOSE = """
mutation($input: CloseWaveInput!) { closeWave(input: $input) {
  wave { id state sealedAt assessment { overall { ... on Suppressed { reason } } } }
  errors { code message path }
} }
"""


@pytest.fixture
def change(data: Ask) -> Ask:
    """Run a mutation and give its payload."""

    def send(mutation: str, *, by: str | None = None, **asked: Any) -> dict[str, Any]:
        (payload,) = data(mutation, by=by, input=asked).values()
        found: dict[str, Any] = payload
        return found

    return send


def test_journey_from_founding_to_closing(
    change: Ask, leader: Account, instrument: Instrument
) -> None:
    founded = change(CREATE, name="Choir", purpose="To sing.", connections=97_300_000_000)
    assert founded["errors"] == []
    community = founded["community"]
    assert (community["slug"], community["connections"]) == ("choir", 97_300_000_000)
    assert Community.objects.get(slug="choir").leaders.get() == leader

    members = [{"email": "ann@example.org", "name": "Ann", "role": "HELPER"}]
    pasted = "bea@example.org\nCem <cem@example.org>"
    invited = change(INVITE, communityId=community["id"], members=members, pasted=pasted)
    assert (invited["added"], invited["errors"]) == (3, [])
    again = change(INVITE, communityId=community["id"], pasted="ANN@example.org, dan@example.org")
    assert again["added"] == 1

    opened = change(OPEN, communityId=community["id"], instrumentKey=instrument.key)
    assert opened["errors"] == []
    wave = opened["wave"]
    assert (wave["number"], wave["state"]) == (1, "OPEN")
    assert wave["participation"] == {"invited": 4}
    assert wave["community"]["waves"]["totalCount"] == 1
    assert Mail.objects.filter(kind=Mail.Kind.INVITATION).count() == Invitation.objects.count() == 4

    closed = change(CLOSE, waveId=wave["id"])
    assert closed["errors"] == []
    assert closed["wave"]["state"] == "SEALED"
    assert closed["wave"]["sealedAt"]
    assert closed["wave"]["assessment"]["overall"] == {"reason": "NOT_COMPUTED_YET"}

    (error,) = change(CLOSE, waveId=wave["id"])["errors"]
    assert (error["code"], error["path"]) == ("WRONG_STATE", ["input", "waveId"])


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"name": ""}, ["input", "name"]),
        ({"name": "x" * 201}, ["input", "name"]),
        ({"name": "A", "slug": "not a slug"}, ["input", "slug"]),
        ({"name": "A", "slug": "leaky-taps-guild"}, ["input", "slug"]),
        ({"name": "A", "minimumAnswers": 4}, ["input", "minimumAnswers"]),
        ({"name": "A", "connections": 0.5}, ["input", "connections"]),
        ({"name": "A", "connections": 1e30}, ["input", "connections"]),
        ({"name": "A", "posts": -1}, ["input", "posts"]),
    ],
)
def test_mistakes_in_a_community_name_their_input(
    change: Ask, community: Community, asked: dict[str, Any], path: list[str]
) -> None:
    payload = change(CREATE, **asked)

    assert payload["community"] is None
    assert [error["path"] for error in payload["errors"]] == [path]
    assert payload["errors"][0]["code"] == "INVALID"
    assert Community.objects.count() == 1


def test_mistakes_in_members_name_each_of_them(change: Ask, community: Community) -> None:
    members = [
        {"email": "ann@example.org"},
        {"email": "nobody"},
        {"email": "bea@example.org", "name": "x" * 151},
        {"email": "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".org"},
    ]
    id_ = global_id("Community", community.pk)

    payload = change(INVITE, communityId=id_, members=members, pasted="fine@example.org\nbad")

    assert [error["path"] for error in payload["errors"]] == [
        ["input", "members", "1", "email"],
        ["input", "members", "2", "name"],
        ["input", "members", "3", "email"],
        ["input", "pasted"],
    ]
    assert (payload["added"], payload["community"]) == (0, None)
    assert community.members.count() == 0


def test_nobody_to_invite_is_a_mistake(change: Ask, community: Community) -> None:
    (error,) = change(INVITE, communityId=global_id("Community", community.pk))["errors"]

    assert (error["code"], error["path"]) == ("INVALID", ["input", "members"])


def test_wave_that_cannot_be_opened_says_why(
    change: Ask, community: Community, open_wave: OpenWave, instrument: Instrument
) -> None:
    id_ = global_id("Community", community.pk)
    late = (timezone.now() + timedelta(days=91)).isoformat()

    def mistakes(**asked: Any) -> list[tuple[str, list[str]]]:
        payload = change(OPEN, **{"communityId": id_, "instrumentKey": instrument.key, **asked})
        assert payload["wave"] is None
        return [(error["code"], error["path"]) for error in payload["errors"]]

    assert mistakes() == [("WRONG_STATE", ["input", "communityId"])]  # nobody to ask
    assert mistakes(instrumentKey="none") == [("NOT_FOUND", ["input", "instrumentKey"])]
    assert mistakes(instrumentVersion=9) == [("NOT_FOUND", ["input", "instrumentVersion"])]
    open_wave(n=3)
    assert mistakes() == [("WRONG_STATE", ["input", "communityId"])]  # one is open
    assert mistakes(closesAt=late) == [("INVALID", ["input", "closesAt"])]
    Instrument.objects.filter(pk=instrument.pk).update(retired_at=timezone.now())
    assert mistakes() == [("INVALID", ["input", "instrumentKey"])]
    # The other fault is told when this one is mended.
    assert mistakes(closesAt=late) == [("INVALID", ["input", "instrumentKey"])]
    assert Wave.objects.count() == 1


def test_stranger_changes_nothing_and_learns_nothing(
    change: Ask, stranger: str, community: Community, open_wave: OpenWave, instrument: Instrument
) -> None:
    wave = open_wave(n=3)
    place = {"communityId": global_id("Community", community.pk)}
    nowhere = {"communityId": global_id("Community", wave.pk)}
    for mutation, asked, missing in (
        (INVITE, {"pasted": "x@example.org"}, nowhere),
        (OPEN, {"instrumentKey": instrument.key}, nowhere),
    ):
        refused = change(mutation, by=stranger, **place, **asked)
        assert refused == change(mutation, by=stranger, **missing, **asked)
        assert [error["code"] for error in refused["errors"]] == ["NOT_FOUND"]
    (error,) = change(CLOSE, by=stranger, waveId=global_id("Wave", wave.pk))["errors"]
    assert error["code"] == "NOT_FOUND"
    wave.refresh_from_db()
    assert wave.state == Wave.State.OPEN
    assert community.members.count() == 3


def test_forbidden_mutation_of_a_visible_object_is_a_mistake(
    change: Ask, open_wave: OpenWave, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = open_wave(n=3)
    permissions = rules.permissions.permissions
    monkeypatch.setitem(permissions, "assessments.manage_waves", always_deny)

    (error,) = change(
        CLOSE.replace("participation { invited }", ""), waveId=global_id("Wave", wave.pk)
    )["errors"]

    assert (error["code"], error["path"]) == ("FORBIDDEN", ["input", "waveId"])
    wave.refresh_from_db()
    assert wave.state == Wave.State.OPEN


def test_token_for_certain_communities_founds_none(
    change: Ask, leader: Account, community: Community
) -> None:
    secret = create_api_token(leader, name="narrow")
    ApiToken.objects.get(name="narrow").communities.add(community)

    (error,) = change(CREATE, by=f"Bearer {secret}", name="Another")["errors"]

    assert error["code"] == "FORBIDDEN"
    assert Community.objects.count() == 1


def test_rescoring_asks_once_and_refuses_an_open_wave(
    data: Ask, open_wave: OpenWave, assessed_wave: OpenWave
) -> None:
    rescore = """mutation($id: ID!) {
        rescoreWave(input: {waveId: $id}) { asked wave { state } errors { code path } }
    }"""
    wave = assessed_wave(n=6)
    current = data(rescore, id=global_id("Wave", wave.pk))["rescoreWave"]
    assert current == {"asked": False, "wave": {"state": "ASSESSED"}, "errors": []}
    Assessment.objects.update(scoring_version="0")
    outdated = data(rescore, id=global_id("Wave", wave.pk))["rescoreWave"]
    assert (outdated["asked"], outdated["errors"]) == (True, [])
    refused = data(rescore, id=global_id("Wave", open_wave(n=6).pk))["rescoreWave"]
    assert refused["errors"] == [{"code": "WRONG_STATE", "path": ["input", "waveId"]}]
