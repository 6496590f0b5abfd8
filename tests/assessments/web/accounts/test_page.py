"""The account page: name, language, time zone, address, password, devices."""

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db.models import Model
from django.test import Client

from assessments.domain.accounts.sign_ins import NOWHERE, device_of
from assessments.models import Account, ApiToken, Community
from tests.assessments.making import PASSWORD, make_account
from tests.assessments.web.browsing import html_of, text_of
from tests.assessments.web.signing_in import mailed_code, sign_in_by_code, sign_in_by_password

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def lea(leader: Account) -> Client:
    """Lea's browser; she has signed in by her password."""
    client = Client()
    sign_in_by_password(client)
    return client


def test_name_language_and_time_zone_are_kept_and_used(lea: Client, leader: Account) -> None:
    UserSession.objects.update(created_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    assert "2026-01-31 23:30 UTC" in text_of(lea.get("/account/sessions/"))

    sent = {"name": "Lea Brook", "language": "de", "time_zone": "Asia/Kolkata"}
    assert lea.post("/account/", sent)["Location"] == "/account/"

    assert Account.objects.values("name", "language", "time_zone").get() == sent
    page = lea.get("/account/sessions/")
    assert '<html lang="de"' in html_of(page)
    assert "2026-02-01 05:00 IST" in text_of(page)  # half past five hours east


def test_the_language_chosen_last_counts(lea: Client) -> None:
    lea.get("/account/?lang=es")
    assert '<html lang="es"' in html_of(lea.get("/account/"))

    lea.post("/account/", {"name": "", "language": "ar", "time_zone": ""})

    assert '<html lang="ar" dir="rtl"' in html_of(lea.get("/account/"))
    lea.get("/account/?lang=en")
    assert '<html lang="en"' in html_of(lea.get("/account/"))


def test_a_time_zone_nobody_knows_any_more_is_passed_over(lea: Client, leader: Account) -> None:
    Account.objects.update(time_zone="Mars/Olympus")

    assert lea.get("/account/sessions/").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "x" * 151},
        {"name": "\x00"},
        {"language": "xx"},
        {"time_zone": "../etc/passwd"},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_what_cannot_be_right_is_said(lea: Client, sent: dict[str, str]) -> None:
    page = lea.post("/account/", {"name": "Lea", **sent})

    assert page.status_code == 422
    assert "Something is not right yet" in text_of(page)
    assert Account.objects.get().name == "Lea"


def test_another_address_counts_once_its_code_is_typed(lea: Client, leader: Account) -> None:
    asked = lea.post("/account/address/", {"email": "Brook@example.org", "action_add": ""})
    assert asked["Location"] == "/account/again/?next=%2Faccount%2Faddress%2F"
    assert lea.post(asked["Location"], {"password": PASSWORD})["Location"] == "/account/address/"
    asked = lea.post("/account/address/", {"email": "Brook@example.org", "action_add": ""})
    assert asked["Location"] == "/sign-in/address/"
    assert mail.outbox[-1].to == ["brook@example.org"]
    assert Account.objects.get().email == "lea@example.org"

    assert lea.post(asked["Location"], {"code": "BBBB-BBBB"}).status_code == 422
    done = lea.post(asked["Location"], {"code": mailed_code()})

    assert done["Location"] == "/account/"
    assert Account.objects.get().email == "brook@example.org"
    assert [*EmailAddress.objects.values_list("email", "verified")] == [("brook@example.org", True)]
    assert mail.outbox[-1].to == ["lea@example.org"]  # who had it hears of it
    assert "brook@example.org" in str(mail.outbox[-1].body)


def test_an_address_of_somebody_else_is_not_told_and_not_taken(
    lea: Client, leader: Account
) -> None:
    make_account("otto@example.org")
    lea.post("/account/again/", {"password": PASSWORD})
    asked = lea.post("/account/address/", {"email": "otto@example.org", "action_add": ""})

    assert asked["Location"] == "/sign-in/address/"
    refused = lea.post(asked["Location"], {"code": mailed_code()})
    assert refused.status_code == 422
    assert Account.objects.filter(email="lea@example.org").exists()


def test_a_password_is_optional(db: None) -> None:
    Account.objects.create_user("ned@example.org")
    client = Client()
    sign_in_by_code(client, "ned@example.org")
    assert "None, and none is needed" in text_of(client.get("/account/"))
    assert client.get("/account/password/")["Location"] == "/account/password/first/"

    long = "seven brooks and a mill"
    weak = client.post("/account/password/first/", {"password1": "1234", "password2": "1234"})
    assert weak.status_code == 422
    assert "too short" in text_of(weak)
    done = client.post("/account/password/first/", {"password1": long, "password2": long})

    assert done["Location"] == "/account/"
    assert "There is one" in text_of(client.get("/account/"))
    assert sign_in_by_password(Client(), long, "ned@example.org")["Location"] == "/communities/"


def test_a_forgotten_password_is_replaced_by_a_mailed_code(leader: Account) -> None:
    client, long = Client(), "seven brooks and a mill"
    asked = client.post("/sign-in/forgotten/", {"email": "lea@example.org"})
    assert asked["Location"] == "/sign-in/forgotten/code/"
    typed = client.post(asked["Location"], {"code": mailed_code()})
    assert typed["Location"] == "/sign-in/forgotten/password/"
    done = client.post(typed["Location"], {"password1": long, "password2": long}, follow=True)

    assert "The password is set" in text_of(done)
    assert sign_in_by_password(Client()).status_code == 422
    assert sign_in_by_password(Client(), long)["Location"] == "/communities/"


def test_devices_are_listed_and_the_others_signed_out(leader: Account) -> None:
    here, there = Client(headers={"user-agent": FIREFOX}), Client(headers={"user-agent": IPHONE})
    for client in (here, there):
        sign_in_by_password(client)
    shown = text_of(here.get("/account/sessions/"))
    assert "Firefox, Linux This one" in shown
    assert "Safari, iPhone" in shown

    assert here.post("/account/sessions/", follow=True).status_code == 200

    assert here.get("/communities/").status_code == 200
    assert there.get("/communities/").status_code == 302
    assert "Safari" not in text_of(here.get("/account/sessions/"))


def test_no_network_address_is_kept_of_anybody(leader: Account) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77", headers={"user-agent": FIREFOX})
    sign_in_by_password(client)
    client.post("/account/password/first/", {"password1": "x"})
    client.get("/account/tokens/new/")
    client.post("/account/tokens/new/", {"name": "x"})

    kept = UserSession.objects.get()
    assert (kept.ip, kept.user_agent) == (NOWHERE, "Firefox, Linux")
    kept.save()
    assert UserSession.objects.get().user_agent == "Firefox, Linux"
    assert "203.0.113.77" not in str(dict(client.session))


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        (IPHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_devices_are_told_apart(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


def test_accounts_do_not_meet(lea: Client, other_leader: Account, community: Community) -> None:
    token = ApiToken.objects.create(account=other_leader, name="Otto's", sha256="0" * 64)

    assert lea.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert "Otto" not in text_of(lea.get("/account/tokens/"))
    otto = Client()
    otto.force_login(other_leader)
    assert "Otto's" in text_of(otto.get("/account/tokens/"))


def test_what_an_account_kept_goes_with_it(lea: Client, leader: Account) -> None:
    kept: list[type[Model]] = [UserSession, EmailAddress]
    assert all(each._default_manager.exists() for each in kept)  # noqa: SLF001 -- Django's public name

    leader.delete()

    assert not any(each._default_manager.exists() for each in kept)  # noqa: SLF001 -- as above


FIELDS = ("name", "language", "time_zone", "email", "action_add", "action_send", "action_remove",
          "action_primary", "oldpassword", "password", "password1", "password2", "code", "next",
          "credential", "days", "communities")  # fmt: skip
PAGES = ("", "address/", "password/", "password/first/", "app/", "app/remove/", "passkeys/",
         "passkeys/add/", "passkeys/1/", "passkeys/1/remove/", "recovery-codes/",
         "recovery-codes/new/", "sessions/", "tokens/", "tokens/new/", "again/code/",
         "again/passkey/", "again/")  # fmt: skip


@pytest.mark.parametrize("value", ["\x00", "a\x00@example.org", "x" * 9_000, "[" * 5_000, "{}"])
def test_hostile_input_is_refused_without_a_fault_of_ours(lea: Client, value: str) -> None:
    lea.post("/account/again/", {"password": PASSWORD})
    lea.raise_request_exception = False
    for page in PAGES:
        path = f"/account/{page}"
        assert lea.post(path, dict.fromkeys(FIELDS, value)).status_code < 500, path
        assert lea.get(path, {"next": value[:500], "x": value[:500]}).status_code < 500, path

    assert Account.objects.get().email == "lea@example.org"


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "/\\example.org/"])
def test_showing_once_more_who_one_is_leads_to_no_other_host(lea: Client, away: str) -> None:
    answer = lea.post("/account/again/", {"password": PASSWORD, "next": away})

    assert "example.org" not in answer["Location"]
