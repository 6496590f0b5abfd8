"""The addresses of the admin."""

from django.db.models import Model
from django.urls import reverse


def noun_of(row: Model) -> str:
    """Give the word by which the admin's addresses name a model."""
    return row._meta.model_name or ""  # noqa: SLF001 -- Django's public name


def listed(noun: str) -> str:
    return reverse(f"admin:assessments_{noun}_changelist")


def page(row: Model, verb: str = "change") -> str:
    return reverse(f"admin:assessments_{noun_of(row)}_{verb}", args=[row.pk])
