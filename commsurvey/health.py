"""Whether this installation can take answers now: ``/healthz``."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import ChannelError, OperationalError

from commsurvey.celery import app


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- a view
    """Answer 200, or 503 with the part that fails: ``database`` or ``broker``."""
    failing = [
        part
        for part, works in (("database", database_answers), ("broker", broker_answers))
        if not works()
    ]
    if failing:
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})


def database_answers() -> bool:
    """Return whether the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    """Return whether a worker's doorbell could be rung; nobody needs to be there to hear it."""
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)
            # Of files the connection says nothing; looking into the queue reads their folder.
            app.amqp.queues[app.conf.task_default_queue].bind(
                broker.default_channel
            ).queue_declare()
    except (ChannelError, OperationalError, OSError):
        return False
    return True
