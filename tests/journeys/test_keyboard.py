"""The whole survey with nothing but a keyboard."""

import re

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from assessments.models import AnswerSheet, Wave
from tests.journeys.conftest import Device
from tests.journeys.walking import PARTS, personal_link, receipt_on

FOCUSED = "(document.activeElement.name || document.activeElement.textContent || '').trim()"
MOST_TABS = 60


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise LookupError(f"no way by Tab to {name!r}")


def test_survey_is_answered_with_the_keyboard_alone(
    device: Device, wave: Wave, live_server: LiveServer
) -> None:
    page = device(has_touch=False, viewport={"width": 1280, "height": 900})
    page.goto(personal_link(wave, live_server))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Skip to the content"
    tab_to(page, "Start")
    page.keyboard.press("Enter")

    for number in range(1, PARTS):
        expect(page).to_have_title(re.compile(f"Part {number} of {PARTS}"))
        questions = page.locator("fieldset")
        for code in [each.get_attribute("id") or "" for each in questions.all()]:
            tab_to(page, code)
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        expect(page.locator("input:checked")).to_have_count(questions.count())
        tab_to(page, "go")
        page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile(f"Part {PARTS} of {PARTS}"))
    tab_to(page, "comment")
    page.keyboard.type("We could meet more often.")
    tab_to(page, "go")
    page.keyboard.press("Enter")

    receipt_on(page)
    assert 0 not in bytes(AnswerSheet.objects.get().packed or b"")[:56]
