"""The supervisor's children: how they are started, watched and stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

FOLDER = Path(__file__).resolve().parent
GRACE = 10.0  # seconds to end after being asked to


@dataclass(frozen=True)
class Child:
    """A running child: the leader of a process group that holds all it has started."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    def last_lines(self, count: int = 15) -> str:
        """Return the end of its log."""
        if self.log is None:
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-count:])


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path | None,
    environment: dict[str, str],
    lock: int,
) -> Child:
    """Start a child that ends with this process, however this process ends.

    Its output goes to ``log``, or to this process's own output without one. The child keeps
    ``lock``, a file descriptor, so that nobody takes the folder over while it still runs.
    """
    output: IO[bytes] | None = None
    if log is not None:
        output = _fresh(log)
    try:
        process = subprocess.Popen(  # noqa: S603 -- our own commands
            [sys.executable, "-I", FOLDER / "child.py", str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
            cwd=FOLDER.parent,
            env=environment,
            start_new_session=True,  # Ctrl-C reaches this process alone, and the group is its own
            pass_fds=(lock,),
        )
    finally:
        if output is not None:
            output.close()
    return Child(name, process, log)


def first_dead(children: Sequence[Child]) -> Child | None:
    """Return a child that has ended, if any has."""
    return next((child for child in children if child.process.poll() is not None), None)


def stop(children: Sequence[Child]) -> None:
    """Ask the children to end, the youngest first, and kill whatever is left of them."""
    for child in reversed(children):
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.process.wait(timeout=max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            print(f"The {child.name} did not end within {GRACE:.0f} s and is killed.")  # noqa: T201
        _kill_group(child)


def _kill_group(child: Child) -> None:
    # Also when the leader has ended: what it started may still be there.
    # macOS says "permission" of a group of zombies.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


def _fresh(log: Path) -> IO[bytes]:
    """Begin a log, and keep that of the last run beside it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("wb")
