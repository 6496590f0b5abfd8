"""Every page of the product: no violation that axe knows, nothing beside the screen, a screenshot.

The pages are found as people find them, by the links on other pages, and by the addresses of the
product: a new page is looked at as soon as it has an address.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urldefrag, urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from assessments.domain.communities.invitations import renew_open_link
from assessments.domain.communities.unsubscribing import unsubscribe_link
from assessments.domain.messages import webhooks
from assessments.domain.messages.mail_folder import FILE_BACKEND
from assessments.domain.waves import sealing
from assessments.domain.waves.waves import open_wave
from assessments.models import Account, ApiToken, Community, Member, Wave
from assessments.web.accounts import urls
from assessments.web.urls import of_leaders
from tests.assessments import making
from tests.journeys.walking import answer_part, begin, overhang, part, personal_link, receipt_on

AXE = Path(settings.FOLDER) / "node_modules/axe-core/axe.min.js"
SCREENSHOTS = Path(settings.VAR_FOLDER) / "screenshots"
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
TABLET: ViewportSize = {"width": 768, "height": 1024}
BETWEEN = (768, 800, 960, 1024)
"""Widths at which what stood one below the other comes to stand abreast."""
NARROWEST: ViewportSize = {"width": 320, "height": 640}
RUN = """
async (only) => {
  document.getAnimations().forEach((each) => each.finish());  // colours on their way to others
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"], ...(only && { runOnly: { type: "rule", values: [only] } }),
  });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}
"""
CHECKED: dict[Literal["light", "dark"], str | None] = {"light": None, "dark": "color-contrast"}
OF_DJANGO = "empty-table-header: thead > tr > .original"
"""An empty heading of Django's admin over the rows inside of an object; no setting names it."""
OPEN = "document.querySelectorAll('details:not([open])').forEach((each) => { each.open = true; })"
WIDE = """
[...document.querySelectorAll("body :not(.skip, .scroll *, .hidden)")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1
    || each.getBoundingClientRect().left < -1)
  .map((each) => each.tagName + "." + each.getAttribute("class")).slice(0, 5).join(" ")
"""
OTHERS = re.compile(r"^/(admin/(?!$|login/)|api/|graphql|healthz|static/)|\.\w+$")
"""No pages, or pages whose every element others make: Swagger's, and GraphiQL's, which its own
project tests and we can only take as it is. What they do can be done without them, by HTTP."""


class Eye:
    """Looks at one page after the other, and notes what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def look(self, name: str) -> None:
        """Look at the page that is shown, with all of it unfolded: colours, widths, large text."""
        self.seen.add(name)
        self._picture(name)
        self.page.evaluate(OPEN)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        # What differs in the dark are the colours.
        looks: dict[Literal["light", "dark"], str | None] = {
            "light": None,
            "dark": "color-contrast",
        }
        for scheme, only in looks.items():
            self.page.emulate_media(color_scheme=scheme)
            found = self.page.evaluate(RUN, only)
            ours = [fault for fault in found if fault != OF_DJANGO]
            self.faults += [f"{name}, {scheme}: {fault}" for fault in ours]
        self.page.emulate_media(color_scheme="light")
        self._narrow(name)

    def _picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for size in (DESK, TABLET, PHONE):
            self.page.set_viewport_size(size)
            path = SCREENSHOTS / f"{name}-{size['width']}.png"
            self.page.screenshot(path=path, full_page=True)

    def _narrow(self, name: str) -> None:
        root = "document.documentElement.style.fontSize = "
        self.page.set_viewport_size(NARROWEST)
        self._sideways(f"{name}, 320 px")
        for width in BETWEEN:
            self.page.set_viewport_size({"width": width, "height": 800})
            self._sideways(f"{name}, {width} px")
        self.page.set_viewport_size(PHONE)
        self.page.evaluate(f"{root}'200%'")
        self._sideways(f"{name}, text of 200 %")
        self.page.evaluate(f"{root}''")

    def _sideways(self, how: str) -> None:
        if (wide := overhang(self.page)) > 0:
            self.faults.append(f"{how}: {wide} px beside the screen: {self.page.evaluate(WIDE)}")

    def follow(self, *starts: str) -> None:
        """Look at these pages and at all that they lead to, one of each kind."""
        waiting, known = [*starts], set[str]()
        while waiting:
            address = waiting.pop(0)
            kind = kind_of(address)
            if not kind or kind in known:
                continue
            known.add(kind)
            if self.visit(address):
                waiting += self._links()

    def visit(self, address: str) -> bool:
        """Look at what an address leads to, if that is a page and a new one."""
        if not self._leads_to_a_page(address):
            return False
        self.page.goto(address)
        kind = kind_of(self.page.url)
        if kind in self.seen:
            return False
        self.look(kind)
        return True

    def blink(self) -> None:
        """Fail with all that was wrong."""
        if self.faults:
            pytest.fail("\n".join(self.faults), pytrace=False)

    def _leads_to_a_page(self, address: str) -> bool:
        answer = self.page.request.head(address)
        html = "text/html" in answer.headers.get("content-type", "")
        return html and answer.ok

    def _links(self) -> Iterator[str]:
        found = self.page.evaluate("[...document.links].map((link) => link.href)")
        here = urlsplit(self.page.url).netloc
        for address in found:
            if urlsplit(address).netloc == here and "?" not in address:
                yield urldefrag(address)[0]


def kind_of(address: str) -> str:
    """Name the kind of page an address leads to; empty where nobody of us made it."""
    path = urlsplit(address).path
    if OTHERS.search(path):
        return ""
    try:
        route = resolve(path).route
    except Resolver404:
        return ""
    return re.sub(r"\W+", "-", re.sub(r"<\w+:(\w+)>", r"\1", route)).strip("-") or "home"


@pytest.fixture
def eye(browser: Browser) -> Iterator[Eye]:
    """Eyes on a phone. Axe is put into the page past its policy, which lets no script in."""
    if not AXE.exists():
        pytest.skip("axe-core is not there; make assets gets it")
    context = browser.new_context(
        viewport=PHONE, bypass_csp=True, accept_downloads=False, reduced_motion="reduce"
    )
    yield Eye(context.new_page())
    context.close()


@pytest.fixture
def community(wave: Wave) -> Community:
    """A community with two assessed waves, and a leader."""
    making.answer_all(wave, sheets=6)
    making.seal_and_assess(wave, in_transaction=False)
    second = making.make_wave(wave.community, wave.instrument, members=6)
    making.answer_all(second, sheets=6, seed=2)
    making.seal_and_assess(second, in_transaction=False)
    return wave.community


def sign_in(eye: Eye, account: Account, live_server: LiveServer) -> None:
    """Give the browser the session of somebody who has signed in."""
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    eye.page.context.add_cookies([{"name": name, "value": value, "url": str(live_server.url)}])


def addresses(
    routes: Sequence[Any], *, below: dict[str, object] | None = None, **known: object
) -> list[str]:
    """Give an address of each of these routes, made of what is known."""
    above = below or {}
    return [
        reverse(route.name, kwargs=above | {name: known[name] for name in route.pattern.converters})
        for route in routes
    ]


def test_pages_of_the_survey_are_accessible(eye: Eye, wave: Wave, live_server: LiveServer) -> None:
    page, address = eye.page, personal_link(wave, live_server)
    page.goto(f"{live_server.url}/w/{wave.pk}/{'a' * 32}/")
    eye.look("survey-unknown")
    page.goto(address)
    eye.look("survey-landing")
    begin(page, address)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/?ask=1")
    eye.look("survey-asked")
    page.context.set_offline(True)
    page.get_by_role("button", name="Go on").click()
    page.locator("#away").wait_for()
    eye.look("survey-away")
    page.context.set_offline(False)
    for number in (1, 2, 6, 7, 8):
        part(page, number)
        eye.look(f"survey-part-{number}")
    page.locator("#comment").fill("x" * 2001)
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator(".faults").wait_for()
    eye.look("survey-refused")
    part(page, 2)
    answer_part(page)
    page.get_by_role("button", name="Send what I have").click()
    receipt_on(page)
    eye.look("survey-thanks")
    page.get_by_role("button", name="Answer anew").click()
    answer_part(page)
    page.get_by_role("button", name="Send what I have").click()
    page.get_by_role("heading", name="Replace your answers?").wait_for()
    eye.look("survey-replace")
    page.goto(f"{live_server.url}/w/{wave.pk}/withdraw/")
    eye.look("survey-withdraw")
    page.get_by_role("button", name="Withdraw").click()
    eye.look("survey-withdrawn")
    sealing.seal_wave(wave.pk, now=timezone.now())
    page.goto(address)
    eye.look("survey-closed")

    eye.blink()


@pytest.mark.parametrize("language", ["ar", "de"])
def test_survey_is_accessible_in_other_languages(
    eye: Eye, wave: Wave, live_server: LiveServer, language: str
) -> None:
    page = eye.page
    page.goto(personal_link(wave, live_server) + f"?lang={language}")
    page.goto(personal_link(wave, live_server))
    eye.look(f"survey-landing-{language}")
    for number in (1, 6, 7, 8):
        part(page, number)
        eye.look(f"survey-part-{number}-{language}")

    assert page.locator("html").get_attribute("lang") == language
    eye.blink()


def test_pages_of_everybody_are_accessible(
    eye: Eye, community: Community, live_server: LiveServer
) -> None:
    url = str(live_server.url)
    assessed = community.waves.get(number=1)
    by_link = open_wave(
        making.make_community(community.leaders.get(), "By link"),
        instrument=assessed.instrument,
        now=timezone.now(),
        has_roster=False,
    )
    result = f"{url}/r/{assessed.result_key}/"
    eye.follow(
        f"{url}/",
        result,
        re.sub(r"^https?://[^/]+", url, renew_open_link(by_link)),
        f"{url}/withdraw/",
        f"{url}/admin/login/",
        *(f"{url}{address}" for address in addresses(urls.entrance)),
    )
    for page in ("report/", "exports/"):
        eye.visit(f"{result}{page}")
    eye.page.goto(re.sub(r"^https?://[^/]+", url, unsubscribe_link(member_of(community))))
    eye.look("unsubscribe")
    eye.page.goto(f"{url}/r/{by_link.result_key}/")
    eye.look("result-waiting")
    eye.page.goto(f"{url}/no-such-page/")
    eye.look("no-such-page")

    assert {"r-result_key-report", "r-result_key-exports", "privacy", "sign-in"} <= eye.seen
    eye.blink()


def member_of(community: Community) -> Member:
    """Give the first member of the roster."""
    return community.members.order_by("email")[0]


def test_pages_of_leaders_are_accessible(
    eye: Eye, community: Community, live_server: LiveServer
) -> None:
    leader, url = community.leaders.get(), str(live_server.url)
    again = making.make_wave(community, community.waves.get(number=1).instrument, members=6)
    webhook = webhooks.add_webhook(community, "https://www.example.org/hook")
    sign_in(eye, leader, live_server)
    eye.follow(f"{url}/communities/{community.slug}/", f"{url}/")
    for address in addresses(
        of_leaders,
        below={"slug": community.slug},
        number=again.number,
        member=member_of(community).pk,
        account_id=leader.pk,
        webhook=webhook.pk,
    ):
        eye.visit(f"{url}{address}")
    for page in ("", "2/", "2/report/", "exports/"):
        eye.visit(f"{url}/c/{community.slug}/{page}")

    for place in ("members-member", "members-member-erase", "waves-number-close", "webhooks"):
        assert f"communities-slug-{place}" in eye.seen
    eye.blink()


def test_steps_of_leaders_are_accessible(
    eye: Eye, transactional_db: None, live_server: LiveServer
) -> None:
    leader, url = making.make_account(), str(live_server.url)
    community = making.make_community(leader)
    sign_in(eye, leader, live_server)
    page, here = eye.page, f"{url}/communities/{community.slug}/"
    page.goto(here)
    eye.look("community-without-instrument")
    page.goto(f"{here}members/add/")
    page.locator("textarea").first.fill("ann@example.org\nnobody\nann@example.org")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    eye.look("members-preview")
    wave = open_wave(community, instrument=making.make_tiny(), now=timezone.now(), has_roster=False)
    page.goto(f"{here}waves/{wave.number}/")
    page.get_by_role("button", name="Make the open link").click()
    page.get_by_role("link", name="Poster to print").wait_for()
    eye.look("wave-with-open-link")
    eye.visit(f"{here}waves/{wave.number}/poster/")

    assert "communities-slug-waves-number-poster" in eye.seen
    eye.blink()


def test_pages_of_the_account_are_accessible(
    eye: Eye,
    transactional_db: None,
    live_server: LiveServer,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILE_BACKEND, str(tmp_path)
    account = making.make_account("lea@example.org", is_staff=True, is_superuser=True)
    mail.send_mail("A subject", "A link: https://www.example.org/", None, ["ann@example.org"])
    sign_in(eye, account, live_server)
    url = str(live_server.url)
    token = ApiToken.objects.create(account=account, name="program", sha256="0" * 64)
    eye.visit(f"{url}/account/again/?next=/account/")
    eye.page.get_by_label("Password").fill(making.PASSWORD)
    eye.page.get_by_role("button", name="Go on").click()
    eye.page.wait_for_url("**/account/")
    without = [each for each in urls.own if "remove" not in str(each.pattern)]
    for address in addresses(without, pk=0, token_id=token.pk):
        eye.visit(f"{url}{address}")
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    for name in ("account", "mfa_deactivate_totp", "mfa_view_recovery_codes"):
        eye.page.goto(f"{url}{reverse(name)}")
        eye.look(f"{name}-with-app")
    eye.visit(f"{url}{reverse('outbox')}")

    assert {"account", "account-passkeys-add", "account-sessions", "outbox"} <= eye.seen
    eye.blink()


def test_admin_is_accessible(eye: Eye, community: Community, live_server: LiveServer) -> None:
    admin = making.make_account("admin@example.org", is_staff=True, is_superuser=True)
    sign_in(eye, admin, live_server)
    page = eye.page
    page.goto(f"{live_server.url}/admin/")
    eye.look("admin")
    page.goto(f"{live_server.url}/admin/assessments/community/")
    eye.look("admin-list")
    page.goto(f"{live_server.url}/admin/assessments/community/{community.pk}/change/")
    eye.look("admin-object")

    eye.blink()
