"""Pages of a survey know no accounts, and say themselves what the rest of the site is told."""

from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models import Account, Member, Wave
from assessments.web import spared
from assessments.web.survey.entry import COOKIE
from tests.assessments import making
from tests.assessments.routes import patterns
from tests.assessments.web.browsing import Browser, text_of


@pytest.fixture
def leaders_own(leading: Client, wave: Wave, member: Member) -> Browser:
    """The browser of a leader who is signed in and answers as a member."""
    browser = Browser(wave)
    browser.client = leading
    browser.enter(making.token_of(wave, member))
    return browser


def test_no_page_but_those_of_surveys_is_spared() -> None:
    routes = {route for route, _pattern in patterns()}
    at_surveys = {route for route in routes if route.startswith("w/<uuid:wave_id>/")}

    assert len(at_surveys) == 7
    assert {route for route in routes if f"/{route}".startswith(spared.SURVEYS)} == at_surveys


def test_no_page_of_a_survey_looks_up_who_is_signed_in(leaders_own: Browser) -> None:
    def asked_for(path: str) -> str:
        with CaptureQueriesContext(connection) as captured:
            leaders_own.client.get(path)
        return " ".join(query["sql"] for query in captured)

    assert "django_session" in asked_for("/communities/")
    for page in ("", "part/1/", "part/2/?ask=1", "part/5/", "confirm/", "nowhere/"):
        asked = asked_for(leaders_own.address(page))
        assert "assessments_token" in asked
        assert "django_session" not in asked
        assert "assessments_account" not in asked


def test_leader_who_has_chosen_a_language_answers_as_anybody(
    leaders_own: Browser, leader: Account
) -> None:
    Account.objects.filter(pk=leader.pk).update(language="ar", time_zone="Asia/Kathmandu")

    leaders_own.fill_in()
    assert leaders_own.send()["Location"] == leaders_own.address("thanks/")
    assert "Thank you" in text_of(leaders_own.get("thanks/"))
    assert Session.objects.count() == 1
    assert leaders_own.client.get("/communities/").status_code == 200


def test_page_that_is_not_found_speaks_the_language_of_its_reader(browser: Browser) -> None:
    client = browser.client
    assert browser.get("part/1/", accept_language="ar")["Content-Language"] == "ar"

    lost = Client().get(f"/w/{uuid4()}/", headers={"accept-language": "de-AT"})
    assert (lost.status_code, lost["Content-Language"]) == (404, "de")
    assert "Dieser Link funktioniert nicht" in text_of(lost)
    assert "Accept-Language" in lost["Vary"]
    assert Client().get("/w/none/")["Content-Language"] == "en"  # nothing is left of the Arabic
    client.get(browser.address(), {"lang": "es"})
    client.cookies.pop(COOKIE)
    assert browser.get("part/1/", accept_language="de")["Content-Language"] == "es"


def test_every_page_has_one_policy(browser: Browser) -> None:
    policy = Client().get("/")["Content-Security-Policy"]
    parts = {*policy.split("; ")}

    assert "default-src 'self'" in parts
    for path in (browser.address("part/1/"), browser.address("nowhere/"), "/w/none/"):
        assert {*browser.client.get(path)["Content-Security-Policy"].split("; ")} == parts, path
    refused = Client(enforce_csrf_checks=True).post(browser.address("part/1/"))
    assert refused.status_code == 403
    assert {*refused["Content-Security-Policy"].split("; ")} == parts


def test_forms_of_surveys_are_refused_without_the_secret_of_their_browser(
    wave: Wave, member: Member
) -> None:
    browser = Browser(wave)
    browser.client = Client(enforce_csrf_checks=True)
    browser.enter(making.token_of(wave, member))
    page = browser.get("part/1/").content.decode()
    secret = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    assert browser.part(1).status_code == 403
    assert browser.part(1, {"csrfmiddlewaretoken": secret, "claim": "8"}).status_code == 302
