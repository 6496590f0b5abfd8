"""The way of an answer: from a token by the draft to the sheet, which knows nobody."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.domain.accounts.tokens import comment_key_hash, receipt_hash, sha256
from assessments.domain.answers.entries import Access, Progress, access, first_seed
from assessments.domain.answers.holding import hold, judge, refuse
from assessments.domain.answers.quality import careless_flag
from assessments.domain.answers.sending import insert_sheet
from assessments.domain.answers.sheets import check, flagged, pack
from assessments.domain.refusals import (
    AlreadySentError,
    ReplacementNeededError,
    UnknownReceiptError,
    WithdrawnError,
)
from assessments.models import AnswerSheet, Draft, Mark, PendingComment

__all__ = [
    "Access",
    "Progress",
    "Wish",
    "access",
    "draft_of",
    "progress",
    "save_draft",
    "send_answers",
    "withdraw_by_receipt",
    "withdraw_by_token",
]


class Wish(StrEnum):
    """What a member who sends wants when there is a sheet already."""

    SEND = "send"
    REPLACE = "replace"
    RESTART = "restart"


def progress(entry: Access) -> Progress:
    """Tell the holder of a token how far they are; it never says what was answered."""
    sheet = AnswerSheet.objects.filter(pk=receipt_hash(entry.receipt)).first()
    if sheet is not None:
        return Progress.SENT if sheet.packed is not None else Progress.WITHDRAWN
    if Mark.objects.filter(invitation=entry.invitation_id).exists():
        return Progress.SENT_WITH_ANOTHER_LINK
    return Progress.ANSWERING


def draft_of(entry: Access) -> Draft:
    """Give what has been answered and not yet sent; an unsaved empty draft when nothing has."""
    found = Draft.objects.filter(invitation=entry.invitation_id).first()
    return found or Draft(invitation_id=entry.invitation_id, seed=first_seed(entry.invitation_id))


def save_draft(
    entry: Access,
    answers: Mapping[str, int],
    *,
    now: datetime,
    comment: str | None = None,
    page: str = "",
    fast: bool = False,
    anew: bool = False,
) -> Draft:
    """Keep answers on the way; those of other pages stay, and 0 takes an answer back.

    ``page`` and ``fast`` note which pages went by faster than anybody reads; no time is kept. Only
    ``anew`` begins a draft after a sheet was sent or withdrawn: what comes late over a slow network
    must not.

    Raises
    ------
    AnswersRefusedError
        If a column or value is unknown; nothing is kept then.
    AlreadySentError
        If there is a sheet, and no draft to go on with.
    """
    check(entry.questionnaire, answers)
    with transaction.atomic():
        hold(wave_id=entry.wave.pk, token=entry.token, now=now, alone=True)
        draft = Draft.objects.filter(invitation=entry.invitation_id).first()
        if draft is None:
            if not anew and progress(entry) is not Progress.ANSWERING:
                raise AlreadySentError(_("You have sent your answers already."))
            draft = Draft(invitation_id=entry.invitation_id, seed=first_seed(entry.invitation_id))
        kept = {**draft.payload.get("answers", {}), **answers}
        fast_pages = set(draft.payload.get("fast", ()))
        draft.payload = {
            "answers": {code: value for code, value in kept.items() if value},
            "comment": draft.payload.get("comment", "") if comment is None else comment,
            "fast": sorted(fast_pages | {page} if fast else fast_pages - {page}),
        }
        draft.save(force_insert=draft._state.adding)  # noqa: SLF001 -- Django's documented way to ask
    return draft


def send_answers(
    entry: Access,
    answers: Mapping[str, int],
    *,
    now: datetime,
    comment: str = "",
    fast_pages: int = 0,
    seed: int = 0,
    wish: Wish = Wish.SEND,
) -> str:
    """Commit an answer sheet, note that somebody took part, and give the receipt.

    Sending the same again, at the same time or later, gives the same receipt and one sheet.

    Raises
    ------
    AnswersRefusedError
        If a column or value is unknown.
    ReplacementNeededError, WithdrawnError
        If there is a sheet already and ``wish`` does not say what becomes of it.
    AlreadySentError
        If a sheet was sent with another link of the same invitation.
    """
    asked = entry.questionnaire
    packed = pack(asked, answers)  # first: it refuses what cannot be judged
    flag = careless_flag(asked, answers, seed=seed, fast_pages=fast_pages)
    packed = flagged(asked, packed, flag)
    try:
        with transaction.atomic():
            sent = insert_sheet(
                receipt_hash=receipt_hash(entry.receipt),
                packed=packed,
                token_hash=sha256(entry.token),
                invitation_id=entry.invitation_id,
                now=now,
            )
            if sent and comment:
                _keep_comment(entry, comment)
    except IntegrityError:
        _send_again(entry, packed, comment=comment, wish=wish, now=now)
        return entry.receipt
    if not sent:
        refuse(wave_id=entry.wave.pk, now=now)
    return entry.receipt


def withdraw_by_token(entry: Access, *, now: datetime) -> None:
    """Empty the sheet of a token, and forget that its holder took part."""
    with transaction.atomic():
        held = hold(wave_id=entry.wave.pk, token=entry.token, now=now)
        emptied = AnswerSheet.objects.filter(
            pk=receipt_hash(entry.receipt), packed__isnull=False
        ).update(packed=None)
        if not emptied:
            raise UnknownReceiptError(_("There is no answer sheet to withdraw."))
        PendingComment.objects.filter(pk=comment_key_hash(entry.token)).delete()
        Mark.objects.filter(invitation_id=held.invitation_id).delete()


def withdraw_by_receipt(receipt: str, *, now: datetime) -> None:
    """Empty the sheet of a receipt. That somebody took part stays: it cannot be found."""
    with transaction.atomic():
        sheet = (
            AnswerSheet.objects.select_for_update(of=("self",))
            .select_related("wave")
            .filter(pk=receipt_hash(receipt), packed__isnull=False)
            .first()
        )
        if sheet is None:
            raise UnknownReceiptError(
                _("No open wave has an answer sheet with this receipt. Is it typed right?")
            )
        wave = sheet.wave
        judge(state=wave.state, opens_at=wave.opens_at, closes_at=wave.closes_at, now=now)
        sheet.packed = None
        sheet.save(update_fields=["packed"])


def _send_again(entry: Access, packed: bytes, *, comment: str, wish: Wish, now: datetime) -> None:
    """Settle what becomes of the sheet or mark that was there before."""
    with transaction.atomic():
        held = hold(wave_id=entry.wave.pk, token=entry.token, now=now)
        sheet = (
            AnswerSheet.objects.select_for_update().filter(pk=receipt_hash(entry.receipt)).first()
        )
        if sheet is None:
            raise AlreadySentError(_("You have sent your answers already, with another link."))
        before = None if sheet.packed is None else bytes(sheet.packed)
        if before is None and wish is not Wish.RESTART:
            raise WithdrawnError(_("You have withdrawn your answers."))
        if before not in {None, packed} and wish is not Wish.REPLACE:
            raise ReplacementNeededError(_("You have sent other answers before."))
        if before != packed:
            sheet.packed = packed
            sheet.save(update_fields=["packed"])
        Mark.objects.get_or_create(invitation_id=held.invitation_id)
        Draft.objects.filter(invitation=entry.invitation_id).delete()
        if comment:
            _keep_comment(entry, comment)
        else:
            PendingComment.objects.filter(pk=comment_key_hash(entry.token)).delete()


def _keep_comment(entry: Access, comment: str) -> None:
    PendingComment.objects.update_or_create(
        pk=comment_key_hash(entry.token), defaults={"wave": entry.wave, "text": comment}
    )
