"""C6: no argument reaches answer sheets; results know no filter and no order."""

import re

import pytest
import yaml
from django.test import Client
from django.urls.resolvers import RoutePattern
from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_input_object_type

from assessments.rest.document import DOCUMENT
from commsurvey.schema import schema
from tests.assessments import making
from tests.assessments.routes import patterns
from tests.attacks.channels import CHANGING

IN_ADDRESSES = {
    "wave_id",
    "earlier_id",
    "community_id",
    "slug",
    "number",
    "token",
    "key",
    "result_key",
    "rest",
    # Persons of a roster, accounts and what belongs to them: to edit them, never to read results.
    "member",
    "account_id",
    "token_id",
    "pk",
    "webhook",
    # One of the pictures of a result, one of its files; each is the same for everybody.
    "code",
    "file",
    # Files of an instrument, in the admin.
    "instrument_id",
    "form",
    # Django's admin, whose lists are tested in tests/assessments/admin.
    "object_id",
    "content_type_id",
    "id",
}
"""What may stand in an address: which thing, and never which answers."""

IN_QUERIES = {"id", "ids", "slug", "key", "version", "language"}
IN_QUERIES |= {"first", "after", "last", "before", "from", "to"}
IN_QUERIES_OF_LEADERS = {*IN_QUERIES, "communityId", "input"}

NARROWING = re.compile(
    r"where|filter|order|sort|search|group|by[A-Z]|role|tenure|answer|sheet|min", re.IGNORECASE
)
FILTERS = (
    "role=leader",
    "tenure=over_3_years",
    "minimum_answers=1",
    "filter={}",
    "order=level",
    "ordering=-level",
    "where[level][gt]=50",
    "level__gte=3",
    "receipt=AAAAAA",
    "member=m1@leaky-taps-guild.example.org",
    "n=4",
    "fields=value",
    "expand=answer_sheets",
    "limit=1",
    "format=csv",
)


def graphql_schema() -> GraphQLSchema:
    return schema._schema  # noqa: SLF001 -- Strawberry has no public name for it


def test_addresses_name_things_and_no_answers() -> None:
    named = {
        name
        for route, _pattern in patterns()
        if "^" not in route
        for name in RoutePattern(route).converters
    }
    assert "wave_id" in named
    assert named - {"url", "app_label"} <= IN_ADDRESSES


def test_rest_takes_only_ids_and_pages() -> None:
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))

    taken = {
        each["name"]
        for path in document["paths"].values()
        for operation in path.values()
        for each in operation.get("parameters", ())
    }
    assert taken == {"community_id", "wave_id", "earlier_id", "limit", "offset"}
    assert {method for path in document["paths"].values() for method in path} == {"get"}


def test_graphql_results_take_nothing_that_narrows() -> None:
    taken = {
        (kind.name, name, argument)
        for kind in graphql_schema().type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        for argument in field.args
    }
    assert {argument for _kind, _name, argument in taken} <= IN_QUERIES_OF_LEADERS
    assert [each for each in taken if NARROWING.search(each[2])] == []


def test_graphql_has_no_type_of_answers_or_of_who_took_part() -> None:
    names = {name.lower() for name in graphql_schema().type_map}

    assert "wave" in names
    for hidden in ("sheet", "chunk", "mark", "token", "invitation", "draft", "receipt", "comment"):
        assert [name for name in names if hidden in name] == []


def test_only_mutations_take_inputs() -> None:
    query = graphql_schema().query_type
    taken = [
        argument
        for field in (query.fields if query else {}).values()
        for argument in field.args.values()
        if is_input_object_type(get_named_type(argument.type))
    ]
    assert taken == []


@pytest.mark.parametrize("n", [5, 12])
def test_no_query_changes_a_result(db: None, n: int) -> None:
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=n)
    making.answer_all(wave, sheets=n)
    wave = making.seal_and_assess(wave)
    client = Client()
    client.force_login(community.leaders.get())
    for path in (
        f"/r/{wave.result_key}/",
        f"/r/{wave.result_key}/levels.svg",
        f"/c/{community.slug}/",
        f"/c/{community.slug}/{wave.number}/",
        f"/c/{community.slug}/{wave.number}/levels.svg",
        f"/api/v1/waves/{wave.pk}/",
        f"/api/v1/waves/{wave.pk}/assessment/",
    ):
        whole = shown(client, path)
        assert whole.startswith("200")
        for query in FILTERS:
            asked = shown(client, f"{path}?{query}")
            assert asked == whole or asked.startswith("404"), (path, query)


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    content = answer.content.decode().replace(path.partition("?")[2] or "\0", "")
    return f"{answer.status_code} {CHANGING.sub('…', content)}"
