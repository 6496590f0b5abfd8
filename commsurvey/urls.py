"""The addresses of the installation."""

from typing import NoReturn

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.urls import include, path

from assessments.graphql.urls import urlpatterns as programs
from assessments.web.urls import urlpatterns as pages
from commsurvey.health import healthz
from commsurvey.icon import icon


def nowhere(_request: HttpRequest, **_rest: str) -> NoReturn:
    """Stand before Django's way from the admin to an object's page: it tells which rows exist."""
    raise Http404


urlpatterns = [
    # Both without a level of their own, and GraphQL first: what is asked most is found soonest.
    *programs,
    *pages,
    path("api/", include("assessments.rest.urls")),
    path("admin/r/<path:rest>", nowhere, name="nowhere"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", icon, name="icon"),
]
