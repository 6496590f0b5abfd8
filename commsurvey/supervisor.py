"""The supervisor behind ``manage.py up``: one installation, its processes, and their common end."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.management.base import CommandError

from commsurvey.processes import Child, first_dead, start, stop

ADDRESS = "127.0.0.1"
PULSE = 0.2  # seconds between two looks
START_LIMIT = 60.0  # seconds for the web server to answer
# There from the first start until the demo communities are complete.
DEMO_UNFINISHED = settings.VAR_FOLDER / "demo-unfinished"

PYTHON = (sys.executable, "-m")
COMMANDS: dict[str, Sequence[str]] = {
    "web": (
        *(*PYTHON, "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", ADDRESS, "--port", str(settings.PORT)),
        # One process, because the embedded cache is not shared between several.
        *("--workers", "1", "--blocking-threads", "4"),
        "commsurvey.wsgi:application",
    ),
    "worker": (
        *(*PYTHON, "celery", "-A", "commsurvey", "worker"),
        *("--without-mingle", "--without-gossip", "--without-heartbeat"),
    ),
    "beat": (*PYTHON, "celery", "-A", "commsurvey", "beat", "--pidfile="),
}


class Supervisor:
    """Starts the children, waits while all of them live, and ends them together."""

    def __init__(self, *, lock: int, parent: int | None) -> None:
        self.lock = lock
        self.parent = parent
        self.children: list[Child] = []

    def run(self, *, demo: Sequence[str] | None) -> None:
        """Run until a child ends, the parent goes, or Ctrl-C.

        Parameters
        ----------
        demo
            The management command, with its options, that makes or names the demo communities.

        Raises
        ------
        CommandError
            If a child ends; it says which, and shows the end of its log.
        """
        try:
            for name, command in COMMANDS.items():
                self._start(name, command)
            self._wait_until(is_healthy, limit=START_LIMIT)
            if demo is not None:
                self._run_demo(demo)
            self._say_where()
            while not self._parent_has_gone():
                self._look()
        finally:
            # A second Ctrl-C must not leave half of them running.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            say("Stopping …")
            stop(self.children)

    def _start(self, name: str, command: Sequence[str], *, logged: bool = True) -> Child:
        log = settings.VAR_FOLDER / "log" / f"{name}.log" if logged else None
        environment = {
            **os.environ,
            "VAR_FOLDER": str(settings.VAR_FOLDER),  # it may have been relative to another folder
            "PYTHONUNBUFFERED": "1",
        }
        child = start(name, command, log=log, environment=environment, lock=self.lock)
        self.children.append(child)
        return child

    def _run_demo(self, command: Sequence[str]) -> None:
        child = self._start("demo", [sys.executable, "manage.py", *command], logged=False)
        while child.process.poll() is None:
            self._look(besides=child)
        self.children.remove(child)
        if child.process.returncode:
            say("The demo communities are not complete; the next start goes on with them.")
        else:
            DEMO_UNFINISHED.unlink(missing_ok=True)

    def _wait_until(self, condition: Callable[[], bool], *, limit: float) -> None:
        deadline = time.monotonic() + limit
        while not condition():
            self._look()
            if time.monotonic() > deadline:
                web = self.children[0]
                raise CommandError(
                    f"The web server does not answer after {limit:.0f} s. {_log_of(web)}"
                )

    def _look(self, *, besides: Child | None = None) -> None:
        """Let a moment pass, and fail if a child has ended meanwhile."""
        time.sleep(PULSE)
        dead = first_dead([child for child in self.children if child is not besides])
        if dead is not None:
            code = dead.process.returncode
            raise CommandError(f"The {dead.name} ended with exit code {code}. {_log_of(dead)}")

    def _parent_has_gone(self) -> bool:
        return self.parent is not None and os.getppid() != self.parent

    def _say_where(self) -> None:
        base = settings.BASE_URL
        say(f"\ncommsurvey runs at {base}/ (admin: {base}/admin/).")
        say(f"GraphQL: {base}/graphql for programs, {base}/graphql/explorer for people.")
        say(f"Logs are in {settings.VAR_FOLDER / 'log'}. Ctrl-C stops it.")


def say(text: str) -> None:
    """Tell the person at the terminal at once, also through a pipe."""
    print(text, flush=True)  # noqa: T201


def is_healthy() -> bool:
    """Return whether ``/healthz`` answers 200."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    connection = http.client.HTTPConnection(ADDRESS, settings.PORT, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _log_of(child: Child) -> str:
    return f"The end of {child.log}:\n{child.last_lines()}"
