"""S4: each statement, commit and publication from send to release fails once, and is killed once.

The short form tries every sixth step; COMMSURVEY_CRASHES, set to anything but 0, tries them all.
"""

import json
import subprocess
import sys

import pytest
from django.db import connection

from commsurvey.environment import FOLDER
from tests.crashes.installation import LONG, Installation

EVERY = 1 if LONG else 6
PATIENCE = 60 + 1200 // EVERY  # seconds

# What must be among the steps, so that a way that has become shorter is seen.
MILESTONES = (
    'INSERT INTO "assessments_answersheet"',
    'INSERT INTO "assessments_mark"',
    'INSERT INTO "assessments_chunk"',
    'INSERT INTO "assessments_work"',
    'INSERT INTO "assessments_score"',
    'INSERT INTO "assessments_mail"',
    "publish",
)


@pytest.mark.slow
@pytest.mark.parametrize(("how", "first"), [("raise", 1), ("kill", 4)])
def test_promises_hold_when_any_step_fails(
    installation: Installation, how: str, first: int
) -> None:
    rehearse(installation, how, first)


@pytest.mark.services
@pytest.mark.parametrize(("how", "first"), [("raise", 2), ("kill", 5)])
def test_promises_hold_when_any_step_fails_on_services(
    installation: Installation, how: str, first: int
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the same on PostgreSQL")
    rehearse(installation, how, first)


def rehearse(installation: Installation, how: str, first: int) -> None:
    """Have a process of its own try the steps, and judge what it tells."""
    command = ["-m", "tests.crashes.rehearsal", how, str(1 if EVERY == 1 else first), str(EVERY)]
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, *command],
        cwd=FOLDER,
        env=installation.environment() | {"LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["faults"] == []
    for milestone in MILESTONES:
        assert any(step.startswith(milestone) for step in told["steps"])
    commits = "send, seal, assessment and announcement are a transaction each"
    assert told["steps"].count("COMMIT") >= 4, commits
    assert told["tried"] >= len(told["steps"]) // EVERY
    print(f"{how}: {told['tried']} of {len(told['steps'])} steps")  # noqa: T201
