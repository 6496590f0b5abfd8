"""What every process of an installation does when it starts."""

from typing import Any

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


class CommsurveyConfig(AppConfig):
    """The wiring."""

    name = "commsurvey"

    def ready(self) -> None:
        connection_created.connect(refuse_forgetful_database)


def refuse_forgetful_database(connection: BaseDatabaseWrapper, **_: Any) -> None:  # noqa: ANN401
    """Refuse a PostgreSQL that says "committed" before the commit is on its disk.

    A member who has read "thank you" would lose the answers in a power cut.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (value,) = cursor.fetchone()
    if value == "off":
        connection.close()
        raise ImproperlyConfigured(
            "The database of DATABASE_URL has synchronous_commit=off and may forget what it has "
            "confirmed. Set it to on: ALTER DATABASE … SET synchronous_commit = on"
        )
