"""Two versions of instruments side by side."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessments.admin.pages import page, require
from assessments.domain.instruments import comparing
from assessments.models.instruments import Instrument


class VersionsForm(forms.Form):
    """Which two."""

    before = forms.ModelChoiceField(Instrument.objects.all(), label=gettext_lazy("Before"))
    after = forms.ModelChoiceField(Instrument.objects.all(), label=gettext_lazy("After"))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Ask for two versions, and show everything in which they differ."""
    require(request, "view_instrument")
    form = VersionsForm(request.GET if "before" in request.GET else None, initial=_newest())
    found = None
    if form.is_valid():
        found = comparing.compare(form.cleaned_data["before"], form.cleaned_data["after"])
    return page(
        request,
        "compare.html",
        title=_("Compare two versions"),
        form=form,
        found=found,
        before=form.cleaned_data.get("before") if found else None,
        after=form.cleaned_data.get("after") if found else None,
    )


def _newest() -> dict[str, UUID]:
    """Suggest the two that were loaded last."""
    newest = [
        *Instrument.objects.order_by("-loaded_at", "-version").values_list("pk", flat=True)[:2]
    ]
    return dict(zip(("after", "before"), newest, strict=False))
