"""A member answers, is thanked, answers anew, withdraws and comes back."""

import pytest

from assessments.domain.instruments.questionnaires import CANT_SAY
from assessments.models import AnswerSheet, Draft, Mark, Member, PendingComment, Wave
from tests.assessments import making
from tests.assessments.web.browsing import WHOLE, Browser, checked, text_of


def packed(wave: Wave) -> list[list[int] | None]:
    rows = AnswerSheet.objects.filter(wave=wave).values_list("packed", flat=True)
    return [None if row is None else [*bytes(row)] for row in rows]


# items, predictions, questions (claim, miss, tenure), careless: the answers of WHOLE
SHEET = [4, 2, 5, CANT_SAY, 7, 11, 8, 9, 2]


def test_survey_goes_from_the_link_to_the_thanks(browser: Browser, wave: Wave) -> None:
    landing = browser.get()
    assert "Leaky Taps Guild" in text_of(landing)
    assert "Nobody in the group" in text_of(landing)

    for number in range(1, 5):
        page = browser.get(f"part/{number}/")
        assert f"Part {number} of 5" in text_of(page)
        assert checked(page) == {}
        forward = browser.part(number)
        assert forward["Location"] == browser.address(f"part/{number + 1}/")

    check = browser.get("part/5/")
    assert "Nothing is sent until you press Send" in text_of(check)
    assert "Everything is answered" in text_of(check)
    assert packed(wave) == []

    sent = browser.send()
    assert sent["Location"] == browser.address("thanks/")
    assert [row[:-1] for row in packed(wave) if row] == [SHEET]
    assert PendingComment.objects.get().text == WHOLE[5]["comment"]
    assert Mark.objects.count() == 1
    assert not Draft.objects.exists()


def test_thanks_are_the_same_as_often_as_asked(browser: Browser, wave: Wave) -> None:
    browser.fill_in()
    browser.send()
    first = text_of(browser.get("thanks/"))

    again = [browser.send(), browser.part(1, go="send"), browser.part(2)]

    assert [browser.client.get(each["Location"]).status_code for each in again] == [302, 302, 302]
    assert browser.get()["Location"] == browser.address("thanks/")
    assert text_of(browser.get("thanks/")) == first
    assert len(packed(wave)) == 1
    assert not Draft.objects.exists()


def test_receipt_on_the_thanks_withdraws_without_a_link(browser: Browser, wave: Wave) -> None:
    browser.fill_in()
    browser.send()
    page = browser.get("thanks/").content.decode()
    receipt = page.split('class="receipt">')[1].split("<")[0]

    done = Browser(wave).client.post("/withdraw/", {"receipt": f" {receipt.lower()} "})

    assert "withdrawn and deleted" in text_of(done)
    assert packed(wave) == [None]


def test_thanks_lead_to_the_result_of_the_wave(browser: Browser, wave: Wave) -> None:
    browser.fill_in()
    browser.send()

    assert f"/r/{wave.result_key}/" in browser.get("thanks/").content.decode()


def test_answering_anew_replaces_only_after_a_question(browser: Browser, wave: Wave) -> None:
    browser.fill_in()
    browser.send()
    browser.post("again/")
    assert checked(browser.get("part/1/")) == {}  # what was sent is never read back

    browser.part(1, {"claim": "1", "realism_1": "1", "spirit_1": "1"})
    asked = browser.send()
    assert asked["Location"] == browser.address("confirm/")
    assert "Replace your answers?" in text_of(browser.get("confirm/"))
    assert [row[:-1] for row in packed(wave) if row] == [SHEET]

    browser.post("confirm/")
    assert [row[:-1] for row in packed(wave) if row] == [[1, 0, 1, 0, 0, 0, 1, 0, 0]]
    assert browser.get()["Location"] == browser.address("thanks/")


def test_withdrawing_empties_the_sheet_and_starting_again_is_explicit(
    browser: Browser, wave: Wave
) -> None:
    browser.fill_in()
    browser.send()
    assert "Withdraw your answers?" in text_of(browser.get("withdraw/"))
    assert packed(wave) != [None]

    browser.post("withdraw/")
    assert packed(wave) == [None]
    assert not Mark.objects.exists()
    assert not PendingComment.objects.exists()
    assert "You have withdrawn your answers" in text_of(browser.get())
    assert browser.part(1, go="send")["Location"] == browser.address()
    assert packed(wave) == [None]

    browser.post("again/")
    browser.fill_in()
    assert "Take part again?" in text_of(browser.client.get(browser.send()["Location"]))
    browser.post("confirm/")
    assert [row[:-1] for row in packed(wave) if row] == [SHEET]


def test_another_link_of_the_same_member_says_sent_already(
    browser: Browser, wave: Wave, member: Member
) -> None:
    browser.fill_in()
    browser.send()
    other = Browser(wave)
    other.enter(making.token_of(wave, member))

    assert "with another link" in text_of(other.get())
    assert other.part(1, go="send")["Location"] == other.address()
    assert len(packed(wave)) == 1


def test_same_link_goes_on_in_another_browser(browser: Browser, wave: Wave, member: Member) -> None:
    browser.part(1)
    other = Browser(wave)
    other.enter(making.token_of(wave, member))

    assert checked(other.get("part/1/")) == WHOLE[1]
    assert other.address("part/2/") in other.get().content.decode()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_send_what_i_have_sends_this_page_too(browser: Browser, wave: Wave, number: int) -> None:
    for before in range(1, number):
        browser.part(before)

    sent = browser.part(number, go="send")

    assert sent["Location"] == browser.address("thanks/")
    answered = sum(len(WHOLE[part]) for part in range(1, number + 1))
    (row,) = packed(wave)
    assert row is not None
    assert sum(value > 0 for value in row[:-1]) == answered


def test_nothing_answered_is_not_sent(browser: Browser, wave: Wave) -> None:
    refused = browser.part(1, {}, go="send")

    assert "nothing to send" in text_of(browser.client.get(refused["Location"]))
    assert packed(wave) == []


def test_left_out_answers_are_asked_for_once(browser: Browser) -> None:
    asked = browser.part(1, {"claim": "8", "realism_1": "4"})
    page = browser.client.get(asked["Location"])
    assert "1 question here has no answer" in text_of(page)
    assert 'href="#spirit_1"' in page.content.decode()
    assert checked(page) == {"claim": "8", "realism_1": "4"}

    on = browser.part(1, {"claim": "8", "realism_1": "4"}, go="skip")
    assert on["Location"] == browser.address("part/2/")
    assert "Members are at peace here." in text_of(browser.get("part/5/"))


def test_optional_questions_are_not_asked_for(browser: Browser) -> None:
    on = browser.part(4, {"miss": "9"})

    assert on["Location"] == browser.address("part/5/")


def test_back_keeps_what_was_answered(browser: Browser) -> None:
    browser.part(1)

    back = browser.part(2, {"realism_2": "3"}, go="back")

    assert back["Location"] == browser.address("part/1/")
    assert checked(browser.get("part/2/")) == {"realism_2": "3"}


def test_items_are_spread_one_of_each_characteristic(browser: Browser) -> None:
    for number, codes in ((1, {"realism_1", "spirit_1"}), (2, {"realism_2", "spirit_2"})):
        page = browser.get(f"part/{number}/").content.decode()
        shown = {
            code
            for code in ("realism_1", "spirit_1", "realism_2", "spirit_2")
            if f'name="{code}"' in page
        }
        assert shown == codes


def test_pages_too_fast_to_read_are_noted_without_a_time(browser: Browser) -> None:
    page = browser.get("part/1/").content.decode()
    shown = page.split('name="shown" value="')[1].split('"')[0]

    browser.part(1, {**WHOLE[1], "shown": shown})
    browser.part(2, {**WHOLE[2], "shown": "forged"})

    draft = Draft.objects.get()
    assert draft.payload["fast"] == ["1"]
    assert set(draft.payload) == {"answers", "comment", "fast"}
