"""Who looked at which release: to read and nothing else."""

from django.contrib import admin
from django.http import HttpRequest

from assessments.admin.guarded import ReadOnlyAdmin
from assessments.models.release_views import ReleaseView


@admin.register(ReleaseView)
class ReleaseViewAdmin(ReadOnlyAdmin[ReleaseView]):
    """Views by accounts; members look by the link of their wave and leave no row."""

    fields = readonly_fields = ("day", "account", "wave", "channel")
    list_display = ("day", "account", "wave", "channel")
    list_filter = ("channel", "day")
    list_select_related = ("account", "wave__community")
    search_fields = ("account__email", "wave__community__name")

    def has_change_permission(self, request: HttpRequest, obj: ReleaseView | None = None) -> bool:  # noqa: ARG002 -- as Django calls it
        """The audit is added to and never changed."""
        return False
