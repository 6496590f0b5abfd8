"""Run a command that ends when the process that asked for it has gone.

``python -I commsurvey/child.py PARENT COMMAND…`` is started as the leader of a process group of
its own, so that whatever the command starts goes with it. It uses the standard library alone and
imports nothing of commsurvey, so that it starts at once and cannot fail with it.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

GRACE = 3.0  # seconds to end after the parent has gone
PULSE = 0.2  # seconds between two looks


def main(parent: int, command: list[str]) -> int:
    """Run the command, and return its exit code (128 + n when signal n ended it)."""
    early: list[int] = []
    process: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, _: FrameType | None) -> None:
        if process is None:
            early.append(number)
        else:
            process.send_signal(number)

    # Before the command starts: a signal in between would end this process alone.
    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGINT, pass_on)
    process = subprocess.Popen(command)  # noqa: S603 -- the supervisor's own command
    for number in early:
        process.send_signal(number)
    while process.poll() is None and os.getppid() == parent:
        time.sleep(PULSE)
    if os.getppid() != parent:
        _end_group(process)
    code = process.returncode
    return code if code >= 0 else 128 - code


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End everything in this group, itself included."""
    process.terminate()
    _wait(process, GRACE)
    # Those whose own parent is killed here may need a moment to be seen as gone.
    time.sleep(PULSE)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
