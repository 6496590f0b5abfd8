"""What the script of a page asks for: each answer saved when it is given."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from assessments.domain.waves.sealing import seal_wave
from assessments.models import AnswerSheet, Draft, Member, Wave
from tests.assessments import making
from tests.assessments.web.browsing import Browser, checked, html_of


def save(browser: Browser, number: int, fields: dict[str, str]) -> Any:
    return browser.part(number, fields, go="save")


def test_tap_is_saved_without_a_page(browser: Browser) -> None:
    saved = save(browser, 1, {"realism_1": "4"})

    assert (saved.status_code, saved.content) == (204, b"")
    assert checked(browser.get("part/1/")) == {"realism_1": "4"}


def test_same_tap_twice_is_saved_once(browser: Browser) -> None:
    save(browser, 1, {"realism_1": "4", "claim": "3"})
    before = Draft.objects.get().payload

    assert save(browser, 1, {"realism_1": "4"}).status_code == 204
    assert Draft.objects.get().payload == before


@pytest.mark.parametrize(
    ("fields", "status"), [({"realism_1": "6"}, 422), ({"realism_2": "1"}, 400)]
)
def test_answer_nobody_offers_is_not_saved(
    browser: Browser, fields: dict[str, str], status: int
) -> None:
    assert save(browser, 1, fields).status_code == status
    assert not Draft.objects.exists()


def test_tap_that_comes_after_sending_is_refused_and_begins_no_draft(
    browser: Browser, wave: Wave
) -> None:
    browser.fill_in()
    browser.send()

    late = save(browser, 1, {"realism_1": "1"})

    assert late["Location"] == browser.address()  # which the script takes as: it was sent
    assert not Draft.objects.exists()


def test_tap_that_comes_after_the_close_meets_the_closed_page(browser: Browser, wave: Wave) -> None:
    seal_wave(wave.pk, now=timezone.now())

    assert save(browser, 1, {"realism_1": "1"}).status_code == 410
    assert not Draft.objects.exists()


def test_saved_taps_do_not_make_a_page_fast_or_slow(browser: Browser) -> None:
    page = browser.get("part/1/").content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]

    save(browser, 1, {"realism_1": "4", "shown": shown})
    assert Draft.objects.get().payload["fast"] == []
    browser.part(1, {"claim": "8", "realism_1": "4", "spirit_1": "5", "shown": shown})
    assert Draft.objects.get().payload["fast"] == ["1"]

    again = browser.get("part/1/").content.decode()
    shown = again.split('name="shown" value="')[1].split('"')[0]
    browser.part(2, {"realism_2": "4", "shown": shown})
    assert Draft.objects.get().payload["fast"] == ["1"], "that page was answered when it was shown"


def test_page_with_answers_does_not_say_when_it_was_shown(browser: Browser) -> None:
    assert 'name="shown" value=""' not in html_of(browser.get("part/1/"))
    save(browser, 1, {"realism_1": "4"})

    assert 'name="shown" value=""' in html_of(browser.get("part/1/"))


def test_script_is_told_where_to_go(browser: Browser) -> None:
    path = browser.address("part/1/")
    answers = {"claim": "8", "realism_1": "4", "spirit_1": "5"}
    told = browser.client.post(path, answers, headers={"accept": "application/json"})

    assert told.json() == {"to": browser.address("part/2/")}


def test_page_lets_no_text_become_a_script(browser: Browser) -> None:
    policy = browser.get("part/1/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def test_device_tag_tells_members_apart_and_leads_nowhere(
    browser: Browser, wave: Wave, member: Member
) -> None:
    other = Browser(wave)
    token = making.token_of(wave, wave.community.members.order_by("email")[1])
    other.enter(token)
    tags = [
        re.findall(r'data-keep="(\w{8})"', html_of(each.get("part/1/")))[0]
        for each in (browser, other)
    ]

    assert tags[0] != tags[1]
    assert tags[1] not in token
    assert not AnswerSheet.objects.filter(receipt_hash__contains=tags[1]).exists()


def test_script_weighs_less_than_three_kilobytes() -> None:
    script = Path(str(finders.find("assessments/survey/survey.js"))).read_bytes()

    assert len(gzip.compress(script)) < 3000
