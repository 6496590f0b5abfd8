"""What pages of the admin that are about no single row have in common."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def require(request: HttpRequest, permission: str) -> None:
    """Refuse who has not the permission."""
    if not request.user.has_perm(f"assessments.{permission}"):
        raise PermissionDenied


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    status: int = 200,
    **words: Any,  # noqa: ANN401 -- what the template asks for
) -> HttpResponse:
    """Show a page of the admin; nothing about a member waits in a cache on the way."""
    context = {**admin.site.each_context(request), "title": title, **words}
    response = render(request, f"admin/{template}", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
