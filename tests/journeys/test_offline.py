"""Answers while the network comes and goes."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from assessments.models import Draft, Wave
from tests.journeys.conftest import Device
from tests.journeys.walking import answer_part, begin, go_on, part, personal_link

SAVED, WAITING = "Saved", "Not saved yet, kept on this device"


@pytest.fixture
def page(device: Device, wave: Wave, live_server: LiveServer) -> Page:
    """The first part of the survey on a phone."""
    page = device()
    begin(page, personal_link(wave, live_server))
    return page


def tap(page: Page, question: int, option: int) -> str:
    """Tap an option, and give the code of the question."""
    group = page.locator("fieldset").nth(question)
    group.locator("input").nth(option).check(force=True)
    return group.get_attribute("id") or ""


def kept() -> dict[str, int]:
    """Give what the server has kept."""
    draft = Draft.objects.first()
    return dict(draft.payload["answers"]) if draft else {}


def test_each_tap_is_saved(page: Page) -> None:
    first = tap(page, 1, 3)
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept() == {first: 4}

    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        tap(page, 1, 0)
    assert saved.value.status == 204
    assert kept() == {first: 1}


def test_taps_without_a_network_wait_on_the_device_and_are_saved_when_it_is_back(
    page: Page,
) -> None:
    page.context.set_offline(True)
    codes = [tap(page, question, 2) for question in (1, 2, 3)]
    expect(page.locator("#saved")).to_have_text(WAITING)
    assert kept() == {}

    page.context.set_offline(False)

    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept() == dict.fromkeys(codes, 3)
    assert page.evaluate("Object.values(localStorage).join()") == "{}"


def test_saved_is_said_when_nothing_waits(page: Page) -> None:
    held: list[Route] = []
    page.route("**/part/*/", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright refuses methods of lists
    codes = [tap(page, question, 2) for question in (1, 2)]

    with page.expect_request("**/part/*/"):  # the second tap, after the first is saved
        held.pop().continue_()
    assert kept() == {codes[0]: 3}
    expect(page.locator("#saved")).to_be_empty()

    held.pop().continue_()
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept() == dict.fromkeys(codes, 3)


def test_answer_saved_while_the_page_is_left_stands_on_the_next(page: Page) -> None:
    posts: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            posts.append(route)
            return
        older = route.fetch()
        posts[0].continue_()
        while not kept():
            page.wait_for_timeout(20)
        page.wait_for_timeout(200)  # for the page that is left, to hear of it
        route.fulfill(response=older)

    page.route("**/part/*/", hold)
    code = tap(page, 1, 2)
    page.reload()

    expect(page.locator(f"[id='{code}'] input").nth(2)).to_be_checked()


def closed_while_out_of_reach(page: Page, question: int, option: int) -> tuple[str, Page]:
    """Tap while the server is out of reach, and close the page: the code, and a new page.

    Requests are broken off one by one: a browser whose network is off notes on closing that it is
    on again, and the page that goes still sends.
    """
    page.route("**/part/*/", lambda route: route.abort())
    code = tap(page, question, option)
    expect(page.locator("#saved")).to_have_text(WAITING)
    page.close()
    assert kept() == {}
    return code, page.context.new_page()


def test_answers_that_waited_are_there_after_the_page_was_closed(page: Page) -> None:
    address = page.url
    code, page = closed_while_out_of_reach(page, 4, 1)
    page.goto(address)

    expect(page.locator("#saved")).to_have_text(SAVED)
    expect(page.locator(f"[id='{code}'] input").nth(1)).to_be_checked()
    assert kept() == {code: 2}


def test_continue_without_a_network_says_so_and_goes_on_when_it_is_back(page: Page) -> None:
    answer_part(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    heading = page.get_by_role("heading", name="The server cannot be reached")
    expect(heading).to_be_focused()
    expect(page.locator("form")).to_be_hidden()

    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()

    expect(page).to_have_title(re.compile("Part 2 of 8"))
    assert len(kept()) == 9  # the claim and eight items


def test_device_keeps_nothing_after_sending_and_never_the_token(
    page: Page, wave: Wave, live_server: LiveServer
) -> None:
    token = page.context.cookies()[0]["value"].partition(":")[0]
    page.context.set_offline(True)
    tap(page, 1, 1)
    expect(page.locator("#saved")).to_have_text(WAITING)
    held = page.evaluate("JSON.stringify(localStorage)")
    assert str(wave.pk) in held
    assert token not in held

    page.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.get_by_role("button", name="Send what I have").click()

    expect(page.locator(".receipt")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_another_member_on_the_same_device_gets_none_of_the_answers(
    page: Page, wave: Wave, live_server: LiveServer
) -> None:
    _code, page = closed_while_out_of_reach(page, 1, 1)
    page.context.clear_cookies()

    begin(page, personal_link(wave, live_server, member=1))
    tap(page, 2, 0)
    expect(page.locator("#saved")).to_have_text(SAVED)

    assert Draft.objects.get().payload["answers"].keys() == {
        page.locator("fieldset").nth(2).get_attribute("id")
    }


def test_parts_can_be_left_and_come_back_to(page: Page) -> None:
    answer_part(page)
    go_on(page, to=2)
    part(page, 1)
    expect(page.locator("input:checked")).to_have_count(9)
    page.go_back()
    expect(page).to_have_title(re.compile("Part 2 of 8"))
