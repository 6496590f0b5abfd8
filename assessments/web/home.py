"""The first page, and how answers are kept confidential."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.domain.records.retention import periods


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what this is."""
    return render(request, "assessments/home.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, for how long, and who could still find out what."""
    words = {"periods": periods(), "contact": settings.PRIVACY_CONTACT}
    return render(request, "assessments/privacy.html", words)
