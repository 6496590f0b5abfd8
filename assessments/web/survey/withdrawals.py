"""Taking answers back, until the wave closes."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.answers import answering
from assessments.domain.answers.answering import Access, Progress
from assessments.domain.refusals import RefusedError, UnknownReceiptError
from assessments.web import limits
from assessments.web.survey.entry import for_member

MOST_RECEIPT = 100


@for_member
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry: Access) -> HttpResponse:
    """Ask once more, then withdraw the sheet of the link."""
    if entry.progress is not Progress.SENT:
        return redirect("survey", wave_id=entry.wave.pk)
    if request.method != "POST":
        words = {"wave": entry.wave, "community": entry.wave.community}
        return render(request, "assessments/survey/withdraw.html", words)
    with suppress(UnknownReceiptError):  # another window was faster
        answering.withdraw_by_token(entry, now=timezone.now())
    return redirect("survey", wave_id=entry.wave.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_by_receipt(request: HttpRequest) -> HttpResponse:
    """Withdraw the sheet of a receipt, without any link."""
    if request.method != "POST":
        return _draw(request)
    if limits.exhausted(request, "receipt"):
        return limits.too_many(request)
    receipt = request.POST.get("receipt", "")[:MOST_RECEIPT]
    try:
        answering.withdraw_by_receipt(receipt, now=timezone.now())
    except RefusedError as refused:
        limits.count(request, "receipt")
        return _draw(request, receipt=receipt, fault=str(refused), status=422)
    return _draw(request, done=True)


def _draw(
    request: HttpRequest,
    *,
    receipt: str = "",
    fault: str = "",
    done: bool = False,
    status: int = 200,
) -> HttpResponse:
    words = {"receipt": receipt, "fault": fault, "done": done}
    return render(request, "assessments/survey/withdraw_by_receipt.html", words, status=status)
