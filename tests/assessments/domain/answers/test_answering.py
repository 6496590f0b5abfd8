"""The way of an answer, and everything that may come twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assessments.domain.accounts.tokens import receipt_hash, receipt_of
from assessments.domain.answers import answering
from assessments.domain.answers.answering import Access, Progress, Wish
from assessments.domain.communities.invitations import mint_token
from assessments.domain.refusals import (
    AlreadySentError,
    AnswersRefusedError,
    ReplacementNeededError,
    UnknownReceiptError,
    UnknownTokenError,
    WaveClosedError,
    WaveNotYetOpenError,
    WithdrawnError,
)
from assessments.domain.waves import sealing
from assessments.models import AnswerSheet, Draft, Mark, PendingComment, Token, Wave
from tests.assessments import making

ANSWERS = {"realism_1": 5, "spirit_1": 2, "predicted.spirit_1": 4, "claim": 8}
OTHERS = {"realism_1": 1, "spirit_1": 255}

OpenWave = Callable[..., Wave]


@pytest.fixture
def entry(open_wave: OpenWave) -> Access:
    """The first member, let in by a token."""
    return enter(open_wave(n=3))


def enter(wave: Wave, *, token: str = "") -> Access:
    """Let the first member of a wave in."""
    member = wave.community.members.order_by("email").first()
    if member is None:
        raise LookupError("the roster is empty")
    token = token or making.token_of(wave, member)
    return answering.access(wave_id=wave.pk, token=token, now=timezone.now())


def send(entry: Access, answers: dict[str, int] = ANSWERS, **options: object) -> str:
    return answering.send_answers(entry, answers, now=timezone.now(), **options)  # type: ignore[arg-type] # passed on


def test_sent_answers_are_one_sheet_and_one_mark_without_a_draft(entry: Access) -> None:
    answering.save_draft(entry, ANSWERS, now=timezone.now())

    receipt = send(entry, comment="A word.")

    sheet = AnswerSheet.objects.get()
    assert sheet.pk == receipt_hash(receipt)
    # Four items, two predictions, three questions, the careless flag: see making.TINY.
    assert bytes(sheet.packed or b"") == bytes([5, 0, 2, 0, 0, 4, 8, 0, 0, 1])
    assert Mark.objects.get().invitation == entry.invitation
    assert not Draft.objects.exists()
    assert PendingComment.objects.get().text == "A word."
    assert answering.progress(entry) is Progress.SENT


def test_sending_the_same_again_gives_the_same_receipt(entry: Access) -> None:
    assert send(entry) == send(entry)
    assert AnswerSheet.objects.count() == Mark.objects.count() == 1


def test_sending_other_answers_replaces_only_on_an_explicit_wish(entry: Access) -> None:
    send(entry, comment="Before.")
    before = AnswerSheet.objects.get().packed
    with pytest.raises(ReplacementNeededError):
        send(entry, OTHERS)
    assert AnswerSheet.objects.get().packed == before

    send(entry, OTHERS, wish=Wish.REPLACE)

    assert bytes(AnswerSheet.objects.get().packed or b"")[:3] == bytes([1, 0, 255])
    assert not PendingComment.objects.exists(), "the comment belonged to the replaced sheet"
    assert Mark.objects.count() == 1


def test_sending_with_another_link_of_the_same_invitation_is_refused(entry: Access) -> None:
    send(entry)
    other = enter(entry.wave, token=mint_token(entry.invitation))

    assert answering.progress(other) is Progress.SENT_WITH_ANOTHER_LINK
    with pytest.raises(AlreadySentError):
        send(other)
    assert AnswerSheet.objects.count() == 1


def test_every_link_of_an_invitation_works(entry: Access) -> None:
    send(enter(entry.wave, token=mint_token(entry.invitation)))

    assert AnswerSheet.objects.count() == 1


def test_withdrawing_by_token_empties_the_sheet_and_forgets_the_mark(entry: Access) -> None:
    send(entry, comment="A word.")

    answering.withdraw_by_token(entry, now=timezone.now())

    assert AnswerSheet.objects.get().packed is None
    assert not Mark.objects.exists()
    assert not PendingComment.objects.exists()
    assert answering.progress(entry) is Progress.WITHDRAWN


def test_withdrawing_by_receipt_empties_the_sheet_and_keeps_the_mark(entry: Access) -> None:
    receipt = send(entry)

    answering.withdraw_by_receipt(receipt.lower().replace("-", " "), now=timezone.now())

    assert AnswerSheet.objects.get().packed is None
    assert Mark.objects.count() == 1  # nothing leads from a receipt to it


def test_withdrawn_sheet_starts_again_only_on_an_explicit_wish(entry: Access) -> None:
    send(entry)
    answering.withdraw_by_token(entry, now=timezone.now())
    with pytest.raises(WithdrawnError):
        send(entry, OTHERS)

    send(entry, OTHERS, wish=Wish.RESTART)

    assert answering.progress(entry) is Progress.SENT
    assert Mark.objects.count() == 1


def test_withdrawing_what_was_never_sent_is_refused(entry: Access) -> None:
    with pytest.raises(UnknownReceiptError):
        answering.withdraw_by_token(entry, now=timezone.now())
    with pytest.raises(UnknownReceiptError):
        answering.withdraw_by_receipt("AAAAAA-AAAAAA-AAAAAA-AAAAAA", now=timezone.now())


def test_withdrawn_sheets_are_not_sealed(open_wave: OpenWave) -> None:
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    token = making.token_of(wave, wave.community.members.order_by("email")[0])
    del token  # another link of a member who has sent with the first one
    sheet = AnswerSheet.objects.first()
    AnswerSheet.objects.filter(pk=sheet.pk if sheet else "").update(packed=None)

    sealing.seal_wave(wave.pk, now=timezone.now())

    wave.refresh_from_db()
    assert wave.sheets == 5


@pytest.mark.parametrize(
    ("answers", "faulty"),
    [
        ({"realism_1": 6}, "realism_1"),
        ({"realism_1": -1}, "realism_1"),
        ({"realism_1": 254}, "realism_1"),
        ({"claim": 255}, "claim"),  # the claim has no "can't say"
        ({"predicted.realism_1": 12}, "predicted.realism_1"),
        ({"predicted.realism_2": 1}, "predicted.realism_2"),  # no anchor item
        ({"careless": 1}, "careless"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_answers_the_instrument_does_not_know_are_refused_and_nothing_is_kept(
    entry: Access, answers: dict[str, int], faulty: str
) -> None:
    for write in (send, lambda at, given: answering.save_draft(at, given, now=timezone.now())):
        with pytest.raises(AnswersRefusedError) as refused:
            write(entry, {**ANSWERS, **answers})
        assert [*refused.value.faults] == [faulty]
    assert not AnswerSheet.objects.exists()
    assert not Draft.objects.exists()


def test_answer_that_comes_late_begins_no_draft_after_sending(entry: Access) -> None:
    send(entry)

    with pytest.raises(AlreadySentError):
        answering.save_draft(entry, {"realism_1": 4}, now=timezone.now())
    assert not Draft.objects.exists()

    answering.save_draft(entry, {}, now=timezone.now(), anew=True)
    answering.save_draft(entry, {"realism_1": 4}, now=timezone.now())
    assert Draft.objects.get().payload["answers"] == {"realism_1": 4}


def test_answer_that_comes_late_begins_no_draft_after_withdrawing(entry: Access) -> None:
    send(entry)
    answering.withdraw_by_token(entry, now=timezone.now())

    with pytest.raises(AlreadySentError):
        answering.save_draft(entry, {"realism_1": 4}, now=timezone.now())
    assert not Draft.objects.exists()


def test_draft_keeps_other_pages_and_takes_answers_back(entry: Access) -> None:
    answering.save_draft(entry, {"realism_1": 4, "claim": 3}, now=timezone.now(), comment="So far.")
    answering.save_draft(entry, {"realism_1": 0, "spirit_1": 2}, now=timezone.now())

    draft = answering.draft_of(entry)

    assert draft.payload["answers"] == {"claim": 3, "spirit_1": 2}
    assert draft.payload["comment"] == "So far."


def test_unknown_token_and_a_token_of_another_wave_look_alike(
    entry: Access, other_leader: object
) -> None:
    with pytest.raises(UnknownTokenError) as unknown:
        answering.access(wave_id=entry.wave.pk, token="a" * 32, now=timezone.now())
    elsewhere = making.make_wave(
        making.make_community(making.make_account("x@example.org"), "Third"),
        entry.wave.instrument,
        members=1,
    )
    with pytest.raises(UnknownTokenError) as foreign:
        answering.access(wave_id=elsewhere.pk, token=entry.token, now=timezone.now())
    assert str(unknown.value) == str(foreign.value)


def test_wave_is_open_from_its_opening_until_before_its_closing(entry: Access) -> None:
    wave = entry.wave
    instant = timedelta(microseconds=1)
    with pytest.raises(WaveNotYetOpenError):
        answering.access(wave_id=wave.pk, token=entry.token, now=wave.opens_at - instant)
    answering.access(wave_id=wave.pk, token=entry.token, now=wave.opens_at)
    answering.access(wave_id=wave.pk, token=entry.token, now=wave.closes_at - instant)
    with pytest.raises(WaveClosedError):
        answering.access(wave_id=wave.pk, token=entry.token, now=wave.closes_at)
    # Judged again when it is committed, not only when the page was asked for.
    with pytest.raises(WaveClosedError):
        answering.send_answers(entry, ANSWERS, now=wave.closes_at)
    assert not AnswerSheet.objects.exists()


def test_every_token_of_a_sealed_wave_meets_the_same_closed_door(entry: Access) -> None:
    send(entry)
    sealing.seal_wave(entry.wave.pk, now=timezone.now())

    assert not Token.objects.exists()
    for token in (entry.token, "a" * 32):
        with pytest.raises(WaveClosedError):
            answering.access(wave_id=entry.wave.pk, token=token, now=timezone.now())
    with pytest.raises(WaveClosedError):
        send(entry)  # let in before the seal, sent after it
    with pytest.raises(WaveClosedError):
        answering.save_draft(entry, ANSWERS, now=timezone.now())


def test_no_token_is_minted_after_the_seal(entry: Access) -> None:
    mint_token(entry.invitation)
    sealing.seal_wave(entry.wave.pk, now=timezone.now())

    with pytest.raises(WaveClosedError):
        mint_token(entry.invitation)
    assert not Token.objects.exists()


def test_twenty_sends_at_the_same_time_are_one_sheet(transactional_db: None) -> None:
    community = making.make_community(making.make_account())
    entry = enter(making.make_wave(community, making.make_tiny(), members=1))

    def once(_number: int) -> str:
        try:
            return send(entry)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        receipts = [*pool.map(once, range(20))]

    assert {*receipts} == {receipt_of(entry.token)}
    assert AnswerSheet.objects.count() == Mark.objects.count() == 1


def test_sending_costs_three_statements(
    entry: Access, django_assert_num_queries: Callable[[int], object]
) -> None:
    # Besides these only the savepoint of the test's own transaction: the sheet if the wave takes
    # it, the mark, the draft deleted.
    with django_assert_num_queries(3 + 2):  # type: ignore[attr-defined] # a context manager
        send(entry)
