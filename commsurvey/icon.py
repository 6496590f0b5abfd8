"""The icon of the pages, where browsers look for one unasked."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ICON = settings.FOLDER / "commsurvey" / "static" / "icon.svg"


@cache_control(public=True, max_age=24 * 3600)
@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """Give the icon."""
    return HttpResponse(ICON.read_bytes(), content_type="image/svg+xml")
