"""The pages of the admin that are about no single row."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from assessments.admin import comments, comparing, loading, retention


def patterns(site: AdminSite) -> list[URLPattern]:
    """Give their addresses; each is behind the sign-in of the site."""
    return [
        path("comments/", site.admin_view(comments.moderate), name="comments"),
        path("retention/", site.admin_view(retention.purge_now), name="retention"),
        path("instruments/load/", site.admin_view(loading.load), name="load_instrument"),
        path("instruments/compare/", site.admin_view(comparing.compare), name="compare"),
    ]
