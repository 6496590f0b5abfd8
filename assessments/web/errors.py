"""Pages for what is not there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing here, whatever the reason."""
    return render(request, "404.html", status=404)
