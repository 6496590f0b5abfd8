"""The survey: from the first page to the thank-you."""

from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.accounts.tokens import device_tag
from assessments.domain.answers.answering import Access, Progress, Wish, save_draft, send_answers
from assessments.domain.refusals import AlreadySentError, ReplacementNeededError, WithdrawnError
from assessments.web.errors import not_found
from assessments.web.survey.answers import Sent, read_answers, was_fast
from assessments.web.survey.entry import for_member
from assessments.web.survey.landing import landing_words
from assessments.web.survey.pages import Survey, draw_notes, draw_part
from assessments.web.survey.parts import Kind, Part


@for_member
@require_safe
def landing(request: HttpRequest, entry: Access) -> HttpResponse:
    """Say who asks, why, until when, and what is promised; or how far the member is."""
    if entry.progress is Progress.SENT:
        return _to("survey_thanks", entry)
    words = {**landing_words(entry.wave), "survey": Survey(entry), "tag": device_tag(entry.token)}
    page = {
        Progress.SENT_WITH_ANOTHER_LINK: "sent_already",
        Progress.WITHDRAWN: "withdrawn",
        Progress.ANSWERING: "landing",
    }[entry.progress]
    return render(request, f"assessments/survey/{page}.html", words)


@for_member
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, entry: Access, number: int) -> HttpResponse:
    """Show one part, and keep what was answered on it."""
    if not entry.begun and entry.progress is not Progress.ANSWERING:
        return _to("survey", entry)
    survey = Survey(entry)
    here = survey.part(number)
    if here is None:
        return not_found(request)
    if request.method == "POST":
        return _told(request, _take(request, survey, here))
    asks, empty = "ask" in request.GET, "empty" in request.GET
    if asks or empty:
        return draw_notes(request, survey, here, asks=asks, empty=empty)
    return draw_part(request, survey, here)


@for_member
@require_POST
def again(request: HttpRequest, entry: Access) -> HttpResponse:  # noqa: ARG001 -- a view
    """Begin a new draft after sending or withdrawing. What was sent is never read back."""
    save_draft(entry, {}, now=timezone.now(), anew=True)
    return _to("survey_part", entry, number=1)


@for_member
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, entry: Access) -> HttpResponse:
    """Ask whether a new sheet takes the place of one that was sent or withdrawn; then send it."""
    wish = {Progress.SENT: Wish.REPLACE, Progress.WITHDRAWN: Wish.RESTART}.get(entry.progress)
    if wish is None or not entry.begun:
        return _to("survey", entry)
    if request.method == "POST":
        return _send(Survey(entry), wish=wish)
    words = {"wave": entry.wave, "community": entry.wave.community, "wish": wish.value}
    return render(request, "assessments/survey/confirm.html", words)


@for_member
@require_safe
def thanks(request: HttpRequest, entry: Access) -> HttpResponse:
    """Thank, and give the receipt; the same page as often as it is asked for."""
    if entry.progress is not Progress.SENT:
        return _to("survey", entry)
    words = {
        "wave": entry.wave,
        "community": entry.wave.community,
        "receipt": entry.receipt,
        "changing": entry.begun,
        "tag": device_tag(entry.token),
    }
    return render(request, "assessments/survey/thanks.html", words)


def _told(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Tell the script where to go: a page that cannot be reached must not take this one's place."""
    accepted = request.META.get("HTTP_ACCEPT")
    if accepted != "application/json" or not isinstance(answer, HttpResponseRedirect):
        return answer
    return JsonResponse({"to": answer.url})


def _take(request: HttpRequest, survey: Survey, here: Part) -> HttpResponse:
    sent = read_answers(request.POST, here)
    if sent.faults:
        return draw_notes(request, survey, here, sent=sent)
    go = request.POST.get("go", "on")
    fast = was_fast(request.POST, fields=len(here.fields)) if here.kind is Kind.ITEMS else None
    page = "" if fast is None or go == "save" else str(here.number)
    if go == "send":
        return _send(survey, sent, fast_page=page if fast else "")
    try:
        kept = save_draft(
            survey.entry,
            sent.answers,
            now=timezone.now(),
            comment=sent.comment,
            page=page,
            fast=bool(page and fast),
        )
    except AlreadySentError:
        return HttpResponse(status=409) if go == "save" else _to("survey", survey.entry)
    if go == "save":
        return HttpResponse(status=204)
    survey.answers = kept.payload["answers"]
    return _turn(survey, here, go)


def _turn(survey: Survey, here: Part, go: str) -> HttpResponse:
    """Go to the part before or after; to this one again, once, if something was left out."""
    entry = survey.entry
    if go == "back":
        back = here.number - 1
        return _to("survey_part", entry, number=back) if back else _to("survey", entry)
    if go != "skip" and survey.left_out(here):
        return _to("survey_part", entry, "?ask=1", number=here.number)
    return _to("survey_part", entry, number=min(here.number + 1, len(survey.parts)))


def _send(
    survey: Survey, sent: Sent | None = None, *, fast_page: str = "", wish: Wish = Wish.SEND
) -> HttpResponse:
    entry, now, sent = survey.entry, timezone.now(), sent or Sent()
    answers = {**survey.answers, **sent.answers}
    comment = survey.comment if sent.comment is None else sent.comment
    fast = survey.fast | ({fast_page} if fast_page else set())
    if not any(answers.values()):
        return _to("survey_part", entry, "?empty=1", number=len(survey.parts))
    try:
        send_answers(
            entry,
            answers,
            now=now,
            comment=comment,
            fast_pages=len(fast),
            seed=entry.seed,
            wish=wish,
        )
    except (ReplacementNeededError, WithdrawnError):
        save_draft(
            entry,
            sent.answers,
            now=now,
            comment=comment,
            page=fast_page,
            fast=bool(fast_page),
            anew=True,
        )
        return _to("survey_confirm", entry)
    except AlreadySentError:
        return _to("survey", entry)
    return _to("survey_thanks", entry)


def _to(name: str, entry: Access, query: str = "", **arguments: int) -> HttpResponse:
    return HttpResponseRedirect(_address(name, entry.wave.pk, **arguments) + query)


@lru_cache(maxsize=1024)
def _address(name: str, wave_id: UUID, **arguments: int) -> str:
    return reverse(name, kwargs={"wave_id": wave_id, **arguments})
