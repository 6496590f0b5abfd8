"""GraphiQL in a browser, and who may open it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from assessments.graphql import explorer
from assessments.models import Account
from tests.assessments import making

ADDRESS = "/graphql/explorer"
TAB_AND_RUN = """place => {
    const tab = document.querySelectorAll(".graphiql-tab-button")[place];
    const editor = document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror;
    tab.click();
    const run = () =>
        editor.getValue().includes(tab.innerText)
            ? document.querySelector(".graphiql-execute-button").click()
            : setTimeout(run);
    run();
}"""
"""Open a tab, and run what it asks as soon as it stands there."""


def test_leaders_and_admins_may_explore(client: Client, other_leader: Account) -> None:
    client.force_login(other_leader)

    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert "font-src 'self' data:" in response["Content-Security-Policy"]
    assert "'unsafe" not in response["Content-Security-Policy"]


def test_who_leads_nothing_finds_no_explorer(client: Client, account: Account) -> None:
    client.force_login(account)
    assert client.get(ADDRESS).status_code == 404

    Account.objects.filter(pk=account.pk).update(is_staff=True)
    assert client.get(ADDRESS).status_code == 200


def test_who_has_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    response = client.get(ADDRESS)

    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={ADDRESS}")


def test_without_its_files_the_page_says_how_to_get_them(
    client: Client, other_leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(other_leader)
    monkeypatch.setattr(explorer, "FOLDER", "assessments/explorer/nowhere")

    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert "make assets" in response.content.decode()


@pytest.fixture
def desk(live_server: LiveServer) -> Iterator[Page]:
    """A leader's Chromium on a desk."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("There is no Chromium on the path.")
    client = Client()
    client.force_login(Account.objects.get(email="lea@example.org"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    # Playwright runs an event loop in this thread; the database is still used in order.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(live_server.url)}]
        )
        yield context.new_page()
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def assessed(transactional_db: None) -> None:
    """A community whose first wave is released."""
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_peck(), members=12)
    making.answer_all(wave, sheets=12)
    making.seal_and_assess(wave)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_graphiql_runs_an_example_without_a_complaint(
    assessed: None, desk: Page, live_server: LiveServer, tmp_path: os.PathLike[str]
) -> None:
    complaints: list[str] = []
    desk.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    desk.on("pageerror", lambda error: complaints.append(str(error)))
    desk.goto(f"{live_server.url}{ADDRESS}")

    # The tab that is open first has what it needs; nothing that changes something is near it.
    first, second = desk.get_by_role("tab").all()[:2]
    assert (first.inner_text(), second.inner_text()) == ("HowAreWeQuery", "CanWeTrustItQuery")
    desk.get_by_role("button", name="Execute query").click()
    desk.locator(".result-window").get_by_text("Leaky Taps Guild").wait_for()
    shown = desk.evaluate(
        "document.querySelector('.result-window .CodeMirror').CodeMirror.getValue()"
    )
    desk.screenshot(path=f"{tmp_path}/explorer.png")

    assert '"name": "Leaky Taps Guild"' in shown
    assert '"errors"' not in shown
    desk.get_by_role("button", name="Show Documentation Explorer").click()
    desk.get_by_text("Root Types").wait_for()
    assert [text for text in complaints if not text.startswith(("log:", "info:"))] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_graphiql_runs_the_tab_that_was_opened_a_moment_before(
    assessed: None, desk: Page, live_server: LiveServer
) -> None:
    with desk.expect_response(f"**{reverse('graphql')}"):  # to GraphiQL, which asks for the schema
        desk.goto(f"{live_server.url}{ADDRESS}")

    for place in (1, 3, 0, 1):
        with desk.expect_response(f"**{reverse('graphql')}") as awaited:
            desk.evaluate(TAB_AND_RUN, place)
        opened = desk.get_by_role("tab").nth(place).inner_text()
        assert f"query {opened}" in (awaited.value.request.post_data or "")
        assert awaited.value.status == 200, awaited.value.text()
