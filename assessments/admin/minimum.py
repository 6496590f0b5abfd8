"""The action that raises the minimum of answers, of communities and of waves alike."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.admin.guarded import GuardedAdmin
from assessments.admin.pages import page
from assessments.domain.records import minimum
from assessments.models.communities import MINIMUM_ANSWERS

MOST = 1000


class MinimumForm(forms.Form):
    """How many answer sheets it takes."""

    minimum_answers = forms.IntegerField(
        label=gettext_lazy("Minimum of answers"),
        min_value=MINIMUM_ANSWERS + 1,
        max_value=MOST,
        help_text=gettext_lazy("It is raised and never lowered again."),
    )


def raise_minimum(
    pages: GuardedAdmin[Any], request: HttpRequest, chosen: QuerySet[Any]
) -> HttpResponse | None:
    """Ask how far it is to be raised, and raise it."""
    form = MinimumForm(request.POST if "confirmed" in request.POST else None)
    if not form.is_valid():
        return page(
            request,
            "raise_minimum.html",
            title=_("Raise the minimum of answers"),
            opts=pages.opts,
            chosen=chosen,
            form=form,
        )
    raised = minimum.raise_minimum(chosen, to=form.cleaned_data["minimum_answers"])
    for row in raised:
        pages.log_change(request, row, f"minimum raised to {row.minimum_answers}")
    text = ngettext("%(n)s minimum raised.", "%(n)s minimums raised.", len(raised))
    pages.message_user(request, text % {"n": len(raised)})
    return None
