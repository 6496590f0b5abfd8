"""The wrapper around a child: it says how the child ended, and ends it when the parent goes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commsurvey.environment import FOLDER

# Starts a wrapped shell which starts one more process, writes its process id and waits.
PARENT = """
import os, subprocess, sys, time
subprocess.Popen(
    [sys.executable, "-I", sys.argv[1], str(os.getpid()), "sh", "-c", sys.argv[2]],
    start_new_session=True,
)
time.sleep(60)
"""


def run(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "-I", FOLDER / "commsurvey" / "child.py", str(os.getpid()), *command],
        start_new_session=True,
    )


def lives(pid: int) -> bool:
    state = subprocess.run(  # noqa: S603 -- a number
        ["ps", "-o", "stat=", "-p", str(pid)],  # noqa: S607 -- of any system
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return bool(state) and not state.startswith("Z")


def wait_for(path: Path) -> int:
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return int(path.read_text())


@pytest.mark.parametrize(
    ("script", "code"), [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", 128 + signal.SIGKILL)]
)
def test_child_passes_the_exit_code_on(script: str, code: int) -> None:
    assert run("sh", "-c", script).wait(timeout=20) == code


def test_child_passes_sigterm_on(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    script = f"trap 'exit 7' TERM; echo $$ > '{ready}'; while :; do sleep 0.1; done"
    process = run("sh", "-c", script)
    wait_for(ready)

    process.terminate()

    assert process.wait(timeout=20) == 7


@pytest.mark.parametrize("trap", ["", "trap '' TERM;"], ids=["obedient", "deaf to SIGTERM"])
def test_child_and_what_it_started_end_with_a_killed_parent(tmp_path: Path, trap: str) -> None:
    grandchild, child = tmp_path / "grandchild", tmp_path / "child"
    script = f"{trap} sleep 60 & echo $! > '{grandchild}'; echo $$ > '{child}'; wait"
    wrapper = FOLDER / "commsurvey" / "child.py"
    with subprocess.Popen([sys.executable, "-c", PARENT, wrapper, script]) as parent:  # noqa: S603
        family = [wait_for(grandchild), wait_for(child)]
        assert all(lives(pid) for pid in family)
        parent.kill()

    deadline = time.monotonic() + 5
    while any(lives(pid) for pid in family) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in family if lives(pid)] == []
