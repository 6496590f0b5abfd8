"""The survey: from the first page to the thank-you."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.answering import (
    Access,
    Progress,
    Wish,
    draft_of,
    progress,
    save_draft,
    send_answers,
)
from assessments.domain.refusals import AlreadySentError, ReplacementNeededError, WithdrawnError
from assessments.domain.tokens import receipt_of
from assessments.models.invitations import Draft
from assessments.web.answers import Sent, read_answers, was_fast
from assessments.web.entry import for_member
from assessments.web.errors import not_found
from assessments.web.landing import landing_words
from assessments.web.pages import Survey, draw_part
from assessments.web.parts import Kind, Part


@for_member
@require_safe
def landing(request: HttpRequest, entry: Access) -> HttpResponse:
    """Say who asks, why, until when, and what is promised; or how far the member is."""
    survey = Survey(entry, draft_of(entry))
    stand = progress(entry)
    if stand is Progress.SENT:
        return _to("survey_thanks", entry)
    words = {**landing_words(entry.wave), "survey": survey}
    page = {
        Progress.SENT_WITH_ANOTHER_LINK: "sent_already",
        Progress.WITHDRAWN: "withdrawn",
        Progress.ANSWERING: "landing",
    }[stand]
    return render(request, f"assessments/survey/{page}.html", words)


@for_member
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, entry: Access, number: int) -> HttpResponse:
    """Show one part, and keep what was answered on it."""
    # In this order: who finds no draft after a send also finds that it was sent.
    survey = Survey(entry, draft_of(entry))
    if _is_new(survey.draft) and progress(entry) is not Progress.ANSWERING:
        return _to("survey", entry)
    if not 1 <= number <= len(survey.parts):
        return not_found(request)
    here = survey.parts[number - 1]
    if request.method == "POST":
        return _take(request, survey, here)
    asks, empty = "ask" in request.GET, "empty" in request.GET
    return draw_part(request, survey, here, asks=asks, empty=empty)


@for_member
@require_POST
def again(request: HttpRequest, entry: Access) -> HttpResponse:  # noqa: ARG001 -- a view
    """Begin a new draft after sending or withdrawing. What was sent is never read back."""
    save_draft(entry, {}, now=timezone.now())
    return _to("survey_part", entry, number=1)


@for_member
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, entry: Access) -> HttpResponse:
    """Ask whether a new sheet takes the place of one that was sent or withdrawn; then send it."""
    survey = Survey(entry, draft_of(entry))
    wish = {Progress.SENT: Wish.REPLACE, Progress.WITHDRAWN: Wish.RESTART}.get(progress(entry))
    if wish is None or _is_new(survey.draft):
        return _to("survey", entry)
    if request.method == "POST":
        return _send(survey, wish=wish)
    words = {"wave": entry.wave, "community": entry.wave.community, "wish": wish.value}
    return render(request, "assessments/survey/confirm.html", words)


@for_member
@require_safe
def thanks(request: HttpRequest, entry: Access) -> HttpResponse:
    """Thank, and give the receipt; the same page as often as it is asked for."""
    if progress(entry) is not Progress.SENT:
        return _to("survey", entry)
    words = {
        "wave": entry.wave,
        "community": entry.wave.community,
        "receipt": receipt_of(entry.token),
        "changing": not _is_new(draft_of(entry)),
    }
    return render(request, "assessments/survey/thanks.html", words)


def _take(request: HttpRequest, survey: Survey, here: Part) -> HttpResponse:
    sent = read_answers(request.POST, here)
    if sent.faults:
        return draw_part(request, survey, here, sent=sent)
    page = _timed(survey, here)
    fast = bool(page) and was_fast(request.POST, fields=len(here.fields))
    go = request.POST.get("go", "on")
    if go == "send":
        return _send(survey, sent, fast_page=page if fast else "")
    entry = survey.entry
    survey.draft = save_draft(
        entry, sent.answers, now=timezone.now(), comment=sent.comment, page=page, fast=fast
    )
    if go == "back":
        back = here.number - 1
        return _to("survey_part", entry, number=back) if back else _to("survey", entry)
    if go != "skip" and survey.left_out(here):
        return _to("survey_part", entry, "?ask=1", number=here.number)
    return _to("survey_part", entry, number=min(here.number + 1, len(survey.parts)))


def _timed(survey: Survey, here: Part) -> str:
    """Name the page if its time says something: on a page of items that is answered at first."""
    known = survey.answers.keys() & {each.code for each in here.fields}
    return str(here.number) if here.kind is Kind.ITEMS and not known else ""


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
            seed=survey.draft.seed,
            wish=wish,
        )
    except (ReplacementNeededError, WithdrawnError):
        save_draft(
            entry, sent.answers, now=now, comment=comment, page=fast_page, fast=bool(fast_page)
        )
        return _to("survey_confirm", entry)
    except AlreadySentError:
        return _to("survey", entry)
    return _to("survey_thanks", entry)


def _is_new(draft: Draft) -> bool:
    """Whether a draft has never been saved."""
    return draft._state.adding  # noqa: SLF001 -- Django's documented way to ask


def _to(name: str, entry: Access, query: str = "", **arguments: int) -> HttpResponse:
    return HttpResponseRedirect(
        reverse(name, kwargs={"wave_id": entry.wave.pk, **arguments}) + query
    )
