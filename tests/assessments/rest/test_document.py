"""The OpenAPI document and its page."""

import pytest
from django.core.management import call_command
from django.test import Client

from assessments.rest.document import DOCUMENT


def test_the_committed_document_is_up_to_date() -> None:
    call_command("export_openapi", "--check")


def test_the_document_is_served_as_it_is_committed(client: Client) -> None:
    answer = client.get("/api/v1/openapi.yaml")

    assert answer.content == DOCUMENT.read_bytes()
    assert answer["Content-Type"] == "application/yaml"


@pytest.mark.parametrize("method", ["post", "delete"])
def test_the_document_is_only_to_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/api/").status_code == 405


def test_the_page_needs_no_looser_policy(client: Client) -> None:
    answer = client.get("/api/")

    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert b"<style" not in answer.content
    assert b"style=" not in answer.content
