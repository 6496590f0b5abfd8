"""The Celery application of a worker that dies, as if out of memory, on loading one wave's answers.

POISONED_WAVE is the wave's id without dashes; POISON_LOG is a file that gets a byte each time.
"""

import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from commsurvey.celery import app

__all__ = ["app"]


def die_on_poison(
    execute: Callable[..., Any],
    sql: str,
    params: Iterable[object] | None,
    many: bool,
    context: dict[str, Any],
) -> object:
    """Stand between Django and its database, as ``connection.execute_wrappers`` asks for."""
    ids = {str(value).replace("-", "") for value in params or ()}
    if "assessments_chunk" in sql and os.environ["POISONED_WAVE"] in ids:
        with Path(os.environ["POISON_LOG"]).open("ab", buffering=0) as log:
            log.write(b"x")
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Watch a connection from its first statement on."""
    if die_on_poison not in connection.execute_wrappers:
        connection.execute_wrappers.append(die_on_poison)


# Only in a worker that was started to be poisoned: a test run that looks for doctests imports this.
if "POISONED_WAVE" in os.environ:
    connection_created.connect(watch)
