"""Second steps: an authenticator app, recovery codes, passkeys."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from assessments.models import Account
from assessments.web.accounts.factors import FactorAdapter
from tests.assessments.making import PASSWORD
from tests.assessments.web.browsing import html_of, text_of
from tests.assessments.web.signing_in import sign_in_by_code, sign_in_by_password, totp


@pytest.fixture
def lea(leader: Account) -> Client:
    """Lea's browser; she has just shown that it is she."""
    client = Client()
    sign_in_by_password(client)
    client.post("/account/again/", {"password": PASSWORD})
    return client


def use_app(client: Client) -> tuple[str, list[str]]:
    """Have the account ask for an app, and give its secret and the recovery codes."""
    page = html_of(client.get("/account/app/"))
    found = re.search(r'<code class="receipt letters">([A-Z2-7 ]+)<', page)
    assert found is not None
    secret = found[1].replace(" ", "")
    done = client.post("/account/app/", {"code": totp(secret)})
    assert done["Location"] == "/account/recovery-codes/"
    page = html_of(client.get(done["Location"]))
    return secret, re.findall(r'<code dir="ltr">(\w+)</code>', page)


def test_totp_is_that_of_the_standard() -> None:
    # RFC 6238, appendix B: the secret "12345678901234567890" at 59 s gives 94287082; 6 digits here.
    assert totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=59) == "287082"


def test_an_app_is_a_second_step(
    lea: Client, leader: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret, _codes = use_app(lea)
    assert "authenticator app" in str(mail.outbox[-1].body)
    client = Client()

    assert sign_in_by_code(client, next="/account/")["Location"] == "/sign-in/second-step/"
    assert client.get("/communities/").status_code == 302
    assert client.post("/sign-in/second-step/", {"code": "000000"}).status_code == 422
    done = client.post("/sign-in/second-step/", {"code": totp(secret)})

    assert done["Location"] == "/account/"
    assert client.get("/communities/").status_code == 200


def test_a_code_of_the_app_counts_once(lea: Client, leader: Account) -> None:
    secret, _codes = use_app(lea)
    code = totp(secret, at=time.time() - 30)  # the clock of the phone is a little late
    first, second = Client(), Client()
    for client in (first, second):
        assert sign_in_by_password(client)["Location"] == "/sign-in/second-step/"

    assert first.post("/sign-in/second-step/", {"code": code}).status_code == 302
    # What allauth remembers for half a minute only.
    cache.delete(f"allauth.mfa.totp.used?user={leader.pk}&code={code}")
    assert second.post("/sign-in/second-step/", {"code": code}).status_code == 422


def test_recovery_codes_are_shown_once_and_count_once(lea: Client, leader: Account) -> None:
    _secret, codes = use_app(lea)
    assert len(set(codes)) == 10
    assert codes[0] not in text_of(lea.get("/account/recovery-codes/"))

    first, second = Client(), Client()
    for client in (first, second):
        sign_in_by_password(client)
    assert first.post("/sign-in/second-step/", {"code": codes[0]})["Location"] == "/communities/"
    assert second.post("/sign-in/second-step/", {"code": codes[0]}).status_code == 422
    assert "9 codes left" in text_of(lea.get("/account/"))

    lea.post("/account/recovery-codes/new/")
    fresh = re.findall(r'dir="ltr">(\w+)<', html_of(lea.get("/account/recovery-codes/")))
    assert len(fresh) == 10
    assert second.post("/sign-in/second-step/", {"code": codes[1]}).status_code == 422


def test_the_app_can_be_done_without(lea: Client, leader: Account) -> None:
    use_app(lea)
    assert "In use" in text_of(lea.get("/account/"))

    assert lea.post("/account/app/remove/")["Location"] == "/account/"

    assert not Authenticator.objects.exists()
    assert sign_in_by_code(Client())["Location"] == "/communities/"


def test_what_matters_asks_again_who_it_is(leader: Account) -> None:
    lea = Client()
    sign_in_by_password(lea)
    for path in ("/account/app/", "/account/passkeys/add/", "/account/tokens/new/"):
        again = lea.get(path)["Location"]
        assert again.startswith("/account/again/?next=")
    assert lea.post(again, {"password": "x"}).status_code == 422

    assert lea.post(again, {"password": PASSWORD})["Location"] == "/account/tokens/new/"
    assert lea.get("/account/app/").status_code == 200


def test_secrets_of_apps_are_stored_encrypted(lea: Client, settings: LazySettings) -> None:
    secret, _codes = use_app(lea)
    stored = str(Authenticator.objects.get(type="totp").data["secret"])
    assert secret not in stored
    assert FactorAdapter().decrypt(stored) == secret

    old, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 10
    lost = {FactorAdapter().decrypt(stored) for _ in range(3)}
    assert len(lost) == 3  # each time another that nobody knows
    settings.SECRET_KEY_FALLBACKS = [old]
    assert FactorAdapter().decrypt(stored) == secret


def test_page_to_add_a_passkey_holds_what_the_browser_needs(lea: Client) -> None:
    page = html_of(lea.get("/account/passkeys/add/"))

    assert '"residentKey": "required"' in page
    assert '"userVerification": "required"' in page
    assert "lea@example.org" in page  # by which the device names the passkey
    assert 'src="/static/mfa/js/webauthn.js' in page


def test_sign_in_page_offers_passkeys(client: Client, db: None) -> None:
    assert "Use a passkey" in text_of(client.get("/sign-in/"))
    asked = client.get("/sign-in/passkey/", headers={"accept": "application/json"}).json()

    assert asked["request_options"]["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize(
    "credential", ["{}", "[]", '"x"', '{"id": "AA", "rawId": "AA", "response": {}}', "x" * 30_000]
)
def test_a_broken_passkey_is_not_added(lea: Client, credential: str) -> None:
    lea.get("/account/passkeys/add/")

    answer = lea.post("/account/passkeys/add/", {"name": "phone", "credential": credential})

    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_an_admin_takes_lost_factors_away(lea: Client, leader: Account) -> None:
    use_app(lea)
    assert sign_in_by_code(Client())["Location"] == "/sign-in/second-step/"

    call_command("remove_factors", "LEA@example.org")

    assert sign_in_by_code(Client())["Location"] == "/communities/"
    with pytest.raises(CommandError, match="no account"):
        call_command("remove_factors", "nobody@example.org")


def test_a_passkey_is_its_owners_alone(lea: Client, leader: Account, other_leader: Account) -> None:
    theirs = Authenticator.objects.create(
        user=other_leader, type="webauthn", data={"name": "Otto's phone", "credential": {}}
    )
    own = Authenticator.objects.create(
        user=leader, type="webauthn", data={"name": "Lea's phone", "credential": {}}
    )
    assert "Lea's phone" in text_of(lea.get("/account/passkeys/"))
    assert "Otto" not in text_of(lea.get("/account/passkeys/"))

    for path in (f"/account/passkeys/{theirs.pk}/", f"/account/passkeys/{theirs.pk}/remove/"):
        assert lea.get(path).status_code == 404
        assert lea.post(path, {"name": "mine"}).status_code == 404
    assert lea.post(f"/account/passkeys/{own.pk}/", {"name": "x" * 101}).status_code == 422
    assert lea.post(f"/account/passkeys/{own.pk}/remove/").status_code == 302

    theirs.refresh_from_db()
    assert theirs.data["name"] == "Otto's phone"
    assert not Authenticator.objects.filter(pk=own.pk).exists()
