"""The site of the admin. It stands outside the package: Django asks for it before any page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver

OURS = {"assessments", "auth"}
"""The applications whose models may have pages."""


class Site(AdminSite):
    """Django's admin site, with a start page and pages that are about no single row.

    A package that registers models of its own shows them to nobody.
    """

    site_header = site_title = "commsurvey"
    index_template = "admin/start.html"

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: Any = None,  # noqa: ANN401 -- Django's class takes no arguments when it runs
        **options: Any,  # noqa: ANN401 -- as Django calls it
    ) -> None:
        """Give pages to models of this product."""
        single = isinstance(model_or_iterable, ModelBase)
        models: list[Any] = [model_or_iterable] if single else [*model_or_iterable]  # type: ignore[misc] # told apart by the line above
        for model in models:
            if model._meta.app_label in OURS:  # noqa: SLF001 -- Django's public name
                super().register(model, admin_class, **options)

    def login(
        self,
        request: HttpRequest,
        extra_context: Mapping[str, Any] | None = None,  # noqa: ARG002 -- as Django calls it
    ) -> HttpResponse:
        """Give way to the sign-in page for everybody, which limits guesses."""
        from assessments.admin.signing_in import sign_in  # noqa: PLC0415 -- see above

        return sign_in(request)

    def index(
        self, request: HttpRequest, extra_context: Mapping[str, Any] | None = None
    ) -> TemplateResponse:
        """Show how the installation is doing above the list of pages."""
        from assessments.admin.starting import overview  # noqa: PLC0415 -- see above

        return super().index(request, {**overview(request), **(extra_context or {})})

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Put the pages that are about no single row before those of the models."""
        from assessments.admin import urls  # noqa: PLC0415 -- see above

        return [*urls.patterns(self), *super().get_urls()]
