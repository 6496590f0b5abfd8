"""The demo command where there is no demo yet, or only a part of one."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.demo import story
from assessments.demo.communities import CLIMATE, COMMUNITIES, TASTING_TABLE
from assessments.demo.sign_ins import make_accounts
from assessments.domain.instruments.instruments import load_shipped
from assessments.management.waiting import wait_for_assessments
from assessments.models import Account, Work
from tests.assessments.conftest import OpenWave

pytestmark = pytest.mark.django_db


def demo(**options: Any) -> str:
    """Run the command, and give what it says."""
    said = StringIO()
    call_command("demo", stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def test_demo_sign_ins_says_nothing_where_there_is_no_demo() -> None:
    assert demo(sign_ins=True).strip() == ""


def test_demo_interrupted_is_completed_the_next_time() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    leader, instrument = make_accounts(), load_shipped(story.INSTRUMENT)
    story.tell(TASTING_TABLE, leader=leader, instrument=instrument, now=timezone.now())
    with pytest.raises(KeyboardInterrupt):
        story.tell(
            CLIMATE,
            leader=leader,
            instrument=instrument,
            now=timezone.now(),
            progress=interrupt,
        )

    # The interrupted one has left nothing.
    assert [told.slug for told in story.missing_communities()] == [
        told.slug for told in COMMUNITIES if told is not TASTING_TABLE
    ]


def test_demo_refuses_a_production_installation(settings: Any) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        demo(no_wait=True)

    assert not Account.objects.exists()


def test_waiting_ends_when_no_worker_is_running(open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    Work.objects.update_or_create(
        wave=wave, kind=Work.Kind.ASSESS, defaults={"due_at": timezone.now()}
    )
    seen: list[tuple[int, int]] = []

    with pytest.raises(CommandError, match="no worker seems to be running"):
        wait_for_assessments(
            [wave.pk], progress=lambda done, total: seen.append((done, total)), patience=0
        )

    assert {*seen} == {(0, 1)}


def test_waiting_tells_of_waves_that_could_not_be_assessed(open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    Work.objects.create(
        wave=wave, kind=Work.Kind.ASSESS, state=Work.State.QUARANTINED, due_at=timezone.now()
    )

    with pytest.raises(CommandError, match="1 waves could not be assessed"):
        wait_for_assessments([wave.pk], progress=lambda _done, _total: None)
