"""The OpenAPI document: a page to read and try it, and the committed file itself."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "openapi.yaml"


@require_safe
def openapi_page(request: HttpRequest) -> HttpResponse:
    """Show the document with Swagger UI, from this server's own files."""
    return render(request, "assessments/rest/openapi.html")


@require_safe
def openapi_yaml(_request: HttpRequest) -> HttpResponse:
    """Serve the document as it is committed."""
    return HttpResponse(_document(), content_type="application/yaml")


@cache
def _document() -> bytes:
    return DOCUMENT.read_bytes()
