"""Importing who replied to whom: what is kept and shown are indices over the whole group."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.domain.imports.interactions import forget_interactions, import_interactions
from assessments.domain.refusals import RefusedError
from assessments.domain.releases.releasing import release
from assessments.models.communities import Community
from assessments.models.interactions import FEWEST_PEOPLE, InteractionIndices
from assessments.models.waves import Wave
from assessments.web.leaders.communities import faults_of, for_leader, sent
from assessments.web.leaders.forms import InteractionsForm
from assessments.web.results.sentences import Said, say
from scoring import Measure


@for_leader
@require_http_methods(["GET", "HEAD", "POST"])
def interactions(request: HttpRequest, led: Community) -> HttpResponse:
    """Explain the import, and read a list."""
    if request.POST.get("forget"):
        forget_interactions(led)
        messages.success(request, _("The indices are deleted."))
        return redirect("interactions", slug=led.slug)
    form = InteractionsForm(sent(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _read(led, form):
        messages.success(request, _("The list is read; its names are not kept."))
        return redirect("interactions", slug=led.slug)
    words = {
        "community": led,
        "form": form,
        "indices": InteractionIndices.objects.filter(community=led).first(),
        "by_survey": _facing_by_survey(led),
        "fewest": FEWEST_PEOPLE,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/leaders/interactions.html", words, status=status)


def _facing_by_survey(led: Community) -> Said | None:
    """Give the facing that the newest survey found; None before there is one."""
    newest = led.waves.filter(state=Wave.State.ASSESSED).select_related("community", "instrument")
    wave = newest.order_by("-number").first()
    return say(release(wave).score(Measure.FACING)) if wave else None


def _read(led: Community, form: InteractionsForm) -> bool:
    stated = form.cleaned_data
    try:
        import_interactions(
            led,
            stated["list"],
            leaders=stated["leaders"].split(","),
            people=stated["people"],
            now=timezone.now(),
        )
    except RefusedError as refused:
        form.add_error("file", [*faults_of(refused)])
        return False
    return True
