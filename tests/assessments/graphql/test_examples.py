"""The example operations of docs/graphql/, each run as a leader's program runs it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assessments.domain.waves.waves import close_wave
from assessments.graphql.examples import examples
from assessments.graphql.types.node import global_id
from assessments.models import Community, Wave
from tests.assessments import making
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.conftest import Ask

QUERIES = [name for name, text in examples().items() if "\nquery " in text]
MUTATIONS = [name for name, text in examples().items() if "\nmutation " in text]


def given(text: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Choose the variables that a document declares."""
    return {name: value for name, value in variables.items() if f"${name}:" in text}


@pytest.fixture
def waves(assessed_wave: OpenWave) -> list[Wave]:
    """Two released waves of one community."""
    return [assessed_wave(n=24, invited=28), assessed_wave(n=24, invited=28, seed=2)]


@pytest.mark.parametrize("name", QUERIES)
def test_example_answers(data: Ask, community: Community, waves: list[Wave], name: str) -> None:
    text = examples()[name]
    ends = {"from": global_id("Wave", waves[0].pk), "to": global_id("Wave", waves[1].pk)}
    variables = {"slug": community.slug, "key": "peck-40", "language": "de", **ends}

    found = data(text, **given(text, variables))

    assert None not in found.values()


def test_every_example_is_a_query_or_a_mutation() -> None:
    assert {*QUERIES, *MUTATIONS} == {*examples()}
    assert len(QUERIES) > 8


def test_examples_of_mutations_do_what_they_say(data: Ask, community: Community) -> None:
    making.make_tiny()
    key = global_id("Community", community.pk)

    def change(name: str, /, **given: Any) -> dict[str, Any]:
        (payload,) = data(examples()[name], input=given).values()
        assert payload["errors"] == []
        assert isinstance(payload, dict)
        return payload

    assert change("FoundCommunity", name="Another")["community"]["slug"] == "another"
    assert change("InviteMembers", communityId=key, pasted="a@example.org")["added"] == 1
    opened = change("OpenWave", communityId=key, instrumentKey="tiny", breakdowns=["tenure"])
    assert opened["wave"]["participation"] == {"invited": 1, "thirds": 0}
    closed = change("CloseWave", waveId=opened["wave"]["id"])
    assert closed["wave"]["state"] == "SEALED"


def test_waves_are_steered(data: Ask, ask: Ask, open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    Wave.objects.update(opens_at=timezone.now() - timedelta(days=2))
    key = global_id("Wave", wave.pk)

    def change(name: str, /, fields: str = "wave { id reminders }", **given: Any) -> dict[str, Any]:
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = (
            f"mutation($i: {kind}!) {{ {name}(input: $i) {{ {fields} errors {{ code path }} }} }}"
        )
        found: dict[str, Any] = data(query, i=given)[name]
        return found

    assert change("remindMembers", waveId=key)["wave"]["reminders"] == 1
    again = change("remindMembers", waveId=key)
    assert again == {"wave": None, "errors": [{"code": "WRONG_STATE", "path": ["input", "waveId"]}]}
    earlier = change("extendWave", waveId=key, closesAt="2020-01-01T00:00:00Z")
    assert earlier["errors"] == [{"code": "INVALID", "path": ["input", "closesAt"]}]
    close_wave(wave.pk, now=timezone.now())
    assert change("cloneWave", waveId=key)["wave"]["id"] != key


def test_community_is_changed_and_shared(data: Ask, community: Community) -> None:
    key = global_id("Community", community.pk)
    making.make_members(community, 1)

    def change(name: str, /, **given: Any) -> dict[str, Any]:
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = (
            f"mutation($i: {kind}!) {{ {name}(input: $i) {{ community {{ purpose connections shared"
            " minimumAnswers } errors { code path } } }"
        )
        found: dict[str, Any] = data(query, i={"communityId": key, **given})[name]
        return found

    changed = change("updateCommunity", purpose=None, connections=97_300_000, minimumAnswers=6)
    assert changed["community"] == {
        "purpose": "",
        "connections": 97_300_000,
        "shared": False,
        "minimumAnswers": 6,
    }
    lowered = change("updateCommunity", minimumAnswers=5)["errors"]
    assert lowered == [{"code": "INVALID", "path": ["input", "minimumAnswers"]}]
    assert change("shareOnPlane", shared=True)["community"]["shared"] is True
    change("updateCommunity", connections=None)
    member = community.members.get()
    change("removeMember", email=member.email)
    assert not community.members.get().active
    unknown = change("removeMember", email=member.email)["errors"]
    assert unknown == [{"code": "NOT_FOUND", "path": ["input", "email"]}]
