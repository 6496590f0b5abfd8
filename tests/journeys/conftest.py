"""A phone: Chromium at 360 × 740, without JavaScript unless a journey asks for it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from assessments.models import Wave
from tests.assessments import making

PHONE: ViewportSize = {"width": 360, "height": 740}
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, so that ``make test`` leaves it to ``make test-browser``."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's or the user's Chromium."""
    path = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        pytest.fail("There is no Chromium on the path.")
    # Playwright runs an event loop in this thread; the database is still used in order.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def wave(transactional_db: None) -> Wave:
    """An open wave of the full instrument with six members."""
    community = making.make_community(making.make_account(), purpose="Taps that do not leak.")
    return making.make_wave(community, making.make_peck(), members=6)


Device = Callable[..., Page]


@pytest.fixture
def device(browser: Browser) -> Iterator[Device]:
    """Devices of members, each with cookies of its own. What a page logs as a fault fails a test.

    What the browser says of a network that is away, or of a refusal, is no fault of the page.
    """
    contexts, complaints = [], list[str]()

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "has_touch": True, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    said = [text for text in complaints if "status of 4" not in text and "net::ERR" not in text]
    assert not said


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript. A fault that a page logs fails the test, a refusal does not."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, has_touch=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()
    assert not [text for text in complaints if "status of 4" not in text]
