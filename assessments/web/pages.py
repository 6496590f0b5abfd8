"""Drawing the pages of the survey."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from assessments.domain.answering import Access
from assessments.domain.translations import Worded, worded
from assessments.models.invitations import Draft
from assessments.web.answers import Sent, stamp
from assessments.web.parts import Field, Kind, Part, parts_of


class Survey:
    """The survey as one member sees it: the parts in their order, and what is answered so far."""

    def __init__(self, entry: Access, draft: Draft) -> None:
        self.entry = entry
        self.draft = draft
        self.worded = _worded(entry)
        self.parts = parts_of(self.worded.questionnaire, seed=draft.seed)

    @property
    def answers(self) -> dict[str, int]:
        """The answers of the draft, by column."""
        return dict(self.draft.payload.get("answers", {}))

    @property
    def comment(self) -> str:
        """The comment of the draft."""
        return str(self.draft.payload.get("comment", ""))

    @property
    def fast(self) -> set[str]:
        """The pages that went by faster than anybody reads."""
        return set(self.draft.payload.get("fast", ()))

    def left_out(self, part: Part) -> list[Field]:
        """Give what a member has not answered on a part and may want to."""
        answers = self.answers
        return [each for each in part.fields if not (each.optional or each.code in answers)]

    def resumes_at(self) -> int:
        """Give the part on which something is still to be answered; the last when nothing is."""
        open_parts = (part.number for part in self.parts if self.left_out(part))
        return next(open_parts, len(self.parts)) if self.answers else 1


def draw_part(
    request: HttpRequest,
    survey: Survey,
    part: Part,
    *,
    sent: Sent | None = None,
    asks: bool = False,
    empty: bool = False,
) -> HttpResponse:
    """Draw a part with the answers so far, and what is wrong or left out at its top."""
    sent = sent or Sent()
    answers = {**survey.answers, **sent.answers}
    left_out = [
        (each, other) for each in survey.parts for other in survey.left_out(each)
    ]  # fmt: skip
    words: dict[str, Any] = {
        "community": survey.entry.wave.community,
        "wave": survey.entry.wave,
        "worded": survey.worded,
        "part": part,
        "parts": len(survey.parts),
        "drawn": [
            draw_field(each, answers.get(each.code, -1), sent.faults.get(each.code, ""))
            for each in part.fields
        ],
        "faults": [(code, _text_of(part, code), fault) for code, fault in sent.faults.items()],
        "left_out": [each for each in left_out if part.kind is Kind.CHECK or each[0] is part],
        "asks": asks,
        "empty": empty,
        "comment": survey.comment if sent.comment is None else sent.comment,
        "shown": stamp(),
        "rtl": get_language_info(survey.worded.language)["bidi"],
    }
    status = 422 if sent.faults else 200
    return render(request, "assessments/survey/part.html", words, status=status)


def draw_field(field: Field, chosen: int, fault: str) -> SafeString:
    """Draw a question; those without a fault are drawn once for each answer and language."""
    if fault:
        return _draw(field, chosen, fault)
    return _draw_once(field, chosen, get_language())


@lru_cache(maxsize=8192)
def _draw_once(field: Field, chosen: int, _language: str | None) -> SafeString:
    return _draw(field, chosen, "")


def _draw(field: Field, chosen: int, fault: str) -> SafeString:
    texts = {"fault": fault, "note": field.note}
    described = [f"{field.code}-{kind}" for kind, text in texts.items() if text]
    words = {"field": field, "chosen": chosen, "fault": fault, "described": " ".join(described)}
    return render_to_string("assessments/survey/field.html", words)


def _worded(entry: Access) -> Worded:
    return worded(entry.wave.instrument, get_language() or entry.wave.instrument.language)


def _text_of(part: Part, code: str) -> str:
    return next((each.text for each in part.fields if each.code == code), "")
