"""Communities and who leads them."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from assessments.admin.guarded import MinimumForm, TabularInline
from assessments.admin.histories import HistoryAdmin
from assessments.admin.minimum import raise_minimum
from assessments.models.communities import Community, Leadership


class LeaderFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg] # no generic when run
    """Names the boxes that dismiss a leader; Django leaves them without a name."""

    def get_deletion_widget(self) -> forms.Widget:  # type: ignore[override] # as good as a class
        """Give the box at the end of a row."""
        return forms.CheckboxInput(attrs={"aria-label": _("Delete")})


class LeaderInline(TabularInline[Leadership, Community]):
    """The leaders of a community."""

    model = Leadership
    formset = LeaderFormSet
    autocomplete_fields = ("account",)
    extra = 0


@admin.register(Community)
class CommunityAdmin(HistoryAdmin[Community]):
    """Communities; deleting one deletes its members and waves with all answers."""

    actions = ("raise_minimum",)
    form = MinimumForm
    inlines = (LeaderInline,)
    list_display = ("name", "slug", "language", "minimum_answers", "shared", "created_at")
    list_filter = ("language", "shared", "created_at")
    search_fields = ("name", "slug")
    readonly_fields = ("created_at",)

    def get_prepopulated_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 -- as Django calls it
        obj: Community | None = None,
    ) -> dict[str, Sequence[str]]:
        """Suggest a name for addresses once: links in mails keep the old one."""
        return {"slug": ("name",)} if obj is None else {}

    @admin.action(description=_("Raise the minimum of answers"), permissions=["change"])
    def raise_minimum(
        self, request: HttpRequest, chosen: QuerySet[Community]
    ) -> HttpResponse | None:
        """Ask how far, and raise it for waves that open from now on."""
        return raise_minimum(self, request, chosen)
