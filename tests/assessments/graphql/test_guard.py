"""The edges of the guard: what just fits runs, what is one more does not."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from assessments.graphql import guard
from assessments.graphql.documents import MOST_ERRORS, Documents
from assessments.graphql.examples import FOLDER, registered
from assessments.graphql.schema import schema
from tests.assessments.graphql.conftest import MEDIA, Ask

COSTLY = "viewer { communities(first: 100) { nodes { latestWave { number } } } }"
COST = 1 + 100 * 3  # viewer, and for each of 100: the connection, the node, its wave
MANY = ["x"] * 101


@pytest.fixture
def program(bearer: str) -> Client:
    """A client that sends the leader's token."""
    return Client(headers={"Authorization": bearer, "Accept": MEDIA})


def send(client: Client, **body: Any) -> dict[str, Any]:
    """Send a request by POST and give its answer."""
    answer: dict[str, Any] = client.post("/graphql", body, content_type="application/json").json()
    return answer


def code(answer: dict[str, Any]) -> str:
    (error,) = answer["errors"]
    assert "data" not in answer
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (MANY, "TOO_LARGE"),
        ([MANY], "TOO_LARGE"),
        ({"a": MANY}, "TOO_LARGE"),
        ([{"a": [{"b": MANY}]}], "TOO_LARGE"),
        ("\0", "BAD_INPUT"),
        ([["\0"]], "BAD_INPUT"),
        ({"a": {"b": "\0"}}, "BAD_INPUT"),
    ],
)
def test_variables_are_checked_at_any_depth(ask: Ask, value: object, refusal: str) -> None:
    assert code(ask("{ viewer { __typename } }", unused=value)) == refusal


def test_hundred_values_are_no_more_than_allowed(data: Ask) -> None:
    many = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"

    assert data(many, ids=["x"] * 100)["nodes"] == [None] * 100


@pytest.mark.parametrize(("most", "fits"), [(COST, True), (COST - 1, False)])
def test_most_cost_is_the_most_that_runs(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, most: int, fits: bool
) -> None:
    monkeypatch.setattr(guard, "MOST_COST", most)

    answer = ask(f"{{ {COSTLY} }}")

    assert ("data" in answer) == fits
    assert fits or code(answer) == "TOO_LARGE"


def test_each_operation_of_a_document_has_its_own_cost(program: Client) -> None:
    text = f"query Cheap {{ viewer {{ __typename }} }} query Costly {{ {COSTLY} }}"

    costs = [
        send(program, query=text, operationName=name)["extensions"]["cost"]["requested"]
        for name in ("Cheap", "Costly", "Cheap")
    ]

    assert costs == [1, COST, 1]


def test_cost_is_the_same_in_extensions_and_rate_limit(ask: Ask) -> None:
    answer = ask(f"{{ rateLimit {{ cost }} {COSTLY} }}")

    cost = answer["extensions"]["cost"]["requested"]
    assert answer["data"]["rateLimit"]["cost"] == cost > COST


def test_asking_for_the_schema_costs_as_much_as_other_long_answers(ask: Ask) -> None:
    def cost(query: str) -> int:
        found: int = ask(query)["extensions"]["cost"]["requested"]
        return found

    assert cost("{ __schema { types { name } } }") == 100
    assert cost('{ __type(name: "Wave") { name } viewer { __typename } }') == 10 + 1


def test_document_with_too_many_words_is_not_even_validated(ask: Ask) -> None:
    variables = " ".join(f"$v{n}: ID" for n in range(700))  # four words each

    assert code(ask(f"query({variables}) {{ viewer {{ __typename }} }}")) == "TOO_LARGE"


def test_answer_does_not_list_mistakes_without_end(ask: Ask) -> None:
    wrong = " ".join(f"wrong{n}" for n in range(200))

    *told, end = ask(f"{{ viewer {{ {wrong} }} }}")["errors"]

    assert len(told) == MOST_ERRORS
    assert end["message"] == "There are more mistakes; only the first 20 are told."
    assert end["extensions"]["code"] == "TOO_LARGE"


def test_document_that_takes_too_long_to_compare_is_told_why(ask: Ask) -> None:
    selected = "email"
    for name in ("account", "viewer", ""):  # each ten times in its selection, as is allowed
        selected = f"{name} {{ {' '.join([selected] * 10)} }}"

    told = ask(selected)

    assert code(told) == "TOO_LARGE"
    assert "Write each field once in a selection" in told["errors"][0]["message"]


def test_document_used_longest_ago_is_prepared_again() -> None:
    documents = Documents(size=2)
    texts = ("{ a: __typename }", "{ b: __typename }", "{ c: __typename }")
    known = schema._schema  # noqa: SLF001 -- Strawberry has no public name for it

    first, _second, third = (documents.prepared(known, text) for text in texts)

    assert documents.prepared(known, texts[2]) is third
    assert documents.prepared(known, texts[0]) is not first


def test_directives_of_one_request_do_not_stay_for_the_next(data: Ask) -> None:
    text = """query($more: Boolean!) { viewer {
        account { email name @include(if: $more) } ... @skip(if: $more) { __typename }
    } }"""
    short = {"account": {"email": "lea@example.org"}, "__typename": "Viewer"}
    long = {"account": {"email": "lea@example.org", "name": "Lea"}}

    for more, expected in ((True, long), (False, short), (True, long)):
        assert data(text, more=more) == {"viewer": expected}


def test_registered_documents_are_the_files_by_their_sha256() -> None:
    texts = [file.read_bytes() for file in FOLDER.glob("*.graphql")]

    # The form that the specification of GraphQL over HTTP gives: "sha256:" and hexadecimal digits.
    assert {f"sha256:{hashlib.sha256(text).hexdigest()}" for text in texts} == {*registered()}


def test_document_that_was_only_sent_before_is_not_registered(program: Client) -> None:
    text = "{ viewer { __typename } }"
    send(program, query=text)

    answer = send(program, documentId=f"sha256:{hashlib.sha256(text.encode()).hexdigest()}")

    assert code(answer) == "DOCUMENT_NOT_FOUND"
