"""Whatever a browser sends, nothing breaks and nothing wrong is kept."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Draft
from tests.assessments.web.browsing import WHOLE, Browser, checked, html_of, text_of, title_of


@pytest.mark.parametrize(
    "value", ["6", "-1", "0x4", "254", "256", "4.0", "", " 4", "٤", "9" * 5000, "x", "\0", "true"]
)
def test_value_outside_the_options_is_said_beside_the_field(browser: Browser, value: str) -> None:
    refused = browser.part(1, {**WHOLE[1], "realism_1": value})

    page = html_of(refused)
    assert refused.status_code == 422
    assert title_of(refused).startswith("Error: Part 1 of 5")
    assert 'href="#realism_1"' in page
    assert 'id="realism_1-fault"' in page
    assert checked(refused) == {"claim": "8", "spirit_1": "5"}  # everything else is kept
    assert not Draft.objects.exists()


def test_cant_say_is_refused_where_it_is_not_offered(browser: Browser) -> None:
    assert browser.part(1, {**WHOLE[1], "claim": "255"}).status_code == 422


def test_zero_takes_an_answer_back(browser: Browser) -> None:
    browser.part(4)
    browser.part(4, {"miss": "9", "tenure": "0"})

    assert Draft.objects.get().payload["answers"] == {"miss": 9}


def test_repeated_field_is_said_beside_the_field(browser: Browser) -> None:
    refused = browser.part(1, {**WHOLE[1], "realism_1": ["3", "4"]})

    assert refused.status_code == 422
    assert 'id="realism_1-fault"' in html_of(refused)


@pytest.mark.parametrize(
    "field", ["careless", "realism_2", "predicted.realism_1", "member", "a" * 9999]
)
def test_field_of_no_or_another_page_is_refused(browser: Browser, field: str) -> None:
    refused = browser.part(1, {**WHOLE[1], field: "1"})

    assert refused.status_code == 400
    assert not Draft.objects.exists()


def test_missing_fields_are_no_answers(browser: Browser) -> None:
    assert browser.part(1, {}).status_code == 302
    assert Draft.objects.get().payload["answers"] == {}


@pytest.mark.parametrize("go", ["", "elsewhere", "send\0"])
def test_unknown_wish_goes_on(browser: Browser, go: str) -> None:
    assert browser.part(1, go=go)["Location"] == browser.address("part/2/")


@pytest.mark.parametrize("number", [0, 6, 999_999_999_999])
def test_part_that_is_not_there_is_not_found(browser: Browser, number: int) -> None:
    assert browser.get(f"part/{number}/").status_code == 404
    assert browser.part(number, {}).status_code == 404


def test_comment_that_is_too_long_is_kept_and_refused(browser: Browser) -> None:
    refused = browser.part(5, {"comment": "ä" * 2001}, go="send")

    assert refused.status_code == 422
    assert "ä" * 2001 in html_of(refused)
    assert 'href="#comment"' in html_of(refused)


def test_comment_of_the_longest_length_may_hold_lines_and_markup(browser: Browser) -> None:
    browser.part(1)
    browser.part(5, {"comment": "<b>\r\n\0" + "ä" * 1996}, go="on")

    page = browser.get("part/5/")
    assert "&lt;b&gt;" in html_of(page)
    assert Draft.objects.get().payload["comment"] == "<b>\n" + "ä" * 1996


def test_body_of_2_megabytes_is_refused(browser: Browser) -> None:
    refused = browser.part(5, {"comment": "x" * 2_000_000})

    assert refused.status_code == 413
    assert "too long" in text_of(refused)


@pytest.mark.parametrize("length", ["-1", "ten", "9" * 5000])
def test_length_that_is_no_length_is_refused(client: Client, length: str) -> None:
    assert client.post("/sign-in/", CONTENT_LENGTH=length).status_code == 413


def test_more_fields_than_any_form_has_are_refused(browser: Browser) -> None:
    assert browser.part(1, {f"f{n}": "1" for n in range(600)}).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%ff%fe=%00&realism_1=%f0%28%8c", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b'{"realism_1": 4}', "application/json"),
        (b"", "text/plain; charset=no-such-charset"),
        (b"realism_1=4", "application/x-www-form-urlencoded; charset=utf-16"),
    ],
)
def test_body_of_another_kind_never_breaks(browser: Browser, body: bytes, kind: str) -> None:
    answer = browser.client.generic("POST", browser.address("part/1/"), body, kind)

    assert answer.status_code < 500


def test_form_without_its_token_is_refused(browser: Browser) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.client.cookies

    refused = strict.post(browser.address("part/1/"), WHOLE[1])

    assert refused.status_code == 403
    assert "Please try once more" in text_of(refused)


FIELDS: st.SearchStrategy[Mapping[str, Any]] = st.dictionaries(
    st.sampled_from([*WHOLE[1], *WHOLE[2], "go", "shown", "wish", "comment"]) | st.text(max_size=9),
    st.sampled_from([*"0123456789", "10", "11", "255"])
    | st.text(max_size=9)
    | st.lists(st.text(max_size=3), max_size=3),
    max_size=6,
)


@given(number=st.integers(1, 5), fields=FIELDS)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_form_breaks_a_page(browser: Browser, number: int, fields: Mapping[str, Any]) -> None:
    assert browser.post(f"part/{number}/", fields).status_code in {200, 302, 400, 422}
