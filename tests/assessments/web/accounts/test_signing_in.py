"""Signing in and out: by a mailed code, by a password."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.utils.module_loading import import_string

from assessments.demo.sign_ins import make_accounts, sign_ins
from assessments.models import Account
from commsurvey.signing_in import SETTINGS
from tests.assessments.making import PASSWORD, make_account
from tests.assessments.web.browsing import text_of, title_of
from tests.assessments.web.signing_in import (
    PASSWORD_PAGE,
    mailed_code,
    sign_in_by_code,
    sign_in_by_password,
)

SIGNED_IN = "Sign out"


@pytest.fixture
def _within_a_minute() -> Iterator[None]:
    """Let no minute end while tries are counted."""
    with time_machine.travel("2026-05-02 12:00:30Z", tick=False):
        yield


def test_leader_signs_in_by_a_mailed_code(leader: Account, client: Client) -> None:
    asked = client.post("/sign-in/", {"email": "Lea@Example.org"})
    assert asked["Location"] == "/sign-in/code/"
    assert mail.outbox[-1].to == ["lea@example.org"]
    assert "lea@example.org" in text_of(client.get("/sign-in/code/"))

    done = client.post("/sign-in/code/", {"code": mailed_code().lower()})

    assert done["Location"] == "/communities/"
    assert SIGNED_IN in text_of(client.get("/communities/"))


def test_a_code_opens_one_door_once(leader: Account, client: Client) -> None:
    sign_in_by_code(client)
    code = mailed_code()
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"email": "lea@example.org"})

    assert elsewhere.post("/sign-in/code/", {"code": code}).status_code == 422
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/sign-in/"


def test_a_wrong_code_is_said_and_three_are_enough(leader: Account, client: Client) -> None:
    client.post("/sign-in/", {"email": "lea@example.org"})
    right = mailed_code()
    wrong = [client.post("/sign-in/code/", {"code": "BBBB-BBBB"}) for _ in range(3)]

    assert [page.status_code for page in wrong] == [422, 422, 302]
    assert "This is not the code" in text_of(wrong[0])
    assert title_of(wrong[0]).startswith("Error:")
    assert client.post("/sign-in/code/", {"code": right})["Location"] == "/sign-in/"


def test_another_code_is_mailed_on_request(leader: Account, client: Client) -> None:
    client.post("/sign-in/", {"email": "lea@example.org"})
    first = mailed_code()
    assert client.post("/sign-in/code/", {"action": "resend"}).status_code == 302

    assert len(mail.outbox) == 2
    assert client.post("/sign-in/code/", {"code": first}).status_code == 422
    assert client.post("/sign-in/code/", {"code": mailed_code()})["Location"] == "/communities/"


def test_nobody_learns_who_has_an_account(leader: Account) -> None:
    known, unknown = Client(), Client()
    asked = [
        client.post("/sign-in/", {"email": f"{name}@example.org"}, follow=True)
        for client, name in ((known, "lea"), (unknown, "leo"))
    ]
    pages = [text_of(page).replace("leo@", "lea@") for page in asked]

    assert pages[0] == pages[1]
    assert [each.to for each in mail.outbox] == [["lea@example.org"], ["leo@example.org"]]
    assert "no account" in str(mail.outbox[1].body)
    refused = [
        text_of(client.post("/sign-in/code/", {"code": "BBBB-BBBB"})).replace("leo@", "lea@")
        for client in (known, unknown)
    ]
    assert refused[0] == refused[1]


def test_leader_signs_in_by_address_and_password(leader: Account, client: Client) -> None:
    assert sign_in_by_password(client)["Location"] == "/communities/"
    assert SIGNED_IN in text_of(client.get("/communities/"))

    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/communities/").status_code == 302


def test_demo_sign_ins_work(db: None) -> None:
    make_accounts()
    for each in sign_ins():
        client = Client()
        assert sign_in_by_password(client, str(each.password), each.email)["Location"] == (
            "/communities/"
        )


def test_signing_out_takes_a_post(leader: Account, client: Client) -> None:
    client.force_login(leader)

    assert client.get("/sign-out/").status_code == 405
    assert client.get("/communities/").status_code == 200


ELSEWHERE = [
    "https://example.org/",
    "//example.org/",
    "/\\example.org/",
    "javascript:alert(1)",
    "http:example.org",
    "\x00",
]


@pytest.mark.parametrize("sign_in", [sign_in_by_code, sign_in_by_password])
def test_signing_in_leads_back(leader: Account, sign_in: object) -> None:
    assert sign_in(Client(), next="/new-community/")["Location"] == "/new-community/"  # type: ignore[operator]


@pytest.mark.parametrize("next_page", ELSEWHERE)
def test_signing_in_leads_to_no_other_host(leader: Account, next_page: str) -> None:
    assert sign_in_by_password(Client(), next=next_page)["Location"] == "/communities/"
    assert sign_in_by_code(Client(), next=next_page)["Location"] == "/communities/"
    signed_in = Client()
    signed_in.force_login(leader)
    for page in ("/sign-in/", "/sign-in/password/", "/sign-up/"):
        there = signed_in.get(page, {"next": next_page})
        assert there.get("Location", "/").startswith("/")
        assert "example.org" not in there.get("Location", "")
    assert signed_in.post("/sign-out/", {"next": next_page})["Location"] == "/"


def test_the_admin_signs_in_by_the_same_page(db: None) -> None:
    make_account("ada@example.org", is_staff=True, is_superuser=True)
    client = Client()
    assert client.get("/admin/", follow=True).redirect_chain[-1] == (
        "/sign-in/?next=/admin/",
        302,
    )

    assert sign_in_by_password(client, email="ada@example.org", next="/admin/")["Location"] == (
        "/admin/"
    )
    assert client.get("/admin/").status_code == 200


def test_wrong_password_is_refused_like_an_unknown_address(leader: Account, client: Client) -> None:
    wrong = sign_in_by_password(client, "x", "lea@example.org")
    unknown = sign_in_by_password(client, "x", "leo@example.org")

    assert wrong.status_code == unknown.status_code == 422
    assert "No account has this address and password" in text_of(wrong)
    assert text_of(wrong) == text_of(unknown)


def test_a_closed_account_lets_nobody_in(leader: Account) -> None:
    Account.objects.update(is_active=False)
    client = Client()
    by_password = sign_in_by_password(client)

    assert by_password.get("Location", "/sign-in/closed/") == "/sign-in/closed/"
    client.post("/sign-in/", {"email": "lea@example.org"})
    assert "no account" in str(mail.outbox[-1].body)
    assert client.get("/communities/").status_code == 302


@pytest.mark.usefixtures("_within_a_minute")
def test_ten_wrong_passwords_a_minute_are_enough(leader: Account, client: Client) -> None:
    statuses = [
        sign_in_by_password(client, "x", f"nobody{n}@example.org").status_code for n in range(11)
    ]

    assert statuses == [422] * 10 + [429]
    assert sign_in_by_password(client).status_code == 429


@pytest.mark.usefixtures("_within_a_minute")
def test_ten_codes_a_minute_are_enough(leader: Account, client: Client) -> None:
    statuses = [
        Client().post("/sign-in/", {"email": f"nobody{n}@example.org"}).status_code
        for n in range(11)
    ]

    assert statuses == [302] * 10 + [429]
    assert len(mail.outbox) == 10


@pytest.mark.usefixtures("_within_a_minute")
def test_three_codes_a_minute_are_enough_for_one_address(leader: Account) -> None:
    statuses = [
        Client().post("/sign-in/", {"email": "lea@example.org"}).status_code for _ in range(4)
    ]

    assert statuses == [302] * 3 + [422]


@pytest.mark.usefixtures("_within_a_minute")
def test_addresses_behind_a_proxy_are_told_apart(leader: Account, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    for _ in range(10):
        Client().post(PASSWORD_PAGE, {}, headers={"X-Forwarded-For": "203.0.113.1, 192.0.2.1"})

    def status(forwarded: str) -> int:
        return Client().post(PASSWORD_PAGE, {}, headers={"X-Forwarded-For": forwarded}).status_code

    assert status("198.51.100.9, 192.0.2.1") == 429  # only the proxy's own word counts
    assert status("203.0.113.1, 192.0.2.2") == 422


@pytest.mark.parametrize("path", ["/", "/privacy/", "/withdraw/", PASSWORD_PAGE, "/sign-up/"])
def test_public_pages_are_safe_and_strict(client: Client, db: None, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    for unsafe in ("<script", "style=", "onclick"):
        assert unsafe not in page.content.decode()


def test_sign_in_page_runs_no_script_of_its_own_text(client: Client, db: None) -> None:
    """Scripts come from files; what stands between the tags is data."""
    page = client.get("/sign-in/").content.decode()

    assert page.count("<script") == page.count('<script src="/static/') + page.count(
        'type="application/json">'
    )
    assert "style=" not in page


def test_older_scripts_are_spared_trusted_types_and_nothing_else(client: Client, db: None) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]

    assert "require-trusted-types-for" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize("path", ["/nowhere/", "/communities/../x/", "/w/1/", "/o/%00/"])
def test_missing_pages_say_so(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_there_is_an_icon(client: Client) -> None:
    icon = client.get("/favicon.ico")

    assert icon.status_code == 200
    assert icon["Content-Type"] == "image/svg+xml"


def test_where_no_mail_is_sent_the_page_says_where_it_lies(
    leader: Account, client: Client, settings: LazySettings
) -> None:
    settings.EMAIL_FILE_PATH = "/somewhere/mail"
    client.post("/sign-in/", {"email": "lea@example.org"})
    assert "/somewhere/mail" in text_of(client.get("/sign-in/code/"))

    settings.PRODUCTION = True
    assert "/somewhere/mail" not in text_of(client.get("/sign-in/code/"))


def test_a_mail_that_fails_is_said_without_the_address(
    leader: Account, client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    page = client.post("/sign-in/", {"email": "lea@example.org"}, follow=True)

    assert page.status_code == 200
    assert "could not be sent" in text_of(page)
    assert "ConnectionRefusedError" in caplog.text
    assert "lea@" not in caplog.text


class Broken:
    """A mail server that is away, and says to whom it did not send."""

    def __init__(self, **_options: object) -> None:
        pass

    def send_messages(self, messages: list[mail.EmailMessage]) -> int:
        raise ConnectionRefusedError(f"could not send to {messages[0].to}")


def test_no_address_reaches_the_log(leader: Account, settings: LazySettings) -> None:
    log = StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        client = Client(REMOTE_ADDR="203.0.113.77")
        sign_in_by_password(client, "x")
        sign_in_by_code(client)
        sign_in_by_password(client)
        client.get("/nowhere/")
    finally:
        logging.getLogger().removeHandler(handler)

    assert "nowhere" in log.getvalue()  # there is a log
    assert "lea@" not in log.getvalue().lower()
    assert "203.0.113.77" not in log.getvalue()


HOSTILE = [
    "\x00",
    "a\x00@example.org",
    "x" * 70_000,
    "💥@💥.org",
    "\ud7ff\u202e",
    "'; --",
    "[]",
    "{}",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_is_refused_without_a_fault_of_ours(leader: Account, value: str) -> None:
    client = Client(raise_request_exception=False)
    client.post("/sign-in/", {"email": "lea@example.org"})
    names = ("email", "login", "password", "code", "next", "name", "action", "credential")
    for path in (
        "/sign-in/",
        "/sign-in/code/",
        PASSWORD_PAGE,
        "/sign-in/passkey/",
        "/sign-in/second-step/",
        "/sign-in/address/",
        "/sign-in/forgotten/",
        "/sign-in/forgotten/code/",
        "/sign-in/forgotten/password/",
        "/sign-up/",
        "/sign-out/",
    ):
        assert client.post(path, dict.fromkeys(names, value)).status_code < 500, path
        assert client.get(path, dict.fromkeys(names, value)).status_code < 500, path


ASSERTION = """{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "%",
"clientDataJSON": "%", "authenticatorData": "%", "signature": "AA"}}"""
"""The form of what a browser sends, with nothing right inside."""


@pytest.mark.parametrize(
    "credential",
    [
        "null",
        "1",
        "[]",
        '"x"',
        "{}",
        '{"response": []}',
        '{"response": {"userHandle": "AA"}}',
        ASSERTION.replace("%", "AA"),
        ASSERTION.replace("%", "e30"),
        ASSERTION.replace("%", "A" * 60),
        "[" * 5000,
        "1" * 15_000,
    ],
)
def test_a_broken_passkey_is_refused_without_a_fault_of_ours(
    leader: Account, credential: str
) -> None:
    client = Client()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})

    answer = client.post("/sign-in/passkey/", {"credential": credential})

    assert answer.status_code in {302, 422}
    assert client.get("/communities/").status_code == 302


def test_addresses_are_stored_small_and_found_however_written(db: None) -> None:
    Account.objects.create_user("Lea.Brook@Example.org", PASSWORD)

    assert Account.objects.get().email == "lea.brook@example.org"
    assert sign_in_by_code(Client(), "LEA.Brook@example.org")["Location"] == "/communities/"


def test_an_address_that_an_admin_takes_away_lets_nobody_in(leader: Account) -> None:
    leader.email = "new@example.org"
    leader.save()
    Client().post("/sign-in/", {"email": "lea@example.org"})
    assert "no account" in str(mail.outbox[-1].body)

    assert sign_in_by_code(Client(), "new@example.org")["Location"] == "/communities/"


def test_allauth_is_told_of_forms_that_are_there() -> None:
    for form in (*SETTINGS["ACCOUNT_FORMS"].values(), *SETTINGS["MFA_FORMS"].values()):
        assert import_string(form).__doc__
