"""Pages speak the reader's language."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from assessments.domain.waves import waves
from assessments.models import Account, Community, Instrument, Member
from tests.assessments import making
from tests.assessments.web.browsing import Browser, html_of, text_of

GERMAN = "In dieser Gruppe"
ARABIC = "في هذه المجموعة"


@pytest.fixture
def german(community: Community, instrument: Instrument) -> Browser:
    """A member's browser in a community that speaks German."""
    Community.objects.filter(pk=community.pk).update(language="de")
    wave = making.make_wave(community, instrument, members=1)
    browser = Browser(wave)
    browser.enter(making.token_of(wave, Member.objects.get()))
    return browser


@pytest.mark.parametrize(
    ("accepted", "language", "direction"),
    [
        ("", "de", "ltr"),
        ("de-AT,en;q=0.5", "de", "ltr"),
        ("en-GB,de;q=0.3", "de", "ltr"),  # the community's, when the browser reads it
        ("ar", "ar", "rtl"),
        ("tlh", "de", "ltr"),
        (";;;=,", "de", "ltr"),
    ],
)
def test_member_reads_the_communitys_language_or_their_own(
    german: Browser, accepted: str, language: str, direction: str
) -> None:
    page = german.get("part/1/", accept_language=accepted)

    assert f'<html lang="{language}" dir="{direction}">' in html_of(page)
    assert page["Content-Language"] == language
    assert (GERMAN if language == "de" else ARABIC) in text_of(page)


def test_language_of_the_roster_comes_first(german: Browser) -> None:
    Member.objects.update(language="ar")

    assert ARABIC in text_of(german.get("part/1/", accept_language="en"))


def test_chosen_language_is_remembered_and_leaves_the_address(german: Browser) -> None:
    chosen = german.get("?lang=ar&ask=1", accept_language="de")

    assert chosen["Location"] == german.address("?ask=1")
    assert ARABIC in text_of(german.get("part/1/", accept_language="de"))


def test_language_in_an_address_leads_to_no_other_host(client: Client) -> None:
    chosen = client.get("/", {"lang": "de"}, PATH_INFO="//example.org/")

    assert chosen["Location"] == "/example.org/"


def test_language_nobody_offers_changes_nothing(client: Client, db: None) -> None:
    assert client.get("/", {"lang": "../../etc"}).status_code == 200


def test_unreviewed_translation_says_so(german: Browser) -> None:
    assert "Noch hat niemand, der diese Sprache spricht" in text_of(german.get())
    assert "Nobody who speaks" not in text_of(german.get(accept_language="en"))


def test_instrument_without_a_translation_is_marked_with_its_language(
    community: Community, tiny: Instrument
) -> None:
    Community.objects.filter(pk=community.pk).update(language="ar")
    wave = making.make_wave(community, tiny, members=1)
    browser = Browser(wave)
    browser.enter(making.token_of(wave, Member.objects.get()))

    page = html_of(browser.get("part/1/"))

    assert '<html lang="ar" dir="rtl">' in page
    assert '<div lang="en" dir="ltr">' in page


def test_closing_time_is_in_the_communitys_zone(leader: Account, tiny: Instrument) -> None:
    kathmandu = making.make_community(leader, time_zone="Asia/Kathmandu")
    making.make_members(kathmandu, 1)
    yesterday = timezone.now() - timedelta(days=1)
    now = yesterday.replace(hour=12, minute=0, second=0, microsecond=0)
    wave = waves.open_wave(kathmandu, instrument=tiny, now=now)
    browser = Browser(wave)
    browser.enter(making.token_of(wave, Member.objects.get()))

    assert "5:45 p.m." in text_of(browser.get())  # 12:00 UTC is 17:45 in Nepal


MEMBERS_PAGES = sorted(
    (Path(__file__).parents[3] / "assessments/templates/assessments").glob("survey/*")
)


@pytest.mark.parametrize("language", ["de", "es", "ar"])
@pytest.mark.parametrize("page", MEMBERS_PAGES, ids=lambda page: str(page.name))
def test_members_pages_are_translated(page: Path, language: str) -> None:
    texts = re.findall(r'{% translate "([^"]+)" %}', page.read_text(encoding="utf-8"))

    with translation.override(language):
        untranslated = [text for text in texts if translation.gettext(text) == text]

    assert untranslated in ([], ["Error:"])  # the same word in Spanish
