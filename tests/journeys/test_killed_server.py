"""A survey whose server dies in the middle of a page, and comes back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessments.domain.communities.invitations import link
from assessments.models import AnswerSheet, Draft, Wave
from tests.assessments import making
from tests.crashes.installation import Installation, installed
from tests.journeys.conftest import Device
from tests.journeys.walking import answer_part, begin, receipt_on

SAVED, WAITING = "Saved", "Not saved yet, kept on this device"


@pytest.fixture
def server(wave: Wave, tmp_path: Path) -> Iterator[Installation]:
    """A web server as people run it, a process of its own, on the database of the test."""
    with installed(tmp_path, broker="") as installation:
        installation.start("web")
        installation.wait_until_healthy()
        yield installation


def link_on(server: Installation, wave: Wave) -> str:
    """Give a fresh link of the first member."""
    token = making.token_of(wave, wave.community.members.order_by("email")[0])
    return re.sub(r"^https?://[^/]+", f"http://127.0.0.1:{server.port}", link(wave.pk, token))


def tap(page: Page, question: int, option: int) -> str:
    """Tap an option, and give the code of the question."""
    group = page.locator("fieldset").nth(question)
    group.locator("input").nth(option).check(force=True)
    return group.get_attribute("id") or ""


def kept() -> dict[str, int]:
    """Give what the server has kept."""
    draft = Draft.objects.first()
    return dict(draft.payload["answers"]) if draft else {}


def test_server_killed_in_the_middle_of_a_page_loses_no_answer_that_the_device_holds(
    device: Device, server: Installation, wave: Wave
) -> None:
    page = device()
    begin(page, link_on(server, wave))
    given = {tap(page, question, 2): 3 for question in (1, 2, 3)}
    expect(page.locator("#saved")).to_have_text(SAVED)
    saved = kept()
    given[tap(page, 4, 2)] = 3  # on its way
    server.kill("web")
    given[tap(page, 5, 2)] = 3  # into the void
    expect(page.locator("#saved")).to_have_text(WAITING)
    assert saved.items() <= kept().items(), "what was saved is still there"

    server.start("web")
    server.wait_until_healthy()
    given[tap(page, 6, 2)] = 3

    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept() == given


def test_device_lost_with_the_server_loses_one_answer_at_most(
    device: Device, server: Installation, wave: Wave
) -> None:
    address = link_on(server, wave)
    page = device()
    begin(page, address)
    given = []
    for question in (1, 2, 3, 4):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            given.append(tap(page, question, 2))
    given.append(tap(page, 5, 2))
    server.kill("web")
    page.context.close()
    server.start("web")
    server.wait_until_healthy()

    other = device()
    begin(other, address)

    checked = [other.locator(f"[id='{code}'] input:checked").count() for code in given]
    assert checked[:-1] == [1, 1, 1, 1]
    answer_part(other)
    other.get_by_role("button", name="Send what I have").click()
    receipt_on(other)
    assert AnswerSheet.objects.count() == 1
