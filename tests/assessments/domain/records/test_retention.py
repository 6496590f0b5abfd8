"""What is over its time is taken away, and nothing before."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils import timezone

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.records import retention
from assessments.domain.records.auditing import Channel, record_view
from assessments.domain.releases.releasing import release
from assessments.domain.scores.verifying import verify_assessments
from assessments.domain.waves.sealing import seal_wave
from assessments.domain.waves.waves import open_wave as ask
from assessments.models import (
    Account,
    Assessment,
    Chunk,
    Comment,
    Invitation,
    Mail,
    Mark,
    ReleaseView,
    Wave,
    Work,
)
from assessments.tasks import purge as purge_task
from commsurvey.celery_config import beat_schedule
from tests.assessments import making

MADE = datetime(2026, 1, 31, 12, tzinfo=UTC)
OpenWave = Callable[..., Wave]


@pytest.fixture
def old_wave(open_wave: OpenWave) -> Wave:
    """A wave of 31 January 2026: five sheets, a comment, marks, and a look at its release."""
    with time_machine.travel(MADE, tick=False):
        wave = open_wave(n=5)
        making.answer_all(wave, sheets=5)
        Mail.objects.update(state=Mail.State.SENT)
        wave = making.seal_and_assess(wave)
        Comment.objects.create(wave=wave, text="Marzipan.")
        record_view(Viewer(wave.community.leaders.get()), wave, Channel.PAGE)
    return wave


def rows() -> dict[str, int]:
    models: tuple[Any, ...] = (Mark, Invitation, Comment, Chunk, ReleaseView, Assessment)
    return {model.__name__: model.objects.count() for model in models}


def after(months: int, *, days: int = 0) -> datetime:
    """Give the time so many months after the wave was made, to the minute and a bit."""
    year, month = divmod(MADE.month - 1 + months, 12)
    first = datetime(MADE.year + year, month + 1, 1, 12, tzinfo=UTC)
    return first + timedelta(days=30 + days)


ALL = {"Mark": 5, "Invitation": 5, "Comment": 1, "Chunk": 1, "ReleaseView": 1, "Assessment": 1}


@pytest.mark.parametrize(
    ("months", "gone"),
    [
        (11, set()),
        (12, {"Comment"}),
        (13, {"Comment", "Mark", "Invitation", "ReleaseView"}),
        (23, {"Comment", "Mark", "Invitation", "ReleaseView"}),
        (24, {"Comment", "Mark", "Invitation", "ReleaseView", "Chunk"}),
    ],
)
def test_each_kind_goes_in_its_time(old_wave: Wave, months: int, gone: set[str]) -> None:
    assert rows() == ALL

    retention.purge(now=after(months, days=3))

    assert rows() == {name: 0 if name in gone else count for name, count in ALL.items()}


def test_a_day_before_its_time_nothing_goes(old_wave: Wave) -> None:
    retention.purge(now=after(12, days=-2))

    assert rows() == ALL


def test_a_period_can_be_shorter(old_wave: Wave, settings: Any) -> None:
    settings.KEEP_SHEETS_MONTHS = 2

    retention.purge(now=after(2, days=3))

    assert not Chunk.objects.exists()


def test_a_second_purge_takes_nothing_more(old_wave: Wave) -> None:
    first = retention.purge(now=after(40))

    assert first.total > 0
    assert retention.purge(now=after(40)).total == 0


def test_what_is_due_is_what_a_purge_takes(old_wave: Wave) -> None:
    due = retention.due(now=after(40))

    assert rows() == ALL
    assert due == retention.purge(now=after(40))


def test_an_open_wave_keeps_all_it_needs(open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    making.answer_all(wave, sheets=2)
    Mail.objects.update(state=Mail.State.SENT)

    retention.purge(now=timezone.now() + timedelta(days=900))

    assert (Mark.objects.count(), Invitation.objects.count(), Mail.objects.count()) == (2, 3, 3)


def test_without_sheets_the_assessment_stays_and_is_left_out_of_verifying(old_wave: Wave) -> None:
    shown = release(old_wave)
    assert verify_assessments().verified == 1

    retention.purge(now=after(25))

    done = verify_assessments()
    assert (done.verified, done.without_answers, done.differences) == (0, 1, ())
    wave = Wave.objects.select_related("community", "instrument").get()
    assert release(wave).scores == shown.scores


def test_a_wave_never_assessed_is_not_assessed_from_nothing(open_wave: OpenWave) -> None:
    with time_machine.travel(MADE, tick=False):
        wave = open_wave(n=5)
        making.answer_all(wave, sheets=5)
        seal_wave(wave.pk, now=timezone.now())
    assert Work.objects.filter(kind=Work.Kind.ASSESS).count() == 1

    retention.purge(now=after(25))

    assert not Work.objects.filter(wave=wave).exclude(state=Work.State.DONE).exists()


def test_when_the_marks_are_purged_the_people_cannot_be_compared(old_wave: Wave) -> None:
    retention.purge(now=after(14))
    later = ask(old_wave.community, instrument=old_wave.instrument, now=timezone.now())
    making.answer_all(later, sheets=5)

    assert making.seal_and_assess(later).continuity == Wave.Continuity.UNKNOWN


def test_sessions_logs_histories_and_uploads_go(
    leader: Account, tmp_path: Path, settings: Any
) -> None:
    settings.VAR_FOLDER = tmp_path
    upload = tmp_path / "uploads" / "list"
    upload.parent.mkdir()
    upload.write_text("mia@example.org")
    os.utime(upload, (0, 0))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.set_expiry(60)
    store.create()
    LogEntry.objects.create(user=leader, object_repr="x", action_flag=1)
    history: Any = Account.history
    assert history.count() == 1

    retention.purge(now=timezone.now() + timedelta(days=500))
    retention._drop_uploads(timezone.now())  # noqa: SLF001 -- wiping needs its own transaction

    assert not Session.objects.exists()
    assert not LogEntry.objects.exists()
    assert history.count() == 0
    assert not upload.exists()


def test_sessions_that_have_run_out_go_with_what_says_on_which_device(
    leader: Account, settings: Any
) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    unfinished, signed_in = store(), store()
    unfinished["account_login_code"] = {"email": "lea@example.org", "code": "123456"}
    for session, seconds in ((unfinished, 60), (signed_in, 7200)):
        session.set_expiry(seconds)
        session.create()
        UserSession.objects.create(
            user=leader, ip="127.0.0.1", user_agent="", session_key=session.session_key
        )
    assert Session.objects.count() == UserSession.objects.count() == 2

    done = retention.purge(now=timezone.now() + timedelta(hours=1))

    assert done.counts["sessions"] == 2
    assert Session.objects.get().session_key == signed_in.session_key
    assert UserSession.objects.get().session_key == signed_in.session_key


@pytest.mark.django_db(transaction=True)
def test_the_task_purges_and_wipes() -> None:
    wave = making.make_wave(
        making.make_community(making.make_account()), making.make_tiny(), members=5
    )
    making.answer_all(wave, sheets=5)
    making.seal_and_assess(wave, in_transaction=False)
    with time_machine.travel(timezone.now() + timedelta(days=1000)):
        purge_task()

    assert not Chunk.objects.exists()
    assert Assessment.objects.count() == 1


def test_the_beat_rings_for_the_purge_once_a_day() -> None:
    entry: Any = beat_schedule["purge"]

    assert entry["task"] == purge_task.name
    assert len(entry["schedule"].hour) == len(entry["schedule"].minute) == 1


def test_every_kind_has_a_period(db: None) -> None:
    assert {period.kind for period in retention.periods()} == {
        *retention.due(now=timezone.now()).counts
    }


def test_periods_are_told_as_they_are_set(settings: Any) -> None:
    settings.KEEP_COMMENTS_MONTHS = 1
    told = {period.kind: period.kept for period in retention.periods()}

    assert told["comments"] == "1 month after the close"
    assert told["sheets"] == "24 months after the close"
    assert "next close, at most 13 months" in told["marks"]
