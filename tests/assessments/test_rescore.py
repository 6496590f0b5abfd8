"""A new version of the scoring assesses sealed waves again and keeps the old assessments."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

import scoring
from assessments.domain.refusals import WrongStateError
from assessments.domain.releases.releasing import release
from assessments.domain.scores.rescoring import rescore_all, rescore_wave
from assessments.models import Account, Assessment, StoredRelease, Wave, Work
from assessments.tasks import do_work
from tests.assessments import making
from tests.assessments.conftest import OpenWave

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def age(wave: Wave) -> None:
    """Make the assessment of a wave one of an older scoring."""
    Assessment.objects.filter(wave=wave).update(scoring_version="0", verdict="AUDIENCE")
    StoredRelease.objects.filter(assessment__wave=wave).delete()  # it says what was there before


def test_wave_is_assessed_again_and_the_old_assessment_stays(assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=6)
    age(wave)
    assert release(wave).verdict == "AUDIENCE"
    assert rescore_wave(wave, now=NOW)
    (row,) = Work.objects.filter(wave=wave, kind=Work.Kind.ASSESS, state=Work.State.DUE)
    Work.objects.filter(pk=row.pk).update(due_at=wave.sealed_at)
    do_work(work_id=str(row.pk))
    versions = Assessment.objects.filter(wave=wave).values_list("scoring_version", flat=True)
    assert {*versions} == {"0", scoring.SCORING_VERSION}
    assert release(wave).verdict != "AUDIENCE"


def test_wave_of_the_present_scoring_asks_for_nothing(assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=6)
    assert not rescore_wave(wave, now=NOW)
    assert rescore_all(now=NOW) == []
    assert not Work.objects.filter(kind=Work.Kind.ASSESS, state=Work.State.DUE).exists()


def test_open_wave_is_refused(open_wave: OpenWave) -> None:
    with pytest.raises(WrongStateError, match="still is open"):
        rescore_wave(open_wave(n=6), now=NOW)


def test_wave_whose_answers_are_deleted_is_refused(assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=6)
    age(wave)
    wave.chunks.all().delete()
    with pytest.raises(WrongStateError, match="answers of this wave are deleted"):
        rescore_wave(wave, now=NOW)
    assert rescore_all(now=NOW) == []


def test_command_asks_once_however_often_it_is_run(assessed_wave: OpenWave) -> None:
    age(assessed_wave(n=6))
    for _again in range(2):
        said = io.StringIO()
        call_command("rescore", stdout=said, stderr=io.StringIO())
        assert "1 waves are to be assessed" in said.getvalue()
    assert Work.objects.filter(kind=Work.Kind.ASSESS, state=Work.State.DUE).count() == 1


def test_all_waves_are_asked_for_with_as_many_statements_as_one(
    assessed_wave: OpenWave, leader: Account
) -> None:
    first = assessed_wave(n=5)
    for number in range(3):
        other = making.make_community(leader, f"Other {number}")
        wave = making.make_wave(other, first.instrument, members=5)
        making.answer_all(wave, sheets=5)
        making.seal_and_assess(wave)
    seen: list[tuple[int, int]] = []

    age(first)
    with CaptureQueriesContext(connection) as for_one:
        assert rescore_all(now=NOW) == [first.pk]
    Work.objects.all().delete()
    Assessment.objects.update(scoring_version="0")
    with CaptureQueriesContext(connection) as for_all:
        assert len(rescore_all(now=NOW, progress=lambda *told: seen.append(told))) == 4

    assert len(for_all) == len(for_one)
    assert seen == [(4, 4)]
    works = Work.objects.filter(kind=Work.Kind.ASSESS, state=Work.State.DUE)
    assert {*works.values_list("wave", flat=True)} == {*Wave.objects.values_list("pk", flat=True)}
