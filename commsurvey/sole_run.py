"""What one run of commsurvey has for itself: its folder and its port."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError

PULSE = 0.2  # seconds between two looks
TAKEOVER_LIMIT = 15.0  # seconds for the children of a killed supervisor to go


@contextmanager
def sole_run(folder: Path, *, address: str) -> Iterator[int]:
    """Hold the folder for this run alone, and yield the lock's file descriptor.

    The children hold it too: after a killed supervisor the folder is free when the last has gone.
    """
    with (folder / "up.lock").open("a+", encoding="utf-8") as file:
        deadline = time.monotonic() + TAKEOVER_LIMIT
        while not _locked(file):
            if _holder_lives(file) or time.monotonic() > deadline:
                raise CommandError(f"commsurvey already runs from {folder}: {_note(file)}.")
            time.sleep(PULSE)
        file.truncate(0)
        file.write(f"{os.getpid()} at {address}")
        file.flush()
        yield file.fileno()


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _note(file: IO[str]) -> str:
    file.seek(0)
    return f"process {file.read()}"


def _holder_lives(file: IO[str]) -> bool:
    file.seek(0)
    pid = file.read().partition(" ")[0]
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def refuse_taken_port(host: str, port: int) -> None:
    """Raise when another program has the port, before anything is started."""
    with socket.socket() as probe:
        taken = probe.connect_ex((host, port)) == 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is for the system; choose one from 1024.") from error
        except OSError:
            taken = True
    if taken:
        raise CommandError(
            f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
        )
