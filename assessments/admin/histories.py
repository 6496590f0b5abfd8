"""What changed in a row, when, and by whose hand, on the page of its history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from assessments.admin.guarded import GuardedAdmin, Row

MOST_SHOWN = 100


class HistoryAdmin(GuardedAdmin[Row]):
    """A page whose history shows old and new values below Django's own log."""

    object_history_template = "admin/changes.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Mapping[str, Any] | None = None
    ) -> HttpResponse:
        """Show the log, and the changes of what is kept."""
        words = {"changes": [*self._changes(unquote(object_id))], **(extra_context or {})}
        return super().history_view(request, object_id, words)

    def _changes(self, key: str) -> Iterator[dict[str, Any]]:
        try:
            found = self.model.history.filter(id=key)  # type: ignore[attr-defined] # the package has no types
        except (ValueError, ValidationError):
            return
        rows: Sequence[Any] = found.select_related("history_user")[: MOST_SHOWN + 1]
        for row, before in zip(rows, [*rows[1:], None], strict=True):
            yield {
                "at": row.history_date,
                "by": row.history_user,
                "values": [*_differing(row, before)],
            }


def _differing(row: Any, before: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401 -- historical rows have no types
    for field in row.tracked_fields:
        old, new = (getattr(each, field.attname, None) for each in (before, row))
        if (old or None) != (new or None) and not field.primary_key and not field.is_relation:
            before_and_after = ("" if value is None else str(value) for value in (old, new))
            yield capfirst(field.verbose_name), *before_and_after
