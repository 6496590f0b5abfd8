"""Members of communities. Nothing here says who was asked or has answered."""

from django.contrib import admin
from django.http import HttpRequest

from assessments.admin.guarded import GuardedAdmin
from assessments.models.communities import Member


@admin.register(Member)
class MemberAdmin(GuardedAdmin[Member]):
    """The rosters."""

    autocomplete_fields = ("community",)
    list_display = ("email", "name", "community", "role", "tenure", "active")
    list_filter = ("role", "tenure", "active")
    list_select_related = ("community",)
    search_fields = ("email", "name", "community__name")

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> list[str]:  # noqa: ARG002 -- as Django calls it
        """Keep members in their community: the waves there asked them."""
        return ["community"] if obj else []

    def name_in_log(self, obj: Member) -> str:
        """Give the id: the log outlives the member."""
        return f"{self.opts.verbose_name} {obj.pk}"
