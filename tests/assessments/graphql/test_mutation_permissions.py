"""Who may change what: a stranger learns nothing, a leader without the permission is told so."""

from collections.abc import Callable
from typing import Any

import pytest
import rules
from django.core import serializers
from rules.predicates import always_deny

from assessments.domain.accounts.viewers import create_api_token
from assessments.graphql.schema import schema
from assessments.graphql.types.node import global_id
from assessments.models import Account, Community, Invitation, Leadership, Mail, Member, Wave, Work
from tests.assessments import making
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.conftest import Ask

LATER = "2100-01-01T00:00:00Z"

OF_A_COMMUNITY: dict[str, dict[str, Any]] = {
    "updateCommunity": {"purpose": "Other."},
    "shareOnPlane": {"shared": True},
    "inviteMembers": {"pasted": "new@example.org"},
    "removeMember": {"email": "m1@leaky-taps-guild.example.org"},
    "openWave": {"instrumentKey": "tiny"},
}
OF_A_WAVE: dict[str, dict[str, Any]] = {
    "closeWave": {},
    "cloneWave": {},
    "extendWave": {"closesAt": LATER},
    "remindMembers": {},
    "rescoreWave": {},
}
OF_THE_COMMUNITY_ITSELF = {"updateCommunity", "shareOnPlane"}
EVERY = [*OF_A_COMMUNITY, *OF_A_WAVE]


@pytest.fixture
def wave(open_wave: OpenWave) -> Wave:
    """An open wave of three members: something to be changed."""
    return open_wave(n=3)


@pytest.fixture
def change(data: Ask) -> Ask:
    """Run a mutation by its name and give its payload."""

    def send(name: str, given: dict[str, Any], *, by: str | None = None) -> dict[str, Any]:
        kind = f"{name[0].upper()}{name[1:]}Input"
        text = f"mutation($i: {kind}!) {{ {name}(input: $i) {{ errors {{ code message path }} }} }}"
        found: dict[str, Any] = data(text, by=by, i=given)[name]
        return found

    return send


def stored() -> str:
    """Write down everything that a mutation of a community or a wave can change."""
    kinds = (Community, Leadership, Member, Wave, Invitation, Mail, Work)
    rows = [row for kind in kinds for row in kind._default_manager.order_by("pk")]  # noqa: SLF001 -- Django's public name
    written: str = serializers.serialize("json", rows)
    return written


def given(name: str, community: object, wave: object) -> dict[str, Any]:
    """Give the input of a mutation of a community or a wave with these ids."""
    if name in OF_A_COMMUNITY:
        return {"communityId": community, **OF_A_COMMUNITY[name]}
    return {"waveId": wave, **OF_A_WAVE[name]}


def asked(name: str, wave: Wave) -> dict[str, Any]:
    """Give the input of a mutation about a wave or its community."""
    community = global_id("Community", wave.community_id)
    return given(name, community, global_id("Wave", wave.pk))


def test_every_mutation_is_covered() -> None:
    mutation = schema._schema.mutation_type  # noqa: SLF001 -- no public way
    assert mutation is not None
    assert {*mutation.fields} == {"createCommunity", *EVERY}


@pytest.mark.parametrize("name", EVERY)
def test_stranger_is_told_what_somebody_is_told_of_nothing(
    change: Ask, stranger: str, wave: Wave, name: str
) -> None:
    before = stored()
    nowhere = given(
        name, global_id("Community", wave.instrument_id), global_id("Wave", wave.instrument_id)
    )

    refused = change(name, asked(name, wave), by=stranger)

    (error,) = refused["errors"]
    place = "communityId" if name in OF_A_COMMUNITY else "waveId"
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["input", place])
    assert refused == change(name, nowhere, by=stranger) == change(name, nowhere)
    assert stored() == before


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("text", ["", "x", "é"])
def test_id_that_is_none_is_not_found(change: Ask, wave: Wave, name: str, text: str) -> None:
    (error,) = change(name, given(name, text, text))["errors"]

    assert error["code"] == "NOT_FOUND"


@pytest.mark.parametrize("name", EVERY)
def test_id_of_another_kind_is_not_found(change: Ask, wave: Wave, name: str) -> None:
    community, other = global_id("Community", wave.community_id), global_id("Wave", wave.pk)

    (error,) = change(name, given(name, other, community))["errors"]

    assert error["code"] == "NOT_FOUND"


@pytest.mark.parametrize("name", EVERY)
def test_token_for_another_community_finds_nothing(
    change: Ask, leader: Account, wave: Wave, name: str
) -> None:
    other = making.make_community(leader, "Another")
    narrow = create_api_token(leader, name="narrow", communities=[other])
    before = stored()

    (error,) = change(name, asked(name, wave), by=f"Bearer {narrow}")["errors"]

    assert error["code"] == "NOT_FOUND"
    assert stored() == before


Deny = Callable[[str], None]


@pytest.fixture
def deny(monkeypatch: pytest.MonkeyPatch) -> Deny:
    """Take a permission from every leader."""

    def take(permission: str) -> None:
        monkeypatch.setitem(rules.permissions.permissions, f"assessments.{permission}", always_deny)

    return take


@pytest.mark.parametrize("name", EVERY)
def test_leader_without_the_permission_is_forbidden(
    change: Ask, wave: Wave, deny: Deny, name: str
) -> None:
    permission = "manage_community" if name in OF_THE_COMMUNITY_ITSELF else "manage_waves"
    deny(permission)
    before = stored()

    (error,) = change(name, asked(name, wave))["errors"]

    place = "communityId" if name in OF_A_COMMUNITY else "waveId"
    assert (error["code"], error["path"]) == ("FORBIDDEN", ["input", place])
    assert permission.upper() in error["message"]
    assert stored() == before


@pytest.mark.parametrize("name", EVERY)
def test_no_other_permission_is_asked_for(change: Ask, wave: Wave, deny: Deny, name: str) -> None:
    needed = "manage_community" if name in OF_THE_COMMUNITY_ITSELF else "manage_waves"
    for other in {"view_results", "manage_waves", "manage_community"} - {needed}:
        deny(other)

    errors = change(name, asked(name, wave))["errors"]

    # What the wave does not allow now is another matter.
    assert {error["code"] for error in errors} <= {"WRONG_STATE", "INVALID"}
