"""Drawing the pages of the survey."""

from functools import cached_property, lru_cache
from math import cos, pi, sin
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from assessments.domain.accounts.tokens import device_tag
from assessments.domain.answers.answering import Access
from assessments.domain.instruments.translations import Worded, worded
from assessments.web.survey.answers import Sent, stamp
from assessments.web.survey.drawing import WAVE, Drawing, place
from assessments.web.survey.parts import Field, Kind, Part, parts_of

TEMPLATE = "assessments/survey/part.html"


class Survey:
    """The survey as one member sees it: the parts in their order, and what is answered so far."""

    def __init__(self, entry: Access) -> None:
        self.entry = entry
        self.worded = worded(
            entry.wave.instrument, get_language() or entry.wave.instrument.language
        )
        self.answers: dict[str, int] = entry.draft.get("answers", {})
        self.comment: str = entry.draft.get("comment", "")
        self.fast = {*entry.draft.get("fast", ())}
        """The pages that went by faster than anybody reads."""

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts in their order."""
        return parts_of(self.worded.questionnaire, seed=self.entry.seed)

    def part(self, number: int) -> Part | None:
        """Give a part, None when there is no such; only those with items need an order."""
        anyones = parts_of(self.worded.questionnaire, seed=0)
        if not 1 <= number <= len(anyones):
            return None
        part = anyones[number - 1]
        return self.parts[number - 1] if part.kind is Kind.ITEMS else part

    def left_out(self, part: Part) -> list[Field]:
        """Give what a member has not answered on a part and may want to."""
        return [each for each in part.fields if not (each.optional or each.code in self.answers)]

    def resumes_at(self) -> int:
        """Give the part a member was on: the last with an answer, or the next when that is done."""
        begun = [
            part for part in self.parts if any(each.code in self.answers for each in part.fields)
        ]
        if not begun:
            return 1
        return begun[-1].number + (not self.left_out(begun[-1]))


def draw_part(request: HttpRequest, survey: Survey, part: Part) -> HttpResponse:
    """Draw a part with the answers so far."""
    if part.kind is Kind.CHECK:
        return draw_notes(request, survey, part)
    answers, wave, language = survey.answers, survey.entry.wave, get_language()
    drawing = _draw_page(survey.worded, part.number, part.kind, len(survey.parts), language)
    fields = [_draw_once(each, answers.get(each.code, -1), language) for each in part.fields]
    page = drawing.fill(
        {
            "community": escape(wave.community.name),
            "wave": str(wave.pk),
            "tag": device_tag(survey.entry.token),
            "csrf": _form_token(request),
            # When a page with answers was shown says nothing.
            "shown": "" if any(each.code in answers for each in part.fields) else stamp(),
            "fields": "".join(fields),
        }
    )
    return HttpResponse(page.encode())


def draw_notes(
    request: HttpRequest,
    survey: Survey,
    part: Part,
    *,
    sent: Sent | None = None,
    asks: bool = False,
    empty: bool = False,
) -> HttpResponse:
    """Draw a part with what is wrong or left out at its top, or the last one before sending."""
    sent = sent or Sent()
    answers = {**survey.answers, **sent.answers}
    left_out = [
        (each, other)
        for each in survey.parts
        if part.kind is Kind.CHECK or each.number == part.number
        for other in survey.left_out(each)
    ]
    words = {
        **_words(survey.worded, part.number, part.kind, len(survey.parts)),
        "community": survey.entry.wave.community,
        "wave": survey.entry.wave,
        "tag": device_tag(survey.entry.token),
        "drawn": [
            draw_field(each, answers.get(each.code, -1), sent.faults.get(each.code, ""))
            for each in part.fields
        ],
        "faults": [(code, _text_of(part, code), fault) for code, fault in sent.faults.items()],
        "left_out": left_out,
        "asks": asks,
        "empty": empty,
        "comment": survey.comment if sent.comment is None else sent.comment,
    }
    return render(request, TEMPLATE, words, status=422 if sent.faults else 200)


def seats(number: int, parts: int) -> list[dict[str, str | bool]]:
    """Place a seat for each part in a circle, the first at the top; taken up to this one."""
    turns = [turn * 2 * pi / parts for turn in range(parts)]
    return [
        {
            "x": f"{16 + 12 * sin(turn):.2f}",
            "y": f"{16 - 12 * cos(turn):.2f}",
            "taken": seat < number,
        }
        for seat, turn in enumerate(turns)
    ]


def draw_field(field: Field, chosen: int, fault: str) -> SafeString:
    """Draw a question; those without a fault are drawn once for each answer and language."""
    if fault:
        return _draw(field, chosen, fault)
    return _draw_once(field, chosen, get_language())


@lru_cache(maxsize=256)
def _draw_page(
    shown: Worded, number: int, kind: Kind, parts: int, _language: str | None
) -> Drawing:
    """Draw the page of a part with places for the group, the form and the questions."""
    words = {
        **_words(shown, number, kind, parts),
        "community": {"name": place("community")},
        "wave": {"pk": WAVE},
        "tag": place("tag"),
        "csrf_token": place("csrf"),
        "shown": place("shown"),
        "drawn": [place("fields")],
    }
    return Drawing(render_to_string(TEMPLATE, words))


@lru_cache(maxsize=8192)
def _draw_once(field: Field, chosen: int, _language: str | None) -> SafeString:
    return _draw(field, chosen, "")


def _draw(field: Field, chosen: int, fault: str) -> SafeString:
    texts = {"fault": fault, "note": field.note}
    described = [f"{field.code}-{kind}" for kind, text in texts.items() if text]
    words = {"field": field, "chosen": chosen, "fault": fault, "described": " ".join(described)}
    return render_to_string("assessments/survey/field.html", words)


def _words(shown: Worded, number: int, kind: Kind, parts: int) -> dict[str, Any]:
    return {
        "worded": shown,
        "part": {"number": number, "kind": kind.value},
        "parts": parts,
        "seats": seats(number, parts),
        "rtl": get_language_info(shown.language)["bidi"],
    }


def _form_token(request: HttpRequest) -> str:
    """Give what the form proves itself with: the secret of the cookie that the browser has.

    Where nothing that was sent is shown again, masking it hides nothing, and costs as much as the
    page.
    """
    return request.META.get("CSRF_COOKIE") or get_token(request)


def _text_of(part: Part, code: str) -> str:
    return next((each.text for each in part.fields if each.code == code), "")
