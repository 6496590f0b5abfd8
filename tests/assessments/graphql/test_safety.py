"""Who sees what, and what no document can do."""

import base64
import time
from typing import Any

import pytest
import rules
from graphql import get_introspection_query, get_named_type, is_leaf_type
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rules.predicates import always_deny

from assessments.domain.accounts.viewers import create_api_token
from assessments.graphql.cost import cost_of, is_list
from assessments.graphql.queries import LOOKUPS
from assessments.graphql.schema import schema
from assessments.graphql.types.node import global_id
from assessments.models import Account, ApiToken, Community, Wave
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.asking import HEADLINE
from tests.assessments.graphql.conftest import Ask
from tests.assessments.making import make_community

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


def node_ids(wave: Wave) -> dict[str, str]:
    """Give the id of one object of each type of node."""
    return {
        "Community": global_id("Community", wave.community_id),
        "Wave": global_id("Wave", wave.pk),
        "Assessment": global_id("Assessment", wave.pk),
        "Instrument": global_id("Instrument", wave.instrument_id),
    }


OPEN_TO_ALL = {"Instrument"}  # the questionnaires of the installation


def test_every_type_of_node_is_covered(assessed_wave: OpenWave) -> None:
    nodes = schema._schema.get_possible_types(schema._schema.type_map["Node"])  # type: ignore[arg-type] # noqa: SLF001
    assert {node.name for node in nodes} == {*node_ids(assessed_wave(n=5))} == {*LOOKUPS}


@pytest.mark.parametrize("kind", ["Community", "Wave", "Assessment", "Instrument"])
def test_stranger_gets_null_where_the_leader_gets_the_node(
    data: Ask, stranger: str, assessed_wave: OpenWave, kind: str
) -> None:
    ids = node_ids(assessed_wave(n=5))
    id = ids[kind]  # noqa: A001 -- as the schema calls it

    assert data(NODE, id=id)["node"] == {"__typename": kind, "id": id}
    seen = data(NODE, id=id, by=stranger)["node"]
    assert (seen is None) == (kind not in OPEN_TO_ALL)
    many = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert data(many, ids=[id], by=stranger)["nodes"] == [seen and {"id": id}]


def test_stranger_sees_nothing_where_the_leader_sees_numbers(
    ask: Ask, stranger: str, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=14)

    seen = ask(HEADLINE, slug=community.slug)
    hidden = ask(HEADLINE, slug=community.slug, by=stranger)
    missing = ask(HEADLINE, slug="there-is-none", by=stranger)

    assert seen["data"]["community"]["latestWave"]["assessment"]["overall"]["value"] > 0
    assert hidden == missing
    assert hidden["data"] == {"community": None}


def test_token_reaches_only_its_communities(
    data: Ask, leader: Account, community: Community
) -> None:
    secret = create_api_token(leader, name="narrow")
    other = make_community(leader, "Another")
    ApiToken.objects.get(name="narrow").communities.add(other)
    query = (
        "query($id: ID!) { viewer { communities { nodes { name } }"
        " permissions(communityId: $id) } }"
    )
    id = global_id("Community", community.pk)  # noqa: A001 -- as the schema calls it

    wide = data(query, id=id)["viewer"]
    narrow = data(query, id=id, by=f"Bearer {secret}")["viewer"]

    assert [node["name"] for node in wide["communities"]["nodes"]] == ["Another", community.name]
    assert wide["permissions"] == ["VIEW_RESULTS", "MANAGE_WAVES", "MANAGE_COMMUNITY"]
    assert narrow == {"communities": {"nodes": [{"name": "Another"}]}, "permissions": None}


@pytest.mark.parametrize("text", ["", "x", "V2F2ZQ", "é", "=" * 50, "Q29tbXVuaXR5" * 50])
def test_ids_that_are_none_are_null(data: Ask, text: str) -> None:
    assert data(NODE, id=text)["node"] is None


REQUIRING = {
    ("Community", "waves"): "... on Community { waves { totalCount } }",
    ("Community", "latestWave"): "... on Community { latestWave { number } }",
    ("Wave", "participation"): "... on Wave { participation { invited } }",
    ("Wave", "sheets"): "... on Wave { sheets }",
    ("Wave", "assessment"): "... on Wave { assessment { id } }",
    ("Wave", "turnout"): "... on Wave { turnout { __typename } }",
    ("Community", "series"): "... on Community { series { numbers } }",
    ("Community", "change"): "... on Community { change(from: 1, to: 2) { __typename } }",
}


def test_every_field_that_requires_something_is_covered() -> None:
    requiring = {
        (name, field_name)
        for name, kind in schema._schema.type_map.items()  # noqa: SLF001 -- no public way
        for field_name, field in getattr(kind, "fields", {}).items()
        if any(
            type(each).__name__ == "Requires"
            for each in getattr(field.extensions.get("strawberry-definition"), "directives", ())
        )
    }
    assert requiring == {*REQUIRING}


@pytest.mark.parametrize(("where", "selection"), REQUIRING.items())
def test_forbidden_field_of_a_visible_object_is_an_error(
    ask: Ask,
    assessed_wave: OpenWave,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[str, str],
    selection: str,
) -> None:
    ids = node_ids(assessed_wave(n=5))
    query = f"query($id: ID!) {{ node(id: $id) {{ id {selection} }} }}"
    assert "errors" not in ask(query, id=ids[where[0]])
    for permission in ("view_results", "manage_waves"):
        monkeypatch.setitem(rules.permissions.permissions, f"assessments.{permission}", always_deny)

    (error,) = ask(query, id=ids[where[0]])["errors"]

    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["path"] == ["node", where[1]]


def doubling(on: str, selection: str, *, times: int) -> str:
    """Write fragments each of which spreads the next one twice."""
    chain = "".join(f"fragment F{i} on {on} {{ ...F{i + 1} ...F{i + 1} }}" for i in range(times))
    return f"{chain} fragment F{times} on {on} {{ {selection} }}"


HOSTILE = {
    "doubling at the root": "{ ...F0 } " + doubling("Query", "viewer { __typename }", times=21),
    "doubling inside": "{ viewer { ...F0 } }" + doubling("Viewer", "account { email }", times=21),
    "doubling with aliases": "{ viewer { communities { nodes { ...F0 } } } }"
    + "".join(
        f"fragment F{i} on Community {{ a: latestWave {{ community {{ ...F{i + 1} }} }}"
        f" b: latestWave {{ community {{ ...F{i + 1} }} }} }}"
        for i in range(14)
    )
    + "fragment F14 on Community { name }",
    "cyclic fragments": "{ viewer { ...A } } fragment A on Viewer { ...B }"
    " fragment B on Viewer { ...A }",
    "unknown fragment": "{ viewer { ...Nobody } }",
    "tokens": "{ viewer { " + "__typename " * 2000 + "} }",
    "depth": "{ viewer { communities { nodes { waves { nodes { community { waves { nodes {"
    " community { waves { nodes { community { name } } } } } } } } } } } } }",
    "brackets": "{ a " * 900,
    "list brackets": "{ node(id: " + "[" * 900,
    "aliases": "{" + " ".join(f"a{i}: __typename" for i in range(31)) + "}",
    "root fields": "{"
    + "viewer { __typename } ... @include(if: true) { viewer { __typename } }" * 11
    + "}",
    "directives": "{ viewer { " + "account @skip(if: false) { email } " * 9 + "} }",
    "list": "{ nodes(ids: [" + '"x" ' * 101 + "]) { id } }",
    "number": "{ viewer { communities(first: " + "1" * 5000 + ") { totalCount } } }",
    "cost": "{ viewer { communities(first: 100) { nodes { waves(first: 100) {"
    " nodes { id } } } } } }",
    "repeats": "{ viewer { " + "account { email } " * 300 + "} }",
    "fragments": "{ viewer { account { email } } }"
    + "".join(f"fragment F{i} on Viewer {{ __typename }}" for i in range(60)),
    "comments": "#\n" * 20_000,
    "syntax": "{ viewer {",
    "types": "type A { b: C }",
    "subscription": "subscription { a }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document_is_refused_at_once(client: Any, bearer: str, name: str) -> None:
    began = time.process_time()
    response = client.post(
        "/graphql",
        {"query": HOSTILE[name]},
        content_type="application/json",
        headers={"Authorization": bearer, "Accept": "application/graphql-response+json"},
    )
    took = time.process_time() - began

    assert response.status_code == 400
    answer = response.json()
    assert "data" not in answer
    assert all(len(error["message"]) < 500 for error in answer["errors"])
    assert took < 2  # seconds of this process; most take a few thousandths, unguarded ones minutes


@pytest.mark.parametrize(
    "variables", [{"ids": ["x"] * 101}, {"ids": [["x"] * 101]}, {"ids": ["\0"]}, {"ids": {"a": 1}}]
)
def test_hostile_variables_are_refused(ask: Ask, variables: dict[str, Any]) -> None:
    answer = ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", **variables)

    assert "data" not in answer
    assert answer["errors"]


def test_cost_counts_what_is_multiplied(ask: Ask) -> None:
    query = (
        "query($n: Int) { viewer { communities(first: $n) { nodes { id latestWave { id } } } } }"
    )

    # viewer 1 + n · (communities 1 + nodes 1 + latestWave 1)
    assert ask(query, n=7)["extensions"]["cost"] == {"requested": 22, "maximum": 5000}
    assert ask(query)["extensions"]["cost"]["requested"] == 61  # 20 if nothing is said


def test_every_list_of_objects_has_a_size() -> None:
    paged = {"edges", "nodes"}  # their connection has the size
    for name, kind in schema._schema.type_map.items():  # noqa: SLF001 -- no public way
        for field_name, field in getattr(kind, "fields", {}).items():
            if name.startswith("__") or field_name in paged or not hasattr(field, "args"):
                continue
            if is_list(field.type) and not is_leaf_type(get_named_type(field.type)):
                cost = cost_of(field.extensions.get("strawberry-definition"))
                assert name.endswith("Payload") or (cost and cost.assumed_size), (name, field_name)


def test_introspection_is_for_tokens_leaders_and_admins(
    client: Any, ask: Ask, other_leader: Account, account: Account
) -> None:
    def by_session(who: Account) -> Any:
        client.force_login(who)
        body = {"query": get_introspection_query()}
        return client.post("/graphql", body, content_type="application/json").json()

    assert len(ask(get_introspection_query())["data"]["__schema"]["types"]) > 30
    assert "errors" not in by_session(other_leader)

    (error,) = by_session(account)["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"

    account.is_staff = True
    account.save()
    assert "errors" not in by_session(account)


@given(
    kind=st.sampled_from(["Community", "Wave", "Assessment"]),
    noise=st.binary(max_size=3),
    times=st.integers(1, 3),
)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_node_of_a_stranger_is_found_however_it_is_asked(
    data: Ask, stranger: str, wave_of_leader: Wave, kind: str, noise: bytes, times: int
) -> None:
    right = node_ids(wave_of_leader)[kind]
    other = base64.urlsafe_b64encode(noise).decode().rstrip("=")
    many = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    asked = [right, f"{right}{other}", f"{other}{right}", *[right] * times]
    assert data(many, ids=asked, by=stranger)["nodes"] == [None] * len(asked)
    assert data(NODE, id=right)["node"] == {"__typename": kind, "id": right}


@pytest.fixture
def wave_of_leader(assessed_wave: OpenWave) -> Wave:
    """A released wave that the stranger does not see."""
    return assessed_wave(n=5)


def test_unexpected_error_is_masked_and_logged_without_variables(
    ask: Ask,
    community: Community,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_args: object) -> None:
        raise ValueError(f"broken for {community.slug}")

    monkeypatch.setattr("assessments.graphql.types.community.Community.of", fail)

    answer = ask("query($s: String!) { community(slug: $s) { name } }", s=community.slug)

    (error,) = answer["errors"]
    assert answer["data"] == {"community": None}
    assert error["extensions"] == {"code": "INTERNAL"}
    assert error["path"] == ["community"]
    assert "broken" not in str(answer)
    (record,) = [each for each in caplog.records if each.name == "assessments.graphql.errors"]
    assert "ValueError" in record.getMessage()
    assert "in fail" in record.getMessage()
    assert community.slug not in caplog.text
