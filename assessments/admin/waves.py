"""Waves: to watch and to seal. What is sealed is only to look at."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.admin.guarded import MinimumForm
from assessments.admin.histories import HistoryAdmin
from assessments.admin.minimum import raise_minimum
from assessments.domain.refusals import WrongStateError
from assessments.domain.releases.releasing import releases
from assessments.domain.waves.waves import close_wave
from assessments.models.invitations import Mail
from assessments.models.waves import Wave

UNSEALED = (Wave.State.PLANNED, Wave.State.OPEN)
CHANGEABLE = ("closes_at", "minimum_answers")


@admin.register(Wave)
class WaveAdmin(HistoryAdmin[Wave]):
    """Waves of all communities."""

    actions = ("seal_now", "raise_minimum")
    form = MinimumForm
    fields = (
        "community",
        "number",
        "instrument",
        "source",
        "state",
        "opens_at",
        "closes_at",
        "minimum_answers",
        "invited",
        "participation_thirds",
        "participation_on",
        "mails",
        "sealed_at",
        "scrubbed",
        "answer_sheets",
        "continuity",
    )
    readonly_fields = tuple(name for name in fields if name not in CHANGEABLE)
    list_display = ("community", "number", "state", "opens_at", "closes_at", "instrument")
    list_filter = ("state", "source", "opens_at")
    list_select_related = ("community", "instrument")
    search_fields = ("community__name", "community__slug")

    @admin.display(description=gettext_lazy("answer sheets"))
    def answer_sheets(self, wave: Wave) -> int | str:
        """Count as the release rule allows."""
        return releases([wave], measures=())[0].sheets or "—"

    @admin.display(description=gettext_lazy("mails"))
    def mails(self, wave: Wave) -> str:
        """Count by state. Who still gets reminders would say how many have answered."""
        states = (
            Mail.objects.filter(invitation__wave=wave)
            .exclude(kind=Mail.Kind.REMINDER)
            .values_list("state")
            .annotate(count=Count("pk"))
            .order_by("state")
        )
        return ", ".join(f"{Mail.State(state).label}: {count}" for state, count in states) or "—"

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- as Django calls it
        """Leaders open waves, which invites members; a bare row would ask nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Wave | None = None) -> bool:
        """Nothing of a sealed wave changes."""
        return super().has_change_permission(request, obj) and not (obj and obj.sealed)

    def has_delete_permission(self, request: HttpRequest, obj: Wave | None = None) -> bool:  # noqa: ARG002 -- as Django calls it
        """Waves go with their community and not before."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Wave,
        form: "ModelForm[Wave]",
        change: bool,  # noqa: ARG002 -- as Django calls it
    ) -> None:
        """Change a wave unless it was sealed, or its minimum raised, meanwhile."""
        changes: dict[str, Any] = {name: form.cleaned_data[name] for name in form.changed_data}
        unchanged = Wave.objects.select_for_update(of=("self",)).filter(
            pk=obj.pk, state__in=UNSEALED, minimum_answers__lte=obj.minimum_answers
        )
        with transaction.atomic():
            wave = unchanged.first()
            if wave is None:
                self.message_user(request, _("This wave changed meanwhile."), messages.ERROR)
                return
            for name, value in changes.items():
                setattr(wave, name, value)
            wave.save(update_fields=[*changes])

    @admin.action(description=gettext_lazy("Raise the minimum of answers"), permissions=["change"])
    def raise_minimum(self, request: HttpRequest, chosen: QuerySet[Wave]) -> HttpResponse | None:
        """Ask how far, and raise it where the wave is not sealed."""
        return raise_minimum(self, request, chosen)

    @admin.action(
        description=gettext_lazy("Seal now: take no more answers"), permissions=["change"]
    )
    def seal_now(self, request: HttpRequest, chosen: QuerySet[Wave]) -> HttpResponse | None:
        """Ask once more, then close open waves before their time."""
        if "confirmed" not in request.POST:
            words = {
                **self.admin_site.each_context(request),
                "title": _("Seal now"),
                "opts": self.opts,
                "chosen": chosen,
            }
            return render(request, "admin/assessments/wave/seal_now.html", words)
        sealed = 0
        for wave in chosen:
            try:
                close_wave(wave.pk, now=timezone.now())
            except WrongStateError as refusal:
                self.message_user(request, f"{wave}: {refusal}", messages.WARNING)
            else:
                sealed += 1
                self.log_change(request, wave, "sealed")
        text = ngettext("%(n)s wave sealed.", "%(n)s waves sealed.", sealed)
        self.message_user(request, text % {"n": sealed})
        return None
