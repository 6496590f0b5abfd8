"""The Django application."""

from django.apps import AppConfig
from django.contrib.admin import apps
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Everything between a member's phone and a leader's result page."""

    name = "assessments"
    verbose_name = _("Assessments")
    default = True

    def ready(self) -> None:
        """Have sign-ins kept without what they need not hold."""
        from assessments.domain.accounts import sign_ins  # noqa: PLC0415 -- models are there only now

        sign_ins.connect()


class AdminConfig(apps.AdminConfig):
    """Django's admin, with the start page of this product."""

    default = False
    default_site = "assessments.admin_site.Site"
