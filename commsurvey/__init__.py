"""The wiring: settings, addresses, workers and the GraphQL schema of one installation."""

from commsurvey.celery import app as celery_app

__all__ = ["celery_app"]
