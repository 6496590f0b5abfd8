"""The start page: how the installation is doing."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from assessments.domain.records.installation import installation


def overview(request: HttpRequest) -> dict[str, Any]:
    """Give what the start page shows to whom may see waves; to others only their pages."""
    if not request.user.has_perm("assessments.view_wave"):
        return {}
    return {"installation": installation(now=timezone.now()), "now": timezone.now()}
