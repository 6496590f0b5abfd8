"""What is refused before it reaches the API is refused in JSON."""

from typing import Any

import pytest
from django.test import Client

from assessments.graphql.body import LARGEST_BODY
from assessments.web.programs import LARGEST_GRAPHQL

MANY = {f"a{number}": "1" for number in range(501)}
JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def refusal_of(response: Any, status: int) -> Any:
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/")
    return response.json()


@pytest.mark.parametrize(
    ("address", "headers"),
    [("/api/v1/communities/", {}), ("/api/v1/communities/", BROWSER), ("/nowhere/", JSON)],
)
def test_programs_are_refused_in_json(client: Client, address: str, headers: Any) -> None:
    many = refusal_of(client.get(address, MANY, headers=headers), 400)
    long = refusal_of(client.post(address, "x" * 1_048_577, "text/plain", headers=headers), 413)

    assert many == {"detail": "An address has at most 500 parameters."}
    assert long == {"detail": "The body has at most 1048576 bytes."}


@pytest.mark.parametrize("media", ["application/json", "application/graphql-response+json"])
def test_graphql_is_refused_as_graphql_answers(client: Client, media: str) -> None:
    headers = {"Accept": media}
    many = client.get("/graphql", MANY, headers=headers)
    long = client.post("/graphql", "x" * 2_000_000, "application/json", headers=headers)

    assert refusal_of(many, 400)["errors"] == [
        {
            "message": "An address has at most 500 parameters.",
            "extensions": {"code": "BAD_REQUEST"},
        }
    ]
    assert refusal_of(long, 413)["errors"] == [
        {
            "message": "The body has at most 65536 bytes.",
            "extensions": {"code": "REQUEST_ENTITY_TOO_LARGE"},
        }
    ]
    assert {many["Content-Type"].partition(";")[0], long["Content-Type"].partition(";")[0]} == {
        media
    }
    assert LARGEST_GRAPHQL == LARGEST_BODY


def test_refusal_speaks_the_readers_language_and_leaves_none_behind(client: Client) -> None:
    spanish = {"Accept-Language": "es", **JSON}
    long = client.post("/graphql", "x" * 2_000_000, "application/json", headers=spanish)

    assert "bytes" in long.json()["errors"][0]["message"]
    assert not long.json()["errors"][0]["message"].startswith("The body")


def test_people_are_refused_with_a_page(client: Client, db: None) -> None:
    many = client.get("/", MANY, headers=BROWSER)
    long = client.post("/", "x" * 1_048_577, "text/plain", headers=BROWSER)

    assert (many.status_code, long.status_code) == (400, 413)
    assert b"This cannot be read" in many.content
    assert b"This is too long" in long.content
