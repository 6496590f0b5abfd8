"""Ways in, and what those learn who have none."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.domain.waves.sealing import seal_wave
from assessments.models import Member, Wave
from assessments.web.survey.entry import COOKIE, OPEN_LINK_COOKIE, admit
from tests.assessments import making
from tests.assessments.web.browsing import Browser, text_of


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the installation writes to its log."""
    (handler,) = (
        each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler
    )
    told = io.StringIO()
    before = handler.setStream(told)
    yield told
    if before:
        handler.setStream(before)


def test_token_leaves_the_address_at_once(wave: Wave, member: Member) -> None:
    token = making.token_of(wave, member)
    browser = Browser(wave)

    entered = browser.enter(token)

    assert entered["Location"] == browser.address()
    assert entered["Referrer-Policy"] == "no-referrer"
    assert "no-store" in entered["Cache-Control"]
    for page in ("", *(f"part/{number}/" for number in range(1, 6))):
        shown = browser.get(page)
        assert shown.status_code == 200
        assert token not in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]


def test_cookie_is_of_this_wave_only_and_no_session_is_kept(wave: Wave, member: Member) -> None:
    token = making.token_of(wave, member)

    cookie = Browser(wave).enter(token).cookies[COOKIE]

    assert cookie["path"] == f"/w/{wave.pk}/"
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert not Session.objects.exists()


def test_cookie_is_secure_in_production(wave: Wave, member: Member, settings: LazySettings) -> None:
    settings.SESSION_COOKIE_SECURE = True

    assert Browser(wave).enter(making.token_of(wave, member)).cookies[COOKIE]["secure"] is True


def test_forged_cookie_lets_nobody_in(browser: Browser) -> None:
    assert browser.get().status_code == 200
    browser.client.cookies[COOKIE] = browser.client.cookies[COOKIE].value + "x"

    assert browser.get("part/1/").status_code == 404


def test_cookie_of_one_wave_does_not_open_another(
    browser: Browser, wave: Wave, leader: Any
) -> None:
    elsewhere = making.make_wave(
        making.make_community(leader, "Elsewhere"), wave.instrument, members=1
    )

    assert browser.client.get(f"/w/{elsewhere.pk}/").status_code == 404


def test_cookie_of_the_open_link_is_none_of_the_survey(wave: Wave, member: Member) -> None:
    response = HttpResponse()
    token = making.token_of(wave, member)
    for cookie in (COOKIE, OPEN_LINK_COOKIE):
        admit(response, wave_id=wave.pk, token=token, cookie=cookie)
    browser = Browser(wave)

    for cookie, status in ((OPEN_LINK_COOKIE, 404), (COOKIE, 200)):
        browser.client.cookies[COOKIE] = response.cookies[cookie].value
        assert browser.get("part/1/").status_code == status


@pytest.mark.parametrize("token", ["a" * 32, "a", "%00", "a" * 3000, "%F0%9F%92%A9", "%ff"])
def test_unknown_token_is_not_found(wave: Wave, token: str) -> None:
    refused = Browser(wave).enter(token)

    assert refused.status_code == 404
    assert "This link does not work" in text_of(refused)
    assert refused["Referrer-Policy"] == "no-referrer"


def test_unknown_wave_looks_like_an_unknown_token(wave: Wave) -> None:
    unknown_token = Browser(wave).enter("a" * 32)
    unknown_wave = Client().get(f"/w/{uuid4()}/{'a' * 32}/")

    assert (unknown_wave.status_code, unknown_wave.content) == (404, unknown_token.content)


def test_late_token_gets_the_same_page_whether_it_existed(wave: Wave, member: Member) -> None:
    token = making.token_of(wave, member)
    browser = Browser(wave)
    assert browser.enter(token).status_code == 302
    seal_wave(wave.pk, now=timezone.now())

    late, never, inside = browser.enter(token), browser.enter("a" * 32), browser.get("part/1/")

    assert [late.status_code, never.status_code, inside.status_code] == [410, 410, 410]
    assert late.content == never.content == inside.content
    assert "takes no answers any more" in text_of(late)


def test_early_token_gets_the_same_page_whether_it_existed(wave: Wave, member: Member) -> None:
    token = making.token_of(wave, member)
    opens = timezone.now() + timedelta(days=1)
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.PLANNED, opens_at=opens)

    early, never = Browser(wave).enter(token), Browser(wave).enter("a" * 32)

    assert early.status_code == never.status_code == 403
    assert early.content == never.content
    assert "not open yet" in text_of(early)


def test_guesses_are_limited_to_ten_a_minute(wave: Wave, member: Member) -> None:
    token = making.token_of(wave, member)

    statuses = [Browser(wave).enter(f"guess{n}").status_code for n in range(12)]

    assert statuses == [404] * 10 + [429] * 2
    assert Browser(wave).enter(token).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/w/{wave.pk}/{token}/").status_code == 302


def test_right_tokens_are_not_counted(wave: Wave, member: Member) -> None:
    token = making.token_of(wave, member)

    assert {Browser(wave).enter(token).status_code for _ in range(15)} == {302}


def test_receipts_cannot_be_guessed_for_long(browser: Browser) -> None:
    statuses = [
        browser.client.post("/withdraw/", {"receipt": f"guess {n}"}).status_code for n in range(11)
    ]

    assert statuses == [422] * 10 + [429]


def test_tokens_are_in_no_log_line(wave: Wave, member: Member, log: io.StringIO) -> None:
    token = making.token_of(wave, member)
    browser = Browser(wave)
    browser.enter(token)
    browser.enter("unknown-token")
    Client(enforce_csrf_checks=True).post(browser.address(f"{token}/"))
    seal_wave(wave.pk, now=timezone.now())
    browser.enter(token)
    browser.client.get("/o/some-open-key/")
    logging.getLogger("anybody").warning("GET %s", browser.address(f"{token}/"))

    told = log.getvalue()
    assert f"/w/{wave.pk}/…" in told  # the lines are there, without their secrets
    for secret in (token, "unknown-token", "some-open-key"):
        assert secret not in told
