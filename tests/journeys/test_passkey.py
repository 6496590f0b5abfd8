"""A leader's passkey: added on the account page, then used to sign in, in a browser with a device.

The device is Chromium's own virtual authenticator, switched on over its debugging protocol.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.models import Account
from tests.assessments import making

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def leader(transactional_db: None) -> Account:
    """Lea, who has a password."""
    return making.make_account()


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Page]:
    """A browser with JavaScript and a device for passkeys; whatever it complains of is a fault."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not [text for text in complaints if "status of 4" not in text]


def plug_in(page: Page, **differs: Any) -> None:
    """Give the browser a device that keeps passkeys."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **differs}})


def add_passkey(page: Page, live_server: LiveServer) -> None:
    """Sign in by the password and add a passkey."""
    page.goto(f"{live_server.url}/sign-in/password/")
    page.get_by_label("E-mail address").fill("lea@example.org")
    page.get_by_label("Password").fill(making.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{live_server.url}/account/passkeys/add/")
    page.get_by_label("Password").fill(making.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_alone(
    laptop: Page, leader: Account, live_server: LiveServer
) -> None:
    plug_in(laptop)
    add_passkey(laptop, live_server)
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless
    laptop.goto(f"{live_server.url}/account/passkeys/")
    expect(laptop.get_by_role("listitem").filter(has_text="My laptop")).to_be_visible()
    laptop.get_by_role("button", name="Sign out").click()

    laptop.goto(f"{live_server.url}/sign-in/?next=/account/passkeys/")
    laptop.get_by_role("button", name="Use a passkey").click()

    expect(laptop).to_have_url(f"{live_server.url}/account/passkeys/")
    expect(laptop.get_by_text("Last used on")).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(
    laptop: Page, leader: Account, live_server: LiveServer
) -> None:
    plug_in(laptop)
    add_passkey(laptop, live_server)
    laptop.get_by_role("button", name="Sign out").click()
    laptop.goto(f"{live_server.url}/sign-in/password/")
    laptop.get_by_label("E-mail address").fill("lea@example.org")
    laptop.get_by_label("Password").fill(making.PASSWORD)
    laptop.get_by_role("button", name="Sign in").click()
    expect(laptop.get_by_role("heading", name="One more step")).to_be_visible()

    laptop.get_by_role("button", name="Use a passkey").click()

    expect(laptop).to_have_url(f"{live_server.url}/communities/")


def test_a_device_without_the_passkey_is_told_so(
    laptop: Page, leader: Account, live_server: LiveServer
) -> None:
    plug_in(laptop)
    laptop.goto(f"{live_server.url}/sign-in/")

    laptop.get_by_role("button", name="Use a passkey").click()

    expect(laptop.get_by_role("alert")).to_contain_text("no fitting passkey")


def test_without_javascript_the_other_ways_stay(
    phone: Page, leader: Account, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/sign-in/")

    expect(phone.get_by_role("button", name="Use a passkey")).to_be_hidden()
    phone.get_by_role("link", name="Use a password").click()
    expect(phone.get_by_role("heading", name="Sign in with a password")).to_be_visible()
