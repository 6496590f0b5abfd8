"""The Celery application; how it works is said in ``celery_config``."""

import logging
import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commsurvey.settings")

app = Celery("commsurvey")
app.config_from_object("commsurvey.celery_config")  # read at first use, after Django's settings
app.autodiscover_tasks()


def keep_django_logging(**_: object) -> None:
    """Log as the web does. Every few seconds a sweep would write its coming and going."""
    for name in ("celery.app.trace", "celery.beat", "celery.worker.strategy"):
        logging.getLogger(name).setLevel(logging.WARNING)


setup_logging.connect(keep_django_logging)
