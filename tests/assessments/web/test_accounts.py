"""Signing in and out."""

import pytest
from django.conf import LazySettings
from django.test import Client

from assessments.models import Account
from tests.assessments.making import PASSWORD
from tests.assessments.web.browsing import text_of


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> object:
    return client.post("/sign-in/", {"username": "LEA@example.org", "password": password, **more})


def test_leader_signs_in_by_address_and_password(leader: Account, client: Client) -> None:
    assert sign_in(client)["Location"] == "/communities/"  # type: ignore[index]
    assert "Sign out" in text_of(client.get("/communities/"))

    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/communities/").status_code == 302


def test_signing_out_takes_a_post(leader: Account, client: Client) -> None:
    client.force_login(leader)

    assert client.get("/sign-out/").status_code == 405
    assert client.get("/communities/").status_code == 200


def test_signing_in_leads_back_but_to_no_other_host(leader: Account) -> None:
    back = sign_in(Client(), next="/new-community/")
    away = sign_in(Client(), next="https://example.org/")

    assert back["Location"] == "/new-community/"  # type: ignore[index]
    assert away["Location"] == "/communities/"  # type: ignore[index]


def test_wrong_password_is_refused_like_an_unknown_address(leader: Account, client: Client) -> None:
    wrong = client.post("/sign-in/", {"username": "lea@example.org", "password": "x"})
    unknown = client.post("/sign-in/", {"username": "leo@example.org", "password": "x"})

    assert wrong.status_code == unknown.status_code == 422
    assert "No account has this address and password" in text_of(wrong)
    assert text_of(wrong) == text_of(unknown)


def test_ten_wrong_passwords_a_minute_are_enough(leader: Account, client: Client) -> None:
    statuses = [
        client.post("/sign-in/", {"username": "lea@example.org", "password": "x"}).status_code
        for _ in range(11)
    ]

    assert statuses == [422] * 10 + [429]
    assert (
        client.post("/sign-in/", {"username": "lea@example.org", "password": PASSWORD}).status_code
        == 429
    )


def test_addresses_behind_a_proxy_are_told_apart(leader: Account, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    for _ in range(10):
        Client().post("/sign-in/", {}, headers={"X-Forwarded-For": "203.0.113.1, 192.0.2.1"})

    def status(forwarded: str) -> int:
        return Client().post("/sign-in/", {}, headers={"X-Forwarded-For": forwarded}).status_code

    assert status("198.51.100.9, 192.0.2.1") == 429  # only the proxy's own word counts
    assert status("203.0.113.1, 192.0.2.2") == 422


@pytest.mark.parametrize("path", ["/", "/privacy/", "/sign-in/", "/withdraw/"])
def test_public_pages_are_safe_and_strict(client: Client, db: None, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    for unsafe in ("<script", "style=", "onclick"):
        assert unsafe not in page.content.decode()


@pytest.mark.parametrize("path", ["/nowhere/", "/communities/../x/", "/w/1/", "/o/%00/"])
def test_missing_pages_say_so(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404
