"""The roster of a community, and each of its members."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.communities.communities import update_member
from assessments.domain.records.erasing import erase_member
from assessments.domain.refusals import FaultsError
from assessments.models.communities import Community, Member
from assessments.models.invitations import Mail
from assessments.web.leaders.communities import add_faults, for_leader, sent
from assessments.web.leaders.forms import MemberForm

PER_PAGE = 100
LONGEST_SEARCH = 100


@for_leader
@require_safe
def roster(request: HttpRequest, led: Community) -> HttpResponse:
    """List the members, those off the roster last; a search looks at names and addresses."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    found = _found(led, asked)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = {"community": led, "page": page, "asked": asked}
    return render(request, "assessments/leaders/roster.html", words)


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, led: Community, member: UUID) -> HttpResponse:
    """Change what the roster says of a member."""
    stored = get_object_or_404(led.members, pk=member)
    form = MemberForm(sent(request), instance=get_object_or_404(led.members, pk=member))
    if request.method == "POST" and form.is_valid():
        try:
            update_member(stored, **form.cleaned_data)
        except FaultsError as refused:
            add_faults(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("roster", slug=led.slug)
    words = {"community": led, "member": stored, "form": form}
    status = 422 if form.errors else 200
    return render(request, "assessments/leaders/member.html", words, status=status)


@for_leader
@require_POST
def set_active(request: HttpRequest, led: Community, member: UUID) -> HttpResponse:
    """Take a member off the roster, or put them back on it."""
    stored = get_object_or_404(led.members, pk=member)
    active = request.POST.get("active") == "1"
    update_member(stored, active=active)
    told = _("New waves ask this member again.") if active else _("New waves do not ask them.")
    messages.success(request, told)
    return redirect("roster", slug=led.slug)


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, led: Community, member: UUID) -> HttpResponse:
    """Ask once more, then erase a member: that cannot be undone."""
    stored = get_object_or_404(led.members, pk=member)
    if request.method != "POST":
        words = {"community": led, "member": stored}
        return render(request, "assessments/leaders/erase.html", words)
    erase_member(stored.pk, now=timezone.now())
    messages.success(request, _("The member is erased."))
    return redirect("roster", slug=led.slug)


def _found(led: Community, asked: str) -> QuerySet[Member, Any]:
    # Only of invitations: a reminder that comes back would tell who has not answered (C10).
    lost = Mail.objects.filter(
        invitation__member=OuterRef("pk"),
        kind=Mail.Kind.INVITATION,
        state__in=[Mail.State.BOUNCED, Mail.State.FAILED],
    )
    matching = Q(email__icontains=asked) | Q(name__icontains=asked) if asked else Q()
    return (
        led.members.filter(matching)
        .annotate(came_back=Exists(lost))
        .order_by("-active", "email", "pk")
    )
