"""A member's way from the link in a mail to the thank-you, and to the result."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.domain.waves import sealing
from assessments.models import AnswerSheet, Wave
from assessments.tasks import do_work
from tests.assessments import making
from tests.journeys.walking import answer_part, overhang, personal_link, receipt_on


def test_member_answers_on_a_phone_without_javascript(
    phone: Page, wave: Wave, live_server: LiveServer
) -> None:
    address = personal_link(wave, live_server)
    phone.goto(address)
    assert address.rstrip("/").rpartition("/")[2] not in phone.url, "the token leaves the address"
    assert overhang(phone) <= 0
    phone.get_by_role("link", name="Start").click()

    for number in range(1, 8):  # claim and five pages of items, predictions, the group
        expect(phone).to_have_title(re.compile(f"{number} of 8"))
        assert overhang(phone) <= 0
        answer_part(phone)
        phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text("Nothing is sent until you press Send")).to_be_visible()
    assert not AnswerSheet.objects.exists()
    phone.get_by_role("button", name="Send", exact=True).click()

    first = receipt_on(phone)
    phone.goto(address)
    assert receipt_on(phone) == first
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
    assert overhang(phone) <= 0
    assert "/ 100" not in phone.content()

    work = wave.work.get(kind="assess")
    do_work(work_id=str(work.pk))
    phone.goto(result)

    assert overhang(phone) <= 0
    expect(phone.get_by_role("heading", level=1)).to_contain_text(wave.community.name)
    expect(phone.locator("table").first).to_be_attached()
