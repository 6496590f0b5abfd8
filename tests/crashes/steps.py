"""Counts every statement, commit and publication of a process, and lets one of them fail."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connections
from kombu.transport import memory

from commsurvey.celery import app


class Steps:
    """What a process does to its database and its broker, in order.

    At step number ``at``, counted from 1, ``fails`` is called, once; what follows goes well.
    """

    def __init__(self, *, at: int, fails: Callable[[str], None]) -> None:
        self.at = at
        self.fails = fails
        self.taken: list[str] = []

    def take(self, name: str) -> None:
        """Note a step before it is done."""
        self.taken.append(name)
        if len(self.taken) == self.at:
            self.fails(name)

    def execute(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: object,
        many: bool,
        context: dict[str, Any],
    ) -> object:
        """Stand between Django and its database, as ``connection.execute_wrapper`` asks for."""
        self.take(sql[:60])
        return execute(sql, params, many, context)


def die(_name: str) -> None:
    """End this process between two instructions."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(name: str) -> None:
    """Fail as a database whose disk is full, or a broker that goes away."""
    raise OSError(name) if name == Channel.PUBLISH else OperationalError(name)


@contextmanager
def stepping(steps: Steps) -> Iterator[None]:
    """Count all that this thread does, on a connection of its own."""
    before = connections["default"]
    kind: Any = type(before)

    class Stepping(kind):  # type: ignore[misc]  # whichever database this is
        def _commit(self) -> None:
            steps.take("COMMIT")
            super()._commit()
            steps.take("the answer to COMMIT")

    before.close()
    own = Stepping(before.settings_dict, "default")
    connections["default"] = own
    Channel.steps = steps
    try:
        with own.execute_wrapper(steps.execute):
            yield
    finally:
        own.close()
        connections["default"] = before
        Channel.steps = None


class Channel(memory.Channel):  # type: ignore[misc]  # kombu has no types
    """A broker in memory to which publishing is a step."""

    PUBLISH = "publish"
    steps: Steps | None = None

    def _put(self, queue: str, message: dict[str, Any], **rest: object) -> None:
        if self.steps:
            self.steps.take(self.PUBLISH)
        super()._put(queue, message, **rest)


class Transport(memory.Transport):  # type: ignore[misc]  # kombu has no types
    """What ``broker_transport`` names."""

    Channel = Channel


def use_stepping_broker() -> None:
    """Publish to ``Channel`` from now on; before anything is published."""
    app.conf.update(
        broker_url="memory://",
        broker_transport=f"{__name__}:Transport",
        broker_transport_options={},
    )
