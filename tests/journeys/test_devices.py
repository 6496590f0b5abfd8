"""A survey on several devices, again and again, until the wave closes."""

import re
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from assessments.domain.waves import sealing
from assessments.models import AnswerSheet, Draft, Mark, Wave
from tests.crashes.visitor import Visitor
from tests.journeys.conftest import Device
from tests.journeys.walking import answer_part, begin, go_on, part, personal_link, receipt_on


def test_survey_begun_on_one_device_is_finished_on_another(
    device: Device, wave: Wave, live_server: LiveServer
) -> None:
    address = personal_link(wave, live_server)
    first, second = device(), device(java_script_enabled=False)
    begin(first, address)
    answer_part(first)
    go_on(first, to=2)
    first.locator("fieldset").first.locator("input").nth(1).check(force=True)
    expect(first.locator("#saved")).to_have_text("Saved")

    second.goto(address)
    second.get_by_role("link", name="Go on where you were").click()

    expect(second).to_have_title(re.compile("Part 2 of 8"))
    expect(second.locator("fieldset").first.locator("input").nth(1)).to_be_checked()
    second.get_by_role("button", name="Send what I have").click()
    receipt = receipt_on(second)
    first.get_by_role("button", name="Continue").click()
    assert receipt_on(first) == receipt
    assert AnswerSheet.objects.count() == 1
    assert not Draft.objects.exists()


def test_tap_after_sending_elsewhere_leads_to_the_thanks(
    device: Device, wave: Wave, live_server: LiveServer
) -> None:
    address = personal_link(wave, live_server)
    first, second = device(), device()
    begin(first, address)
    begin(second, address)
    answer_part(first)
    first.get_by_role("button", name="Send what I have").click()
    receipt = receipt_on(first)

    second.locator("fieldset").first.locator("input").nth(1).check(force=True)

    assert receipt_on(second) == receipt
    assert second.evaluate("localStorage.length") == 0
    assert not Draft.objects.exists()


def test_sending_twice_and_going_back_give_one_page(
    device: Device, wave: Wave, live_server: LiveServer
) -> None:
    page = device()
    begin(page, personal_link(wave, live_server))
    answer_part(page)
    page.get_by_role("button", name="Send what I have").dblclick()
    receipt = receipt_on(page)

    page.go_back()
    assert receipt_on(page) == receipt
    page.reload()
    assert receipt_on(page) == receipt
    assert AnswerSheet.objects.count() == Mark.objects.count() == 1


def test_twenty_sends_at_the_same_time_give_twenty_identical_pages(
    wave: Wave, live_server: LiveServer
) -> None:
    address = personal_link(wave, live_server)
    survey = f"/w/{wave.pk}/"
    path = survey + address.rstrip("/").rpartition("/")[2] + "/"
    port = int(live_server.url.rpartition(":")[2])

    def send(_number: int) -> str:
        visitor = Visitor(port)
        visitor.ask(path)
        fields: dict[str, int | str] = {"claim": 8, "inclusivity_1": 4, "go": "send"}
        sent = visitor.ask(f"{survey}part/1/", fields)
        thanks = visitor.ask(f"{survey}thanks/")
        assert sent is not None
        assert thanks is not None
        assert sent.location in {f"{survey}thanks/", survey}  # which leads there
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", thanks.text)

    with ThreadPoolExecutor(20) as pool:
        pages = {*pool.map(send, range(20))}

    assert len(pages) == 1
    assert AnswerSheet.objects.count() == Mark.objects.count() == 1


def test_wave_that_closes_in_the_middle_says_so_and_keeps_nothing(
    device: Device, wave: Wave, live_server: LiveServer
) -> None:
    tapping, going_on = device(), device(java_script_enabled=False)
    for member, page in enumerate((tapping, going_on)):
        begin(page, personal_link(wave, live_server, member=member))
        answer_part(page)
    expect(tapping.locator("#saved")).to_have_text("Saved")
    sealing.seal_wave(wave.pk, now=timezone.now())

    tapping.locator("fieldset").first.locator("input").nth(1).check(force=True)
    going_on.get_by_role("button", name="Continue").click()

    for page in (tapping, going_on):
        expect(page.get_by_role("heading", level=1)).to_have_text("This survey is closed")
    assert tapping.evaluate("localStorage.length") == 0
    assert not Draft.objects.exists()


def test_answers_are_replaced_and_withdrawn_by_link_and_by_receipt(
    device: Device, wave: Wave, live_server: LiveServer
) -> None:
    page = device()
    begin(page, personal_link(wave, live_server))
    answer_part(page, option=0)
    page.get_by_role("button", name="Send what I have").click()
    receipt = receipt_on(page)
    before = AnswerSheet.objects.get().packed

    page.get_by_role("button", name="Answer anew").click()
    expect(page.locator("input:checked")).to_have_count(0)
    answer_part(page, option=2)
    page.get_by_role("button", name="Send what I have").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Replace your answers?")
    assert AnswerSheet.objects.get().packed == before
    page.get_by_role("button", name="Replace").click()
    assert receipt_on(page) == receipt
    assert AnswerSheet.objects.get().packed != before

    page.get_by_role("link", name="withdraw your answers").click()
    page.get_by_label("Receipt").fill(receipt.lower())
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_contain_text("withdrawn and deleted")
    assert AnswerSheet.objects.get().packed is None

    part(page, 1) if "/w/" in page.url else page.goto(f"{live_server.url}/w/{wave.pk}/")
    page.get_by_role("button", name="Start again").click()
    answer_part(page)
    page.get_by_role("button", name="Send what I have").click()
    page.get_by_role("button", name="Send", exact=True).click()
    receipt_on(page)
    page.get_by_role("link", name="Withdraw my answers").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have withdrawn your answers")
    assert not Mark.objects.exists()
