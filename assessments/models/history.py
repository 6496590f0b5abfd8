"""Who changed what, for what an installation is run with; never for what members give."""

from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class _Manager(HistoryManager):  # type: ignore[misc] # the package has no types
    """The manager of a history; the package makes its class anew at every save."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[QuerySet[Any]]) -> Any:  # noqa: ANN401 -- a class of the package
        """Make the class of the manager, once."""
        return super().from_queryset(queryset_class)


class History(HistoricalRecords):  # type: ignore[misc] # the package has no types
    """The history of a model: of the fields that are named, and gone with the row.

    A new field is not kept until it is named here. What is written only for other fields (a
    sign-in, the daily count of participation) leaves no row: its time alone would tell something.
    """

    def __init__(self, *kept: str) -> None:
        super().__init__(cascade_delete_history=True, history_manager=_Manager)
        self.kept = {*kept}

    def fields_included(self, model: type[Model]) -> list[Any]:
        """Give the key and what is named."""
        fields = model._meta.fields  # noqa: SLF001 -- Django's public name
        return [field for field in fields if field.primary_key or field.name in self.kept]

    def post_save(self, instance: Any, created: bool, **signal: Any) -> None:  # noqa: ANN401 -- as the signal calls it
        """Keep how the row is now, if something changed that is kept."""
        written = signal.get("update_fields")
        if created or written is None or self.kept & {*written}:
            super().post_save(instance, created, **signal)
