"""Members of communities. Nothing here says who was asked or has answered."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm

from assessments.admin.guarded import GuardedAdmin
from assessments.admin.member_files import MemberResource, Upload
from assessments.domain.records.erasing import erase_member
from assessments.domain.records.personal_records import record_of
from assessments.models.communities import Member


@admin.register(Member)
class MemberAdmin(ImportExportMixin, GuardedAdmin[Member]):  # type: ignore[misc] # the package has no types
    """The rosters. Deleting a member erases them: see ``domain/records/erasing.py``."""

    actions = ("invite", "leave_out")
    autocomplete_fields = ("community",)
    list_display = ("email", "name", "community", "role", "tenure", "active")
    list_filter = ("role", "tenure", "active", "unsubscribed")
    list_select_related = ("community",)
    readonly_fields = ("unsubscribed",)
    search_fields = ("email", "name", "community__name")

    resource_classes = (MemberResource,)
    formats = (CSV,)
    export_form_class = ExportForm
    from_encoding = "utf-8-sig"
    import_error_display = ("message",)
    tmp_storage_class = Upload
    skip_admin_log = True  # it would write every address into the log

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> list[str]:  # noqa: ARG002 -- as Django calls it
        """Keep members in their community: the waves there asked them."""
        return [*self.readonly_fields, *(["community"] if obj else [])]

    def name_in_log(self, obj: Member) -> str:
        """Give the id: the log outlives the member."""
        return f"{self.opts.verbose_name} {obj.pk}"

    def get_urls(self) -> list[URLPattern]:
        """Add the record of one member."""
        record = path(
            "<path:object_id>/record/",
            self.admin_site.admin_view(self.record),
            name="assessments_member_record",
        )
        return [record, *super().get_urls()]

    @method_decorator(require_safe)
    def record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give everything held about a member, as a file for them."""
        member = self.get_object(request, unquote(object_id))
        if member is None or not self.has_view_permission(request, member):
            raise Http404
        self.log_change(request, member, "record exported")
        response = JsonResponse(
            record_of(member), json_dumps_params={"ensure_ascii": False, "indent": 2}
        )
        response["Content-Disposition"] = f'attachment; filename="member-{member.pk}.json"'
        response["Cache-Control"] = "private, no-store"
        return response

    def delete_model(self, request: HttpRequest, obj: Member) -> None:  # noqa: ARG002 -- as Django calls it
        """Erase a member."""
        erase_member(obj.pk, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Member]) -> None:  # noqa: ARG002 -- as Django calls it
        """Erase members, one after the other."""
        for key in [*queryset.values_list("pk", flat=True)]:
            erase_member(key, now=timezone.now())

    @admin.action(description=_("Invite to new waves"), permissions=["change"])
    def invite(self, request: HttpRequest, chosen: QuerySet[Member]) -> None:
        """Have new waves ask these members."""
        self._activate(request, chosen, active=True)

    @admin.action(description=_("Do not invite to new waves"), permissions=["change"])
    def leave_out(self, request: HttpRequest, chosen: QuerySet[Member]) -> None:
        """Have new waves ask these members no more; an open wave goes on as it was."""
        self._activate(request, chosen, active=False)

    def _activate(self, request: HttpRequest, chosen: QuerySet[Member], *, active: bool) -> None:
        changed = [*chosen.exclude(active=active)]
        chosen.update(active=active)
        message = "invited to new waves" if active else "left out of new waves"
        for member in changed:
            self.log_change(request, member, message)
        text = ngettext("%(n)s member changed.", "%(n)s members changed.", len(changed))
        self.message_user(request, text % {"n": len(changed)})

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Who may add members may add a list of them."""
        return self.has_add_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Who sees the roster may take it along."""
        return self.has_view_permission(request)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- as the package calls it
        """Do what the preview has shown; its file may be gone, or never have been there."""
        try:
            response: HttpResponseBase = super().process_import(request, **kwargs)
        except (FileNotFoundError, KeyError, ValueError):
            self.message_user(request, _("This file is gone; choose it again."), messages.WARNING)
            return redirect("admin:assessments_member_import")
        return response

    def add_success_message(self, result: Any, request: HttpRequest) -> None:  # noqa: ANN401 -- the package has no types
        """Say how many were added, and note it without a name."""
        added = result.totals["new"]
        LogEntry.objects.create(
            user_id=str(request.user.pk),
            content_type_id=get_content_type_for_model(Member).pk,
            object_repr=str(self.opts.verbose_name_plural),
            action_flag=ADDITION,
            change_message=f"{added} imported",
        )
        text = ngettext("%(n)s member added.", "%(n)s members added.", added)
        self.message_user(request, text % {"n": added}, messages.SUCCESS)
