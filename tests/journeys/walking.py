"""What members do in a browser, on the test's own server."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.domain.communities.invitations import link
from assessments.models import Wave
from tests.assessments import making

RECEIPT = re.compile(r"[A-Z2-7]{6}(-[A-Z2-7]{6}){3}")
PARTS = 8


def personal_link(wave: Wave, live_server: LiveServer, *, member: int = 0) -> str:
    """Give a fresh link of a member."""
    token = making.token_of(wave, wave.community.members.order_by("email")[member])
    return re.sub(r"^https?://[^/]+", str(live_server.url), link(wave.pk, token))


def begin(page: Page, address: str) -> None:
    """Come by a link, and press Start or Go on."""
    page.goto(address)
    page.locator("main a.button").click()
    expect(page.locator("#place")).to_be_visible()


def answer_part(page: Page, *, option: int = 3) -> None:
    """Tap an option of every question on the page, the fourth or the first."""
    for group in page.locator("fieldset").all():
        inputs = group.locator("input[type=radio]")
        inputs.nth(option if inputs.count() > option else 0).check(force=True)


def go_on(page: Page, *, to: int) -> None:
    """Press Continue, and wait for the next part."""
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile(f"Part {to} of {PARTS}"))


def part(page: Page, number: int) -> None:
    """Go to a part by its address."""
    page.goto(re.sub(r"(/w/[^/]+/).*", rf"\g<1>part/{number}/", page.url))


def receipt_on(page: Page) -> str:
    """Read the receipt of the thank-you page."""
    expect(page.locator(".receipt")).to_be_visible()
    found = RECEIPT.search(page.content())
    if found is None:
        raise LookupError("no receipt on the page")
    return found.group()


def overhang(page: Page) -> int:
    """Count the pixels that lie beside the screen."""
    measured: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return measured
