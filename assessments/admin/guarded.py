"""What every page of the admin must keep: no free filters, no names in logs, no rows of people."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db.models import CASCADE, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
else:
    # Django's classes take no type arguments when the program runs.
    class ModelAdmin(admin.ModelAdmin):
        """Django's, with a type argument that says nothing."""

        def __class_getitem__(cls, _model: object) -> type:
            return cls

    class TabularInline(admin.TabularInline):
        """Django's, with a type argument that says nothing."""

        def __class_getitem__(cls, _models: object) -> type:
            return cls


Row = TypeVar("Row", bound=Model)

FILTERS = ("exact", "isnull", "gte", "lt", "id__exact", "pk__exact")
"""How Django's own list filters ask."""


class GuardedAdmin(ModelAdmin[Row]):
    """An admin page that shows, filters and logs no more than it names.

    Django lets everybody who sees a list filter it by any column (``?sha256__startswith=…``),
    lists each related row before deleting, and writes the name of every object into its log.
    """

    list_per_page = 50
    list_max_show_all = 500
    show_facets = admin.ShowFacets.NEVER

    def lookup_allowed(self, lookup: str, value: str | list[str], request: HttpRequest) -> bool:
        """Allow the filters shown beside the list, and no others."""
        names = [each for each in self.get_list_filter(request) if isinstance(each, str)]
        asked = {name for name in names for way in FILTERS if lookup in {name, f"{name}__{way}"}}
        return bool(asked) and "\x00" not in "".join(value)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Row], search_term: str
    ) -> tuple[QuerySet[Row], bool]:
        """Search; PostgreSQL has no text with a zero in it."""
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def response_action(
        self,
        request: HttpRequest,
        queryset: QuerySet[Row],
        *args: Any,  # noqa: ANN401 -- newer versions of Django pass more
    ) -> HttpResponse | None:
        """Run an action; ids that are none are the sender's fault."""
        try:
            return super().response_action(request, queryset, *args)
        except ValidationError:
            raise SuspiciousOperation("an id of the selection is none") from None

    def save_model(
        self,
        request: HttpRequest,  # noqa: ARG002 -- as Django calls it
        obj: Row,
        form: "forms.ModelForm[Row]",
        change: bool,
    ) -> None:
        """Write only what was changed: a worker may have changed the rest meanwhile."""
        columns = {field.name for field in obj._meta.concrete_fields}  # noqa: SLF001 -- Django's public name
        obj.save(update_fields=columns & set(form.changed_data) if change else None)

    def get_deleted_objects(
        self, objs: QuerySet[Row] | Sequence[Row], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Say what would go: the rows that were chosen, and only counts of what hangs on them.

        Whether somebody's mark or a wave's sheets are among it is nobody's business, so only what
        has a page of its own is counted.
        """
        counts = self._hanging_on(objs)
        forbidden = [obj for obj in objs if not self.has_delete_permission(request, obj)]
        name = self.opts.verbose_name_plural
        return (
            [
                *(f"{capfirst(self.opts.verbose_name)}: {obj}" for obj in objs),
                [f"{capfirst(noun)}: {count}" for noun, count in counts.items()],
            ],
            {str(name): len(objs), **counts},
            {str(name)} if forbidden else set(),
            [],
        )

    def _hanging_on(self, objs: QuerySet[Row] | Sequence[Row]) -> dict[str, int]:
        counts = {}
        for relation in self.opts.related_objects:
            model = relation.related_model
            if relation.on_delete is CASCADE and self.admin_site.is_registered(model):
                rows = model._default_manager.filter(  # noqa: SLF001 -- Django's public name
                    **{f"{relation.field.name}__in": [obj.pk for obj in objs]}
                )
                counts[str(model._meta.verbose_name_plural)] = rows.count()  # noqa: SLF001
        return {noun: count for noun, count in counts.items() if count}

    def name_in_log(self, obj: Row) -> str:
        """Name an object for good; pages about people give an id instead."""
        return str(obj)

    def log_addition(self, request: HttpRequest, obj: Row, message: Any) -> LogEntry:  # noqa: ANN401 -- as Django calls it
        """Note that something was added."""
        return self._log(request, [obj], ADDITION, message)[0]

    def log_change(self, request: HttpRequest, obj: Row, message: Any) -> LogEntry:  # noqa: ANN401 -- as Django calls it
        """Note that something was changed."""
        return self._log(request, [obj], CHANGE, message)[0]

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Row]) -> list[LogEntry]:
        """Note that something was deleted."""
        return self._log(request, queryset, DELETION, "")

    def construct_change_message(
        self,
        request: HttpRequest,
        form: Any,  # noqa: ANN401 -- as Django calls it
        formsets: Any,  # noqa: ANN401
        add: bool = False,
    ) -> list[dict[str, dict[str, Any]]]:
        """Say what was changed, without the names of people in rows below."""
        message = super().construct_change_message(request, form, formsets, add)
        for part in message:
            for change in part.values():
                if "object" in change:
                    change["object"] = "…"  # type: ignore[assignment] # it is a string in a name's place
        return message

    def _log(
        self, request: HttpRequest, rows: Iterable[Row], flag: int, message: str | list[Any]
    ) -> list[LogEntry]:
        return LogEntry.objects.bulk_create(
            [
                LogEntry(
                    user_id=str(request.user.pk),
                    content_type_id=get_content_type_for_model(row).pk,
                    object_id=row.pk,
                    object_repr=self.name_in_log(row)[:200],
                    action_flag=flag,
                    change_message=message if isinstance(message, str) else json.dumps(message),
                )
                for row in rows
            ]
        )


class ReadOnlyAdmin(GuardedAdmin[Row]):
    """A page to look at. Its actions still ask for the permission to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- as Django calls it
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """No row is changed here; actions are asked for without a row."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:  # noqa: ARG002 -- as Django calls it
        """Nothing is deleted here."""
        return False


class MinimumForm(forms.ModelForm):  # type: ignore[type-arg] # of communities and of waves
    """The minimum of answers may be raised and never lowered."""

    def clean_minimum_answers(self) -> int:
        """Refuse less than there is."""
        wished: int = self.cleaned_data["minimum_answers"]
        before = self.initial.get("minimum_answers", 0)
        if self.instance.pk and wished < before:
            raise ValidationError(
                _("It may be raised and never lowered: it was %(before)s."),
                params={"before": before},
            )
        return wished
