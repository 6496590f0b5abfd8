"""The mails of the embedded default, for whoever runs it.

They hold personal links and sign-in codes. So there is a page only where mails lie in a folder of
this machine instead of being sent, never in production, and only for a superuser, who could open
the folder as well. Reminders are left out: they would tell who has not answered.
"""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.messages import mail_folder
from assessments.models.accounts import Account

MOST_SHOWN = 50


def may_see(account: object) -> bool:
    """Whether there is such a page for an account."""
    return isinstance(account, Account) and account.is_superuser and mail_folder.is_open()


@never_cache
@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest mails."""
    if not may_see(request.user):
        raise Http404
    mails = mail_folder.newest_mails(MOST_SHOWN)
    words = {"mails": mails, "most": MOST_SHOWN}
    return render(request, "assessments/outbox.html", words)
