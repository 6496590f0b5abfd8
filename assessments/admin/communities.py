"""Communities and who leads them."""

from collections.abc import Sequence

from django.contrib import admin
from django.http import HttpRequest

from assessments.admin.guarded import GuardedAdmin, MinimumForm, TabularInline
from assessments.models.communities import Community, Leadership


class LeaderInline(TabularInline[Leadership, Community]):
    """The leaders of a community."""

    model = Leadership
    autocomplete_fields = ("account",)
    extra = 0


@admin.register(Community)
class CommunityAdmin(GuardedAdmin[Community]):
    """Communities; deleting one deletes its members and waves with all answers."""

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
