"""A member's way from the link in a mail to the thank-you, and to the result."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.domain import sealing
from assessments.domain.invitations import link
from assessments.models import AnswerSheet, Wave
from assessments.tasks import do_work
from tests.assessments import making


@pytest.fixture
def wave(transactional_db: None) -> Wave:
    """An open wave of the full instrument with six members."""
    community = making.make_community(making.make_account(), purpose="Taps that do not leak.")
    return making.make_wave(community, making.make_peck(), members=6)


def personal_link(wave: Wave, live_server: LiveServer) -> str:
    """Give the link of the first member, on the test's own server."""
    member = wave.community.members.order_by("email")[0]
    address = link(wave.pk, making.token_of(wave, member))
    return re.sub(r"^https?://[^/]+", str(live_server.url), address)


def answer_part(page: Page) -> None:
    """Tap the fourth option of every question on the page, and go on."""
    for group in page.locator("fieldset").all():
        group.locator("input[type=radio]").nth(
            3 if group.locator("input").count() > 3 else 0
        ).check(force=True)
    page.get_by_role("button", name="Continue").click()


def fits(page: Page) -> None:
    """Check that nothing lies beside the screen."""
    box = page.locator("body").bounding_box()
    assert box is not None
    assert box["width"] <= 360


def test_member_answers_on_a_phone_without_javascript(
    phone: Page, wave: Wave, live_server: LiveServer
) -> None:
    address = personal_link(wave, live_server)
    phone.goto(address)
    assert address.rstrip("/").rpartition("/")[2] not in phone.url, "the token leaves the address"
    fits(phone)
    phone.get_by_role("link", name="Start").or_(phone.get_by_role("button", name="Start")).click()

    for number in range(1, 8):  # claim and five pages of items, predictions, the group
        expect(phone).to_have_title(re.compile(f"{number} of 8"))
        fits(phone)
        answer_part(phone)
    expect(phone.get_by_text("Nothing is sent until you press Send")).to_be_visible()
    assert not AnswerSheet.objects.exists()
    phone.get_by_role("button", name="Send", exact=True).click()

    receipt = re.compile(r"[A-Z2-7]{6}(-[A-Z2-7]{6}){3}")
    first = receipt.search(phone.content())
    assert first
    phone.goto(address)
    again = receipt.search(phone.content())
    assert again
    assert again.group() == first.group()
    sheet = AnswerSheet.objects.get()
    assert 0 not in bytes(sheet.packed or b"")[:56], "every item, prediction and question is there"


def test_member_meets_the_result_by_the_link_of_the_wave(
    phone: Page, wave: Wave, live_server: LiveServer
) -> None:
    making.answer_all(wave, sheets=5)
    address = personal_link(wave, live_server)
    sealing.seal_wave(wave.pk, now=timezone.now())
    assert phone.goto(address).status == 410  # type: ignore[union-attr] # there is a response
    result = f"{live_server.url}/r/{wave.result_key}/"
    phone.goto(result)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    fits(phone)
    assert "/ 100" not in phone.content()

    work = wave.work.get(kind="assess")
    do_work(work_id=str(work.pk))
    phone.goto(result)

    fits(phone)
    expect(phone.get_by_role("heading", level=1)).to_contain_text(wave.community.name)
    expect(phone.get_by_role("table").first).to_be_visible()
