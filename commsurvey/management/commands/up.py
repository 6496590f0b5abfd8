"""Run commsurvey on this machine: the web server, a worker and the clock, from one command."""

import os
import signal
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections

from assessments.models.communities import Community
from commsurvey.sole_run import refuse_taken_port, sole_run
from commsurvey.supervisor import ADDRESS, DEMO_UNFINISHED, Supervisor


class Command(BaseCommand):
    """See the module."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-demo",
            action="store_true",
            help="do not make the demo communities when there is no community yet",
        )
        parser.add_argument(
            "--stop-with-parent",
            action="store_true",
            help="stop when the process that started this one has gone",
        )

    def handle(self, *, no_demo: bool, stop_with_parent: bool, **_: Any) -> None:  # noqa: ANN401
        parent = os.getppid() if stop_with_parent else None
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
        try:
            with sole_run(settings.VAR_FOLDER, address=settings.BASE_URL) as lock:
                refuse_taken_port(ADDRESS, settings.PORT)
                self._prepare()
                demo = None if no_demo or settings.PRODUCTION else _demo()
                connections.close_all()
                Supervisor(lock=lock, parent=parent).run(demo=demo)
        except KeyboardInterrupt:
            return

    def _prepare(self) -> None:
        self.stdout.write("Preparing the database …")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)


def _demo() -> list[str]:
    """Return the command that makes the demo communities, or only names them."""
    if not Community.objects.exists():
        DEMO_UNFINISHED.touch()
    return ["demo"] if DEMO_UNFINISHED.exists() else ["demo", "--sign-ins"]


def _leave(number: int, _: FrameType | None) -> NoReturn:  # noqa: ARG001 -- a signal handler
    # The way out is that of Ctrl-C, wherever this finds us.
    raise KeyboardInterrupt
