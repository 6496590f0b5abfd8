"""The minimum of answer sheets: it is raised and never lowered."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessments.models import Wave


def raise_minimum(rows: QuerySet[Any], *, to: int) -> list[Any]:
    """Raise the minimum of communities, or of waves that are not sealed, and give those raised.

    What has as much already, or more, stays as it is.
    """
    lower = rows.filter(minimum_answers__lt=to)
    if rows.model is Wave:
        lower = lower.filter(sealed_at=None)
    with transaction.atomic():
        raised = [*lower.select_for_update(of=("self",))]
        for row in raised:
            row.minimum_answers = to
            row.save(update_fields=["minimum_answers"])
    return raised
