"""The schema as a document, and the commands around it."""

from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from gql import Client as GqlClient
from gql import gql
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError, GraphQLNamedType
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.live_server_helper import LiveServer

from assessments.domain.accounts.viewers import create_api_token, viewer_of_token
from assessments.graphql.documents import DOCUMENTS, Documents
from assessments.graphql.schema import schema
from assessments.graphql.types.scalars import read_time, write_time
from assessments.models import Account, ApiToken
from tests.assessments import making

TYPES: dict[str, GraphQLNamedType] = {
    name: kind
    for name, kind in schema._schema.type_map.items()  # noqa: SLF001 -- no public way
    if not name.startswith("__")
}


def undescribed() -> list[str]:
    """Name every element of the schema that has no description."""
    missing = []
    for name, kind in TYPES.items():
        elements: dict[str, Any] = {name: kind}
        for member in ("fields", "values"):
            for key, element in getattr(kind, member, {}).items():
                elements[f"{name}.{key}"] = element
                for argument, each in getattr(element, "args", {}).items():
                    elements[f"{name}.{key}({argument})"] = each
        missing += [place for place, element in elements.items() if not element.description]
    return missing


def test_every_element_is_described() -> None:
    assert undescribed() == []


def test_names_are_free_of_type() -> None:
    assert [name for name in TYPES if "Type" in name] == []


def test_no_field_filters_or_orders() -> None:
    paging = {"first", "after", "last", "before"}
    naming = {"id", "ids", "slug", "key", "version", "language", "from", "to", "input"}
    arguments = {
        argument
        for kind in TYPES.values()
        for field in getattr(kind, "fields", {}).values()
        for argument in getattr(field, "args", {})
    }
    assert arguments == {*paging, *naming, "communityId"}


def test_committed_schema_is_what_the_code_says() -> None:
    call_command("export_graphql_schema", check=True)


def test_stale_schema_is_shown_with_its_difference(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = (settings.FOLDER / "schema.graphql").read_text(encoding="utf-8")
    stale = tmp_path / "schema.graphql"
    stale.write_text(committed.replace("loveCore", "hateCore"), encoding="utf-8")
    monkeypatch.setattr("assessments.management.commands.export_graphql_schema.DOCUMENT", stale)

    with pytest.raises(CommandError, match=r"-  hateCore: Value!\n\+  loveCore: Value!"):
        call_command("export_graphql_schema", check=True)

    call_command("export_graphql_schema")
    assert stale.read_text(encoding="utf-8") == committed


def test_create_token_prints_a_token_that_lets_in(leader: Account) -> None:
    out = StringIO()
    call_command("create_token", "LEA@example.org", name="reports", stdout=out)

    viewer = viewer_of_token(out.getvalue().strip(), now=datetime.now(tz=UTC))
    assert viewer is not None
    assert viewer.account == leader
    assert len(out.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    ("email", "name", "message"),
    [
        ("nobody@example.org", "new", "no account"),
        ("lea@example.org", "taken", "already"),
        ("lea@example.org", "  ", "1 to 100"),
        ("lea@example.org", "x" * 101, "1 to 100"),
    ],
)
def test_create_token_refuses(leader: Account, email: str, name: str, message: str) -> None:
    create_api_token(leader, name="taken")

    with pytest.raises(CommandError, match=message):
        call_command("create_token", email, name=name)
    assert ApiToken.objects.count() == 1


@given(
    st.datetimes(
        min_value=datetime(2, 1, 1),  # noqa: DTZ001 -- Hypothesis adds the zone
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001 -- as above
        timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m))),
    )
)
def test_times_are_read_as_they_are_written(time: datetime) -> None:
    whole = time.replace(microsecond=time.microsecond // 1000 * 1000)
    assert read_time(write_time(whole)) == whole


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "2026-11-21T22:01:39",
        "2026-11-21 22:01:39Z",
        "2026-11-21T22:01Z",
        "2026-11-21t22:01:39z",
        "2026-11-21T22:01:39-00:00",
        "2026-11-21T22:01:39+0100",
        "2026-02-30T00:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T22:01:60Z",
        "0001-01-01T00:00:00+23:00",
        "\uff12026-11-21T22:01:39Z",
        "2026-11-21T22:01:39Z\n",
        1_700_000_000,
        None,
    ],
)
def test_other_times_are_refused(text: object) -> None:
    with pytest.raises(GraphQLError, match="RFC 3339"):
        read_time(text)


def test_documents_keep_the_valid_ones_last_used() -> None:
    documents = Documents(size=2)
    first = documents.prepared(schema._schema, "{ viewer { __typename } }")  # noqa: SLF001
    documents.prepared(schema._schema, "{ __typename }")  # noqa: SLF001
    assert documents.prepared(schema._schema, "{ nothing }").errors  # noqa: SLF001
    again = documents.prepared(schema._schema, "{ viewer { __typename } }")  # noqa: SLF001
    assert again is first
    documents.prepared(schema._schema, "{ a: __typename }")  # noqa: SLF001
    assert documents.prepared(schema._schema, "{ viewer { __typename } }") is first  # noqa: SLF001
    assert DOCUMENTS is not documents


@pytest.mark.django_db(transaction=True)
def test_gql_reads_schema_and_result(live_server: LiveServer) -> None:
    leader = making.make_account()
    community = making.make_community(leader)
    wave = making.make_wave(community, making.make_peck(), members=12)
    making.answer_all(wave, sheets=12)
    making.seal_and_assess(wave)
    token = create_api_token(leader, name="gql")
    transport = RequestsHTTPTransport(
        url=f"{live_server.url}/graphql",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"},
    )

    with GqlClient(transport=transport, fetch_schema_from_transport=True) as session:
        asked = gql(
            "query($slug: String!) { community(slug: $slug) { latestWave { sheets assessment {"
            " overall { ... on Estimate { value } } } } } }"
        )
        asked.variable_values = {"slug": community.slug}
        found = session.execute(asked)

    wave_found = found["community"]["latestWave"]
    assert wave_found["sheets"] == 12
    assert 50 < wave_found["assessment"]["overall"]["value"] < 90
    assert Client().get(f"{live_server.url}/graphql").status_code == 401
