"""Leaving the mails of a community: by the link in a mail, or by one click in a mail program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.domain.communities.unsubscribing import member_of_key, set_unsubscribed
from assessments.domain.refusals import UnknownTokenError
from assessments.models.communities import Member
from assessments.web import limits
from assessments.web.languages import member_language


@never_cache
@csrf_exempt  # mail programs post here without ever having seen the page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether to stop the mails, and stop them. Looking stops nothing: previews look, too."""
    if limits.exhausted(request, "token"):
        return limits.too_many(request)
    try:
        member = member_of_key(key)
    except UnknownTokenError:
        limits.count(request, "token")
        return _discreet(render(request, "assessments/survey/unknown.html", status=404))
    if request.method != "POST":
        return _drawn(request, member)
    set_unsubscribed(member, unsubscribed=request.POST.get("mails") != "again")
    if "List-Unsubscribe" in request.POST:
        return HttpResponse(status=204)  # RFC 8058 forbids to redirect a mail program
    return _discreet(redirect("unsubscribe", key=key))


def _drawn(request: HttpRequest, member: Member) -> HttpResponse:
    with translation.override(member_language(request, member.community, member)):
        words = {"community": member.community, "unsubscribed": member.unsubscribed}
        return _discreet(render(request, "assessments/leaving.html", words))


def _discreet(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
