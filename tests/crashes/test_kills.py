"""S1: "thank you" means committed. Web and worker are killed again and again; nothing is lost.

COMMSURVEY_CRASHES=10000 is the long form: so many answer sheets, and 20 kills of each.
"""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import monotonic, sleep
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from assessments.domain.scores.verifying import verify_assessments
from assessments.models import Account, AnswerSheet, Chunk, Draft, Mark, Token, Wave, Work
from tests.assessments import making
from tests.crashes import crowd
from tests.crashes.crowd import Crowd
from tests.crashes.installation import LONG, Installation, wait_until
from tests.crashes.visitor import Visitor

SHEETS = LONG or 250
KILLS = 20 if LONG else 3
"""How often each of web and worker is killed."""


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_by_kills(
    installation: Installation, leader: Account, signed_in: dict[str, str]
) -> None:
    survive(installation, leader, signed_in)


@pytest.mark.services
def test_nothing_acknowledged_is_lost_or_doubled_by_kills_on_services(
    installation: Installation, leader: Account, signed_in: dict[str, str]
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the same on PostgreSQL")
    survive(installation, leader, signed_in)


def survive(installation: Installation, leader: Account, signed_in: dict[str, str]) -> None:
    community, tiny = making.make_community(leader), making.make_tiny()
    everybody = crowd.crowd_of(community, tiny, members=SHEETS, port=installation.port)
    Work.objects.all().delete()  # the mails of so many would be all that the worker does
    beside = crowd.answered_waves(leader, tiny, count=KILLS)
    closer = Visitor(installation.port, signed_in)
    installation.start_all()

    began = monotonic()
    answer_amid_kills(everybody, installation, beside, closer)
    took = monotonic() - began

    assert len(everybody.thanked) == SHEETS
    assert everybody.failures == []
    kept = dict(AnswerSheet.objects.filter(wave=everybody.wave).values_list("pk", "packed"))
    assert {key: bytes(packed or b"")[:-1] for key, packed in kept.items()} == everybody.expected()
    marks = Mark.objects.filter(invitation__wave=everybody.wave)
    assert marks.count() == SHEETS
    assert not Draft.objects.filter(invitation__wave=everybody.wave).exists()
    assert everybody.cut, "somebody was hit by a kill"

    print(f"{SHEETS} sheets in {took:.0f} s, {everybody.cut} answers cut off, {2 * KILLS} kills")  # noqa: T201

    # As if a minute had passed: the leases of killed workers have run out.
    Work.objects.filter(state=Work.State.LEASED).update(leased_until=timezone.now())
    assert crowd.close(everybody.wave, closer)
    every_wave_is_assessed_once({everybody.wave.pk: SHEETS} | {wave.pk: 6 for wave in beside})


def answer_amid_kills(
    everybody: Crowd, installation: Installation, beside: list[Wave], closer: Visitor
) -> None:
    """Let everybody answer; close a wave and kill its worker, kill the web, and start both."""
    chance = Random(1)
    with ThreadPoolExecutor(crowd.AT_ONCE) as pool:
        futures = everybody.begin(pool)
        for number, wave in enumerate(beside):
            due = SHEETS * (number + 0.5) / KILLS
            while len(everybody.thanked) < due:
                sleep(0.01)
            assert crowd.close(wave, closer), "between two kills the web server is there"
            sleep(chance.random() / 2)
            installation.kill("worker")
            installation.start("worker")
            sleep(chance.random() / 5)
            installation.kill("web")
            installation.start("web")
            installation.wait_until_healthy()
        for future in futures:
            future.result()


def every_wave_is_assessed_once(sheets: dict[UUID, int]) -> None:
    """Wait until the worker has done all work, and compare what it has made."""

    def done() -> bool:
        return not Work.objects.filter(state__in=[Work.State.DUE, Work.State.LEASED]).exists()

    wait_until(done, 60)
    for wave in Wave.objects.all():
        assert (wave.state, wave.sheets) == (Wave.State.ASSESSED, sheets[wave.pk])
        assert wave.assessments.count() == 1
        assert sum(Chunk.objects.filter(wave=wave).values_list("sheets", flat=True)) == wave.sheets
    assert not AnswerSheet.objects.exists()
    assert not Token.objects.exists()
    verified = verify_assessments()
    assert (verified.verified, verified.differences) == (len(sheets), ())
