"""``manage.py up`` with real processes: it answers, stops as a whole, and leaves nobody behind."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import resolve

from commsurvey.environment import FOLDER, VARIABLES

PATIENCE = 90.0  # seconds for a start on a machine that is busy with other tests


@dataclass(frozen=True)
class Installation:
    """A folder and a port of its own, on the embedded default."""

    folder: Path
    port: int

    def start(self) -> subprocess.Popen[str]:
        environ = {key: value for key, value in os.environ.items() if key not in NAMES}
        environ |= {"ENV_FILE": os.devnull, "VAR_FOLDER": str(self.folder), "PORT": str(self.port)}
        return subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, FOLDER / "manage.py", "up", "--no-demo"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


NAMES = {variable.name for variable in VARIABLES}


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Installation(tmp_path, probe.getsockname()[1])


@pytest.fixture
def up(installation: Installation) -> Iterator[subprocess.Popen[str]]:
    """An installation that runs with all its processes."""
    process = installation.start()
    try:
        wait_until(installation.answers, process)
        wait_until(lambda: len(descendants(process.pid)) >= 7, process)
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline, "nothing happens"
        time.sleep(0.1)


def processes() -> dict[int, tuple[int, str]]:
    """Every process that is not a zombie: its parent and its command."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="],  # noqa: S607 -- of any system
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(maxsplit=3) for line in listed.stdout.splitlines()]
    return {int(row[0]): (int(row[1]), row[3]) for row in rows if not row[2].startswith("Z")}


def descendants(pid: int) -> dict[int, str]:
    """The processes below one, and their commands."""
    found: dict[int, str] = {}
    everyone = processes()
    family = {pid}
    while family:
        family = {child for child, (parent, _) in everyone.items() if parent in family}
        found |= {child: everyone[child][1] for child in family}
    return found


def left_of(family: dict[int, str], *, within: float) -> dict[int, str]:
    """Those of a family that still live after some seconds."""
    deadline = time.monotonic() + within
    while True:
        everyone = processes()
        left = {pid: command for pid, command in family.items() if pid in everyone}
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.1)


def pid_of(family: dict[int, str], words: str) -> int:
    """The process that does the work, not the wrapper around it."""
    return next(
        pid for pid, command in family.items() if words in command and "child.py" not in command
    )


def test_up_answers_refuses_a_second_and_stops_clean(
    installation: Installation, up: subprocess.Popen[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    family = descendants(up.pid)

    same_folder = installation.start()
    same_port = Installation(tmp_path_factory.mktemp("elsewhere"), installation.port).start()
    assert "already runs from" in same_folder.communicate(timeout=PATIENCE)[0]
    assert f"Port {installation.port} is taken" in same_port.communicate(timeout=PATIENCE)[0]
    assert (same_folder.returncode, same_port.returncode) == (1, 1)

    doorbell = installation.folder / "broker" / "messages" / "0.commsurvey.msg"
    doorbell.parent.mkdir(exist_ok=True)  # the first to publish makes it
    doorbell.write_text('{"body": "ey')
    wait_until(doorbell.with_name("0.commsurvey.msg.torn").exists, up)

    assert installation.answers()
    up.terminate()
    shown = up.communicate(timeout=15)[0]
    assert up.returncode == 0
    told = re.findall(rf"http://127\.0\.0\.1:{installation.port}(/[\w/]*)", shown)
    assert told == ["/", "/admin/", "/graphql", "/graphql/explorer"]
    for address in told:
        resolve(address)
    assert left_of(family, within=0) == {}


@pytest.mark.slow
def test_killed_supervisor_leaves_no_orphans(
    installation: Installation, up: subprocess.Popen[str]
) -> None:
    family = descendants(up.pid)

    up.kill()

    assert left_of(family, within=5) == {}
    again = installation.start()
    try:
        wait_until(installation.answers, again)
    finally:
        again.terminate()
        again.communicate(timeout=15)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "name"),
    [(" worker ", "worker"), (" beat ", "beat"), ("granian", "web")],
    ids=["worker", "beat", "web"],
)
def test_killed_child_ends_the_run(up: subprocess.Popen[str], words: str, name: str) -> None:
    family = descendants(up.pid)

    os.kill(pid_of(family, words), signal.SIGKILL)

    shown = up.communicate(timeout=15)[0]
    assert up.returncode == 1
    assert f"The {name} ended with exit code {128 + signal.SIGKILL}" in shown
    assert f"{name}.log" in shown
    assert left_of(family, within=0) == {}


@pytest.mark.slow
def test_killed_wrapper_ends_the_run(up: subprocess.Popen[str]) -> None:
    family = descendants(up.pid)
    wrapper = next(pid for pid, command in family.items() if "child.py" in command)

    os.kill(wrapper, signal.SIGKILL)

    up.communicate(timeout=15)
    assert up.returncode == 1
    assert left_of(family, within=0) == {}
