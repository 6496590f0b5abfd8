"""A real installation: its web server, worker and clock as processes that a test may kill."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from commsurvey.environment import VARIABLES
from commsurvey.processes import Child, start, stop
from commsurvey.supervisor import COMMANDS
from tests.crashes.visitor import Visitor

LONG = int(os.environ.get("COMMSURVEY_CRASHES") or 0)
"""How many answer sheets the long form sends; 0 is the short form."""

PATIENCE = 60.0  # seconds for a start on a machine that is busy with other tests
NAMES = {variable.name for variable in VARIABLES}


@dataclass
class Installation:
    """Processes on the database of the test; ``broker`` is empty for files in ``folder``."""

    folder: Path
    port: int
    broker: str
    lock: int
    children: dict[str, Child] = field(default_factory=dict)
    starts: int = 0

    def start(self, name: str, *, app: str = "commsurvey", **variables: str) -> Child:
        """Start ``web``, ``worker`` or ``beat``; a worker also with another Celery application."""
        own = {str(settings.PORT): str(self.port), "commsurvey": app}
        self.starts += 1
        child = start(
            name,
            [own.get(word, word) for word in COMMANDS[name]],
            log=self.folder / "log" / f"{name}-{self.starts}.log",
            environment=self.environment() | variables,
            lock=self.lock,
        )
        self.children[name] = child
        return child

    def start_all(self) -> None:
        """Start everything, and wait until the web server answers."""
        for name in COMMANDS:
            self.start(name)
        self.wait_until_healthy()

    def kill(self, name: str) -> None:
        """End a child and whatever it has started, between two instructions."""
        child = self.children.pop(name)
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def is_healthy(self) -> bool:
        """Whether the web server answers and finds database and broker."""
        return self.answers("/healthz")

    def answers(self, path: str) -> bool:
        """Whether a page is there."""
        answer = Visitor(self.port).ask(path)
        return answer is not None and answer.status == 200

    def wait_until_healthy(self) -> None:
        """Wait for the web server, and fail with the end of its log."""
        wait_until(self.is_healthy, PATIENCE, told=self.last_lines)

    def last_lines(self) -> str:
        """Give the ends of all logs."""
        return "\n".join(f"{child.log}:\n{child.last_lines()}" for child in self.children.values())

    def environment(self) -> dict[str, str]:
        """Give the variables of every process here, with nothing of what the test was told."""
        return {key: value for key, value in os.environ.items() if key not in NAMES} | {
            "ENV_FILE": os.devnull,
            "VAR_FOLDER": str(self.folder),
            "PORT": str(self.port),
            "SECRET_KEY": settings.SECRET_KEY,  # a session that the test makes is good here
            "DATABASE_URL": database_url(),
            "CELERY_BROKER_URL": self.broker,
            "PYTHONUNBUFFERED": "1",
        }


@contextmanager
def installed(folder: Path, *, broker: str) -> Iterator[Installation]:
    """Give an installation in which nothing runs yet, and end all that does at last."""
    with (folder / "lock").open("w") as lock:
        installation = Installation(folder, free_port(), broker, lock.fileno())
        try:
            yield installation
        finally:
            stop([*installation.children.values()])


def free_port() -> int:
    """Find a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """Give the address of the database of this test."""
    stated = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{stated['NAME']}"
    who, password = quote(stated["USER"], safe=""), quote(stated["PASSWORD"], safe="")
    where = f"{stated['HOST']}:{stated['PORT'] or 5432}"
    return f"postgres://{who}:{password}@{where}/{quote(stated['NAME'], safe='')}"


def wait_until(
    condition: Callable[[], bool], seconds: float, *, told: Callable[[], str] = str
) -> float:
    """Wait for something, and give the seconds it took.

    Raises
    ------
    TimeoutError
        If it does not come; it tells what ``told`` says then.
    """
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"nothing after {seconds:.0f} s\n{told()}")
        time.sleep(0.05)
    return time.monotonic() - began
