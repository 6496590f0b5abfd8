"""The Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """Everything between a member's phone and a leader's result page."""

    name = "assessments"
    verbose_name = _("Assessments")
