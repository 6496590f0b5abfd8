"""Goes the way of an answer again and again, and fails at another step each time.

``python -m tests.crashes.rehearsal raise|kill FIRST EVERY`` tries the steps FIRST, FIRST + EVERY …
until the way has no more of them, and prints as JSON what it tried and what did not hold. It is a
process of its own so that it can fork, and be killed.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import NoReturn

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commsurvey.settings")
    django.setup()

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Q, QuerySet
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from assessments.domain import work
from assessments.models import (
    Account,
    AnswerSheet,
    Assessment,
    Chunk,
    Comment,
    Draft,
    Instrument,
    ItemResult,
    Mail,
    Mark,
    PendingComment,
    Score,
    Token,
    Wave,
    Work,
)
from assessments.tasks import do_work
from tests.assessments import making
from tests.crashes.steps import Steps, die, refuse, stepping, use_stepping_broker

MEMBERS = 6
THANKED, CLOSED = b"t", b"c"
"""What a member and a leader have been told."""

LAST_PAGE = {"comment": "Never lost.", "go": "send"}

Stand = dict[str, int]


@dataclass(frozen=True)
class Scene:
    """A wave that all but one have answered, and the last is about to; its leader waits."""

    wave: Wave
    token: str
    session: str


def set_up(number: int, tiny: Instrument, leader: Account) -> Scene:
    """Bring a wave to the moment before its last sheet is sent."""
    wave = making.make_wave(making.make_community(leader, f"Scene {number}"), tiny, members=MEMBERS)
    making.answer_all(wave, sheets=MEMBERS - 1)
    Work.objects.filter(wave=wave).delete()  # the mails are another way
    token = making.token_of(wave, wave.community.members.order_by("email")[MEMBERS - 1])
    answers = {"claim": 7, "realism_1": 4, "spirit_1": 3}
    entered(wave, token).post(f"/w/{wave.pk}/part/1/", {**answers, "go": "on"})
    client = Client()
    client.force_login(leader)
    return Scene(wave, token, client.cookies[settings.SESSION_COOKIE_NAME].value)


def entered(wave: Wave, token: str) -> Client:
    """Come by a personal link."""
    client = Client(raise_request_exception=False)
    client.get(f"/w/{wave.pk}/{token}/")
    return client


def walk(scene: Scene, say: int) -> None:
    """Send, seal, score and look at the result; what is achieved is said, an error ends it."""
    wave = scene.wave
    member = entered(wave, scene.token)
    member.post(f"/w/{wave.pk}/part/5/", LAST_PAGE)
    if member.get(f"/w/{wave.pk}/thanks/").status_code != 200:
        return
    os.write(say, THANKED)
    leader = Client(raise_request_exception=False)
    leader.cookies[settings.SESSION_COOKIE_NAME] = scene.session
    page = f"/communities/{wave.community.slug}/waves/{wave.number}/close/"
    if leader.post(page).status_code != 302:
        return
    os.write(say, CLOSED)
    do_all_work(wave)
    leader.get(f"/r/{wave.result_key}/")


def do_all_work(wave: Wave) -> None:
    """Do what is due, as a worker does when the doorbell rings."""
    for kind in (Work.Kind.ASSESS, Work.Kind.NEWS):
        for row in Work.objects.filter(wave=wave, kind=kind):
            do_work(work_id=str(row.pk))


def broken(wave: Wave, said: bytes) -> Iterator[str]:
    """Name every promise that does not hold after a step has failed."""
    wave.refresh_from_db()
    there = stand_of(wave)
    kept = sealed_stand(wave) if wave.sealed else open_stand(there["sheets"] == MEMBERS)
    if there != kept:
        yield f"{wave.state}: {there} and not {kept}"
    if wave.state == Wave.State.ASSESSED and not wave.scrubbed:
        yield "scored before it was scrubbed"
    told = result_mails(wave).count()
    if told not in {0, MEMBERS + 1} or (told and wave.state != Wave.State.ASSESSED):
        yield f"{told} told of the result and not members and leader together"
    if THANKED in said and not wave.sealed and there["sheets"] != MEMBERS:
        yield "an acknowledged sheet is lost"
    if CLOSED in said and not wave.sealed:
        yield "a closed wave is open"


def result_mails(wave: Wave) -> QuerySet[Mail]:
    """Find the mails by which members and leaders are told of a result."""
    to = Q(invitation__wave=wave) | Q(wave=wave)
    return Mail.objects.filter(to, kind=Mail.Kind.RESULT)


def stand_of(wave: Wave) -> Stand:
    """Count all there is of a wave."""
    chunks = Chunk.objects.filter(wave=wave).values_list("sheets", flat=True)
    return {
        "sheets": AnswerSheet.objects.filter(wave=wave, packed__isnull=False).count(),
        "in chunks": sum(chunks),
        "marks": Mark.objects.filter(invitation__wave=wave).count(),
        "drafts": Draft.objects.filter(invitation__wave=wave).count(),
        "tokens": Token.objects.filter(invitation__wave=wave).count(),
        "comments waiting": PendingComment.objects.filter(wave=wave).count(),
        "comments": Comment.objects.filter(wave=wave).count(),
        "work": Work.objects.filter(wave=wave, kind=Work.Kind.ASSESS).count(),
        "assessments": Assessment.objects.filter(wave=wave).count(),
        "news": Work.objects.filter(wave=wave, kind=Work.Kind.NEWS).count(),
    }


def open_stand(sent: bool) -> Stand:
    """Give what there is of an open wave before and after the last member has sent."""
    sheets = MEMBERS - 1 + sent
    there = {"sheets": sheets, "marks": sheets, "tokens": MEMBERS}
    there |= {"drafts": int(not sent), "comments waiting": int(sent)}
    return dict.fromkeys(("in chunks", "comments", "work", "assessments", "news"), 0) | there


def sealed_stand(wave: Wave) -> Stand:
    """Give what there is of a sealed wave, assessed or not."""
    there = {"in chunks": MEMBERS, "marks": MEMBERS, "comments": 1, "work": 1}
    there |= dict.fromkeys(("assessments", "news"), int(wave.state == Wave.State.ASSESSED))
    return dict.fromkeys(("sheets", "drafts", "tokens", "comments waiting"), 0) | there


def repeat(scene: Scene) -> str:
    """Go the way again without a fault, as if minutes had passed, and hash all that was stored."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    if Wave.objects.get(pk=scene.wave.pk).state == Wave.State.OPEN:
        walk(scene, nobody)
    os.close(nobody)
    now = timezone.now()
    waiting = Work.objects.filter(wave=scene.wave, state__in=[Work.State.DUE, Work.State.LEASED])
    waiting.filter(state=Work.State.LEASED).update(leased_until=now)
    waiting.update(due_at=now)
    work.sweep(now=now)
    do_all_work(scene.wave)
    return fingerprint(scene.wave)


def fingerprint(wave: Wave) -> str:
    """Hash what is final of a wave, ids and times aside."""
    chunks = [bytes(columns) for columns in wave.chunks.values_list("columns", flat=True)]
    heads = Assessment.objects.filter(wave=wave).values_list(
        "scoring_version", "input_hash", "verdict", "stage", "echo_chamber", "two_camps"
    )
    scores = Score.objects.filter(assessment__wave=wave).values_list(
        "measure", "subject", "value", "low", "high", "answers", "absent"
    )
    items = ItemResult.objects.filter(assessment__wave=wave).values_list(
        "item", "counts", "cant_say", "mean", "consensus", "polarisation", "predicted", "bias"
    )
    state = [*Work.objects.filter(wave=wave).order_by("kind").values_list("kind", "state")]
    mails = result_mails(wave).count()
    found = (chunks, [*heads], sorted(map(repr, scores)), sorted(map(repr, items)), state, mails)
    told = repr(found)
    return sha256(told.encode()).hexdigest()


def fail_at(step: int, scene: Scene, *, kill: bool) -> tuple[bytes, list[str]]:
    """Walk in a child that fails at a step; give what it said, and the steps it took."""
    hears, says = os.pipe()
    connections.close_all()
    if not (child := os.fork()):
        walk_and_exit(step, scene, says, kill=kill)
    os.close(says)
    with os.fdopen(hears, "rb") as pipe:
        told = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"step {step}: exit code {code}")
    said, _, steps = told.partition(b"\n")
    return said, json.loads(steps) if steps else []


def walk_and_exit(step: int, scene: Scene, says: int, *, kill: bool) -> NoReturn:
    """Walk, tell the steps, and be gone: the child must not go on where the parent does."""
    steps = Steps(at=step, fails=die if kill else refuse)
    try:
        # As Celery does with what a task raises: the worker goes on.
        with stepping(steps), suppress(DatabaseError, OSError):
            walk(scene, says)
        os.write(says, b"\n" + json.dumps(steps.taken).encode())
    except BaseException:  # noqa: BLE001 -- os._exit tells nobody
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def rehearse(first: int, every: int, *, kill: bool) -> dict[str, object]:
    """Try the steps, and give what was tried and what did not hold."""
    tiny, leader = making.make_tiny(), making.make_account()
    reference = set_up(0, tiny, leader)
    _, steps = fail_at(0, reference, kill=False)
    expected = fingerprint(reference.wave)
    tried = range(first, len(steps) + 1, every)
    faults: list[str] = []
    for step in tried:
        scene = set_up(step, tiny, leader)
        said, _ = fail_at(step, scene, kill=kill)
        found = [*broken(scene.wave, said)]
        if repeat(scene) != expected:
            found.append("other bytes after the repetition")
        faults += [f"{step} {steps[step - 1]}: {fault}" for fault in found]
    return {"steps": steps, "tried": len(tried), "faults": faults}


if __name__ == "__main__":
    setup_test_environment()
    use_stepping_broker()
    how, start, stride = sys.argv[1:]
    print(json.dumps(rehearse(int(start), int(stride), kill=how == "kill")))  # noqa: T201
