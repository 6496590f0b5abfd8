"""An admin's way through every page of the admin, each on a desk and on a phone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, FilePayload, Page, Response, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.instruments.instruments import load_instrument
from assessments.domain.records.auditing import Channel, record_view
from assessments.domain.releases import comments
from assessments.models import (
    Account,
    ApiToken,
    Comment,
    Community,
    Instrument,
    Mail,
    Member,
    Wave,
    Work,
)
from tests.assessments import making
from tests.assessments.test_instrument_report import invented, load

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
NOUNS = (
    "account",
    "apitoken",
    "assessment",
    "community",
    "instrument",
    "member",
    "releaseview",
    "translation",
    "wave",
    "work",
)


@pytest.fixture
def installation(transactional_db: None) -> Account:
    """An installation with something of everything, trouble included; gives its superuser."""
    root = making.make_account("root@example.org", is_staff=True, is_superuser=True)
    leader = making.make_account("lea@example.org", name="Lea")
    community = making.make_community(leader, purpose="Taps that do not leak.")
    peck = making.make_peck()
    wave = making.make_wave(community, peck, members=14)
    making.answer_all(wave, sheets=13)
    wave = making.seal_and_assess(wave, in_transaction=False)
    Comment.objects.bulk_create(
        [
            Comment(wave=wave, text=text)
            for text in ("We laugh a lot, and listen too little.", "مرحبا")
        ]
    )
    record_view(Viewer(leader), wave, Channel.PAGE)
    load_instrument(making.TINY)
    load_instrument(
        making.TINY.replace("version = 1", "version = 2").replace("at peace", "at ease")
    )
    making.make_wave(community, peck, members=14)
    Mail.objects.filter(pk__in=[*Mail.objects.values_list("pk", flat=True)[:2]]).update(
        state=Mail.State.FAILED
    )
    Work.objects.filter(wave__state=Wave.State.OPEN).update(
        state=Work.State.QUARANTINED, attempts=3, error="WorkerLost"
    )
    ApiToken.objects.create(account=leader, name="program", sha256="0" * 64)
    return root


@pytest.fixture
def desk(browser: Browser, installation: Account, live_server: LiveServer) -> Iterator[Page]:
    """The browser of a superuser; anything that a page complains about fails the test."""
    client = Client()
    client.force_login(installation)
    context = browser.new_context(viewport=DESK)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": str(live_server.url)}]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    page.on("response", lambda response: complaints.extend(faults(response)))
    yield page
    context.close()
    assert complaints == []


def faults(response: Response) -> list[str]:
    return [f"{response.status} {response.url}"] if response.status >= 400 else []


@pytest.fixture
def visit(desk: Page, live_server: LiveServer) -> Callable[[str], None]:
    """Open an address of the admin, and keep pictures of it in the folder of what is written."""
    folder = Path(settings.VAR_FOLDER) / "screenshots" / "admin"
    folder.mkdir(parents=True, exist_ok=True)

    def go(path: str = "") -> None:
        if path:
            desk.goto(f"{live_server.url}{path}")
        place = re.sub(r"[0-9a-f]{8}-[0-9a-f-]+", "", desk.url.partition("/admin/")[2])
        name = re.sub(r"[^a-z]+", "-", place).strip("-") or "start"
        for screen in (PHONE, DESK):
            desk.set_viewport_size(screen)
            width = screen["width"]
            desk.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            wide = desk.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{desk.url} is {wide} px wide on {width} px"

    return go


def upload(name: str, text: str) -> FilePayload:
    """Give a file to choose in a form."""
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_every_list_and_every_object_opens(desk: Page, visit: Callable[[str], None]) -> None:
    visit("/admin/")
    assert "quarantined" in desk.content()
    for noun in NOUNS:
        visit(f"/admin/assessments/{noun}/")
        row = desk.locator("#result_list tbody tr th a").first
        row.click()
        visit("")
        history = desk.locator("a.historylink")
        if history.count():
            history.first.click()
            visit("")


def test_every_page_without_a_row_opens(desk: Page, visit: Callable[[str], None]) -> None:
    visit("/admin/comments/")
    desk.get_by_label("Show to all").first.check()
    desk.get_by_role("button", name="Save").click()
    visit("")
    assert comments.waiting() == 1
    visit("/admin/retention/")
    desk.get_by_role("button", name="Purge now").click()
    visit("/admin/instruments/compare/")
    desk.get_by_role("button", name="Compare").click()
    visit("")
    assert "at ease" in desk.content()
    visit("/admin/instruments/load/")
    third = making.TINY.replace("version = 1", "version = 3")
    desk.get_by_label("File").set_input_files(files=[upload("tiny.toml", third)])
    desk.get_by_role("button", name="Look through it").click()
    visit("")
    desk.get_by_role("button", name="Load").click()
    visit("")


def test_the_figures_of_an_instrument_scroll_inside_their_boxes(
    desk: Page, visit: Callable[[str], None], installation: Account
) -> None:
    load(installation, *invented())
    visit(f"/admin/assessments/instrument/{Instrument.objects.get(key='choir').pk}/change/")
    desk.get_by_role("link", name="How well it measures").click()
    visit("")
    assert "listening_3" in desk.content()
    desk.set_viewport_size(PHONE)
    box = desk.get_by_role("region", name="Characteristics")
    box.focus()
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    expect(box).to_be_focused()


ACTIONS = (
    ("apitoken", "revoke", ""),
    ("translation", "mark_reviewed", ""),
    ("instrument", "retire", ""),
    ("work", "put_back", ""),
    ("community", "raise_minimum", "Raise"),
    ("wave", "raise_minimum", "Raise"),
    ("wave", "seal_now", "Seal now"),
    ("member", "leave_out", ""),
    ("member", "delete_selected", "Yes"),
)
"""What is done to the first row of a list, and the button that confirms it. In this order none
undoes another."""


def test_every_action_asks_or_does(
    desk: Page, visit: Callable[[str], None], live_server: LiveServer
) -> None:
    for noun, action, button in ACTIONS:
        desk.goto(f"{live_server.url}/admin/assessments/{noun}/")
        desk.locator("input.action-select").first.check()
        desk.locator("select[name=action]").select_option(action)
        desk.get_by_role("button", name="Go").click()
        if button:
            visit("")
        if button == "Raise":
            desk.get_by_label("Minimum of answers").fill("7")
        if button:
            desk.get_by_role("button", name=button).first.click()
        said = desk.locator("ul.messagelist li")
        expect(said, f"{noun}: {action}").to_have_count(1)


def test_members_come_and_go_by_file(desk: Page, visit: Callable[[str], None]) -> None:
    slug, before = Community.objects.get().slug, Member.objects.count()
    visit("/admin/assessments/member/import/")
    rows = [f"{slug},new@example.org,=HYPERLINK(1)", f"{slug},NEW@example.org,again"]
    members = upload("members.csv", "\n".join(["community,email,name", *rows]))
    desk.locator("input[type=file]").set_input_files(files=[members])
    desk.get_by_role("button", name="Submit").click()
    visit("")
    desk.get_by_role("button", name="Confirm import").click()
    visit("")
    assert Member.objects.count() == before + 1
    visit("/admin/assessments/member/export/")
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Submit").click()
    assert "'=HYPERLINK(1)" in Path(waiting.value.path()).read_text(encoding="utf-8")
    visit("/admin/assessments/member/?q=new@")
    desk.locator("#result_list tbody tr th a").first.click()
    with desk.expect_download() as waiting:
        desk.get_by_role("link", name="Export what is held").click()
    assert "new@example.org" in Path(waiting.value.path()).read_text(encoding="utf-8")
    desk.get_by_role("link", name="Erase").first.click()
    visit("")
    desk.get_by_role("button", name="Erase").click()
    visit("")
    assert Member.objects.count() == before
