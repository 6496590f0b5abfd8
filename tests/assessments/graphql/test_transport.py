"""GraphQL over HTTP: methods, media types, bodies and sign-in."""

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.graphql.negotiation import GRAPHQL_RESPONSE, LEGACY, chosen
from assessments.models import Account, ApiToken
from tests.assessments.graphql.conftest import MEDIA

QUERY = "{ viewer { account { email } } }"
LEA = {"viewer": {"account": {"email": "lea@example.org"}}}


@pytest.fixture
def program(bearer: str) -> Client:
    """A client that sends the leader's token."""
    return Client(headers={"Authorization": bearer})


def post(client: Client, body: object, *, accept: str = MEDIA, **more: Any) -> Any:
    """Send a body as it is, or as JSON."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    more.setdefault("content_type", "application/json")
    return client.post("/graphql", sent, headers={"Accept": accept}, **more)


def test_post_answers(program: Client) -> None:
    response = post(program, {"query": QUERY})

    assert response.status_code == 200
    assert json.loads(response.content)["data"] == LEA
    assert response["Content-Type"] == "application/graphql-response+json; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert {"Accept", "Authorization", "Cookie"} <= {*response["Vary"].split(", ")}


def test_get_answers(program: Client) -> None:
    parameters = {"query": "query A($x: ID!) { node(id: $x) { id } }", "operationName": "A"}
    response = program.get("/graphql", {**parameters, "variables": '{"x": "1"}'})

    assert response.status_code == 200
    assert response.json()["data"] == {"node": None}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, LEGACY),
        ("", LEGACY),
        ("*/*", LEGACY),
        ("application/*", LEGACY),
        ("application/json", LEGACY),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE}, application/json;q=0.9", GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE};q=0.2, application/json;q=0.9", LEGACY),
        (f"{GRAPHQL_RESPONSE}, */*", GRAPHQL_RESPONSE),
        (f"*/*;q=0.8, {GRAPHQL_RESPONSE};q=0.8", GRAPHQL_RESPONSE),
        (f"application/json;q=0, {GRAPHQL_RESPONSE};q=0.001", GRAPHQL_RESPONSE),
        ("application/json;q=0, */*", GRAPHQL_RESPONSE),
        ("APPLICATION/JSON ; charset=UTF-8", LEGACY),
        ("application/json; charset=iso-8859-1", None),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=nonsense", None),
        ("application/json;q=7", None),
        ("application/json;q=-1", None),
        (f"application/json;q=1.5, {GRAPHQL_RESPONSE};q=0.1", GRAPHQL_RESPONSE),
    ],
)
def test_media_type_is_what_the_client_likes_best(accept: str | None, media: str | None) -> None:
    assert chosen(accept) == media


@pytest.mark.parametrize("name", [None, "", "Nobody"])
def test_one_of_several_operations_has_to_be_named(program: Client, name: str | None) -> None:
    body = {"query": "query A { a: __typename } query B { b: __typename }"}

    assert post(program, {**body, "operationName": name}).status_code == 400
    named = json.loads(post(program, {**body, "operationName": "B"}).content)
    assert named["data"] == {"b": "Query"}


def test_unacceptable_is_406(program: Client) -> None:
    response = post(program, {"query": QUERY}, accept="text/html")

    assert response.status_code == 406
    assert json.loads(response.content)["errors"][0]["extensions"]["code"] == "NOT_ACCEPTABLE"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ viewer {", {}),
        ("{ nothing }", {}),
        ("query($x: ID!) { node(id: $x) { id } }", {}),
        ("query($x: ID!) { node(id: $x) { id } }", {"x": [1]}),
    ],
)
def test_what_never_ran_has_no_data(program: Client, query: str, variables: dict[str, Any]) -> None:
    new = post(program, {"query": query, "variables": variables})
    legacy = post(program, {"query": query, "variables": variables}, accept=LEGACY)

    assert (new.status_code, legacy.status_code) == (400, 200)
    for response in (new, legacy):
        answer = json.loads(response.content)
        assert "data" not in answer
        assert answer["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"null",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"1",
        b'"{ __typename }"',
        b"{",
        b"\xff\xfe",
        b'{"query": "\xc3"}',
        b'{"query": "{ __typename }", "variables": {"a": NaN}}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ __typename }", "variables": {"\\udfff": 1}}',
        b'{"query": ' + b"1" * 5000 + b"}",
        b'{"query": ' + b"[" * 30_000,
        b'{"query": null}',
        b'{"query": ""}',
        b'{"query": {}}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "extensions": 0}',
    ],
)
@pytest.mark.parametrize("accept", [MEDIA, LEGACY])
def test_malformed_body_is_400(program: Client, body: bytes, accept: str) -> None:
    response = post(program, body, accept=accept)

    assert response.status_code == 400
    answer = json.loads(response.content)
    assert "data" not in answer
    assert answer["errors"][0]["message"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"query":\n nothing}', "“body” is not JSON: look at line 2, column 2."),
        (b'{"query": "{ a }", "variables": {"a": Infinity}}', "NaN or Infinity"),
        (b'{"query": "\\ud800"}', "half of a surrogate pair"),
        (b'{"query": ' + b"[" * 30_000, "brackets nested hundreds deep"),
        (b"", "There is no body; send one with its Content-Length."),
        (b"{}", "A request has a “query” or a “documentId”"),
        (b'{"query": 1}', "“query” must be a text."),
        (b'{"documentId": []}', "“documentId” must be a text."),
        (b'{"query": "{ a }", "operationName": {}}', "“operationName” must be a text."),
        (b'{"query": "{ a }", "variables": "{}"}', "“variables” must be an object, in braces."),
    ],
)
def test_malformed_request_is_told_what_is_wrong(program: Client, body: bytes, said: str) -> None:
    # The client leaves the type out where the body is empty.
    answer = json.loads(post(program, body, CONTENT_TYPE="application/json").content)

    assert said in answer["errors"][0]["message"]


def test_malformed_parameter_of_an_address_is_named(program: Client) -> None:
    answer = program.get("/graphql", {"query": QUERY, "variables": "{]"}).json()

    message = "“variables” is not JSON: look at line 1, column 2."
    assert answer["errors"][0]["message"] == message


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("query A { a: __typename } query B { b: __typename }", None, "`operationName`: A, B."),
        ("query A { a: __typename }", "Nobody", "`operationName`: A."),
        ("{ __typename }", "Nobody", "Leave `operationName` out"),
        ("fragment f on Query { __typename }", None, "A document has a query or a mutation"),
    ],
)
def test_operation_that_is_not_found_is_told_which_there_are(
    program: Client, query: str, name: str | None, said: str
) -> None:
    response = post(program, {"query": query, "operationName": name})

    (error,) = json.loads(response.content)["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (400, "BAD_INPUT")
    assert said in error["message"]


@pytest.mark.parametrize("name", ["variables", "operationName", "extensions"])
def test_null_parameters_are_as_left_out(program: Client, name: str) -> None:
    assert post(program, {"query": QUERY, name: None}).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"])
def test_other_methods_are_405(program: Client, method: str) -> None:
    response = program.generic(method, "/graphql")

    assert response.status_code == 405
    assert response["Allow"] == "GET, POST"


def test_mutation_by_get_is_405(program: Client) -> None:
    query = 'mutation { createCommunity(input: {name: "A"}) { errors { code } } }'
    response = program.get("/graphql", {"query": query})

    assert response.status_code == 405
    assert response["Allow"] == "POST"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=a",
        "application/graphql",
        "application/json; charset=iso-8859-1",
    ],
)
def test_other_content_types_are_415(program: Client, content_type: str) -> None:
    response = post(program, {"query": QUERY}, content_type=content_type)

    assert response.status_code == 415


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_utf8_may_be_said(program: Client, content_type: str) -> None:
    assert post(program, {"query": QUERY}, content_type=content_type).status_code == 200


def test_compressed_body_is_415(program: Client) -> None:
    body = gzip.compress(json.dumps({"query": QUERY}).encode())
    response = post(program, body, HTTP_CONTENT_ENCODING="gzip")

    assert (response.status_code, response["Accept-Encoding"]) == (415, "identity")
    assert "not compressed" in json.loads(response.content)["errors"][0]["message"]
    assert post(program, {"query": QUERY}, HTTP_CONTENT_ENCODING="identity").status_code == 200


def test_large_body_is_413(program: Client) -> None:
    response = post(program, {"query": QUERY + " " * 65_536})

    assert response.status_code == 413
    assert json.loads(response.content)["errors"]


def test_long_address_is_414(program: Client) -> None:
    assert program.get("/graphql", {"query": QUERY + " " * 65_536}).status_code == 414


def test_too_many_parameters_are_400(program: Client) -> None:
    response = program.get("/graphql", {f"a{n}": "1" for n in range(600)})

    assert response.status_code == 400


def test_nobody_is_401(client: Client, db: None) -> None:
    response = post(client, {"query": QUERY})

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert "data" not in json.loads(response.content)


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer a b", "bearer é"])
def test_wrong_token_is_401_even_with_a_session(
    client: Client, leader: Account, header: str
) -> None:
    client.force_login(leader)
    response = client.post(
        "/graphql",
        {"query": QUERY},
        content_type="application/json",
        headers={"Authorization": header},
    )

    assert response.status_code == 401
    assert "invalid_token" in response["WWW-Authenticate"]


def test_words_after_a_good_token_make_it_a_wrong_one(bearer: str, leader: Account) -> None:
    talkative = Client(headers={"Authorization": f"{bearer} more"})
    talkative.force_login(leader)

    assert post(talkative, {"query": QUERY}).status_code == 401


@pytest.mark.parametrize("fields", ["expires_at", "revoked_at"])
def test_expired_and_revoked_tokens_are_401(program: Client, fields: str) -> None:
    assert post(program, {"query": QUERY}).status_code == 200
    ApiToken.objects.update(**{fields: timezone.now() - timedelta(seconds=1)})

    assert post(program, {"query": QUERY}).status_code == 401


def test_session_needs_its_csrf_token(leader: Account) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(leader)
    secret = "a" * 32
    browser.cookies["csrftoken"] = secret

    refused = post(browser, {"query": QUERY})
    allowed = browser.post(
        "/graphql",
        {"query": QUERY},
        content_type="application/json",
        headers={"X-CSRFToken": secret},
    )

    assert refused.status_code == 403
    assert allowed.status_code == 200
    assert allowed.json()["data"] == LEA


def test_token_needs_no_csrf_token(bearer: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Authorization": bearer})

    assert post(strict, {"query": QUERY}).status_code == 200


def test_get_is_for_tokens(client: Client, leader: Account, program: Client) -> None:
    client.force_login(leader)

    assert client.get("/graphql", {"query": QUERY}).status_code == 403
    assert program.get("/graphql", {"query": QUERY}).status_code == 200
