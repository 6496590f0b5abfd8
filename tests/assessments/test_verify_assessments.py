"""Recomputing every assessment: what was stored comes out again, and a planted change is found."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.scores.verifying import verify_assessments
from assessments.models import (
    Account,
    Assessment,
    Chunk,
    ItemResult,
    Score,
    StoredRelease,
    Wave,
)
from scoring import SCORING_VERSION, Measure
from tests.assessments import making
from tests.assessments.conftest import OpenWave

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(assessed_wave: OpenWave) -> Wave:
    """A wave of the Leaky Taps Guild with 14 sheets of 16 invited, assessed."""
    return assessed_wave(n=14, invited=16)


def verify() -> str:
    """Run the command, and give what it says."""
    said = StringIO()
    call_command("verify_assessments", stdout=said, stderr=StringIO())
    return said.getvalue()


def differences() -> list[str]:
    """Run the command on what has been changed, and give what it lists."""
    with pytest.raises(CommandError) as failed:
        verify()
    assert failed.value.returncode == 1
    first, *listed = str(failed.value).splitlines()
    assert first == f"{len(listed)} values differ:"
    return [each.strip() for each in listed]


def test_verify_finds_nothing_in_untouched_assessments(wave: Wave) -> None:
    seen: list[tuple[int, int]] = []

    done = verify_assessments(progress=lambda count, total: seen.append((count, total)))

    assert (done.verified, done.differences) == (1, ())
    assert seen == [(1, 1)]
    assert Score.objects.filter(value__isnull=False).count() > 50  # there was something to compare
    assert "1 assessments come out as they are stored" in verify()


def test_verify_finds_a_stored_release_that_shows_something_else(wave: Wave) -> None:
    stored = StoredRelease.objects.get()
    shown = stored.scores[Measure.LEVEL]["spirit"]
    shown["value"] += 1
    stored.head["two_camps"] = True
    stored.save()

    assert differences() == [
        f"leaky-taps-guild, wave 1: release of {each} is stored otherwise than it comes out"
        for each in ("level spirit", "two_camps")
    ]


def test_verify_passes_over_a_stored_release_that_does_not_hold_any_more(wave: Wave) -> None:
    stored = StoredRelease.objects.get()
    stored.scores[Measure.LEVEL]["spirit"]["value"] += 1
    stored.stamp = "by other rules"
    stored.save()

    assert verify_assessments().differences == ()


def test_verify_finds_the_last_decimal_of_a_score(wave: Wave) -> None:
    score = Score.objects.get(measure=Measure.LEVEL, subject="spirit")
    Score.objects.filter(pk=score.pk).update(value=(score.value or 0) + 1e-9)

    (difference,) = differences()

    assert difference.startswith("leaky-taps-guild, wave 1: level spirit: value is stored as ")
    assert difference.endswith(f" and comes out as {score.value!r}")


@pytest.mark.parametrize("field", ["low", "high", "answers"])
def test_verify_finds_every_field_of_a_score(wave: Wave, field: str) -> None:
    score = Score.objects.get(measure=Measure.OVERALL)
    nearby = {"low": 1.0, "high": 99.0, "answers": 13}[field]
    Score.objects.filter(pk=score.pk).update(**{field: nearby})

    assert [f"overall: {field} is stored as {nearby!r}" in each for each in differences()] == [True]


def test_verify_finds_scores_and_items_that_are_missing_or_too_many(wave: Wave) -> None:
    Score.objects.filter(measure=Measure.FACING).update(measure="invented")
    ItemResult.objects.get(item="spirit_1").delete()

    assert differences() == [
        "leaky-taps-guild, wave 1: invented is stored and does not come out",
        "leaky-taps-guild, wave 1: facing comes out and is not stored",
        "leaky-taps-guild, wave 1: item spirit_1 comes out and is not stored",
    ]


def test_verify_finds_changes_of_items_verdict_and_hash(wave: Wave) -> None:
    Assessment.objects.update(
        verdict="TRUE_COMMUNITY", input_hash="0" * 64, two_camps=True, separating_items=["spirit_1"]
    )
    ItemResult.objects.filter(item="spirit_1").update(cant_say=13)

    found = differences()

    for place in (
        "assessment: input_hash is",
        "assessment: two_camps is",
        "assessment: separating_items is stored as ['spirit_1'] and comes out as []",
        "item spirit_1: cant_say is stored as 13",
    ):
        assert any(place in each for each in found), place


def test_verify_finds_answers_that_were_changed_after_the_seal(wave: Wave) -> None:
    chunk = Chunk.objects.get()
    columns = bytearray(chunk.columns)
    columns[0] = 1 if columns[0] != 1 else 2
    Chunk.objects.update(columns=bytes(columns))

    assert any("assessment: input_hash" in each for each in differences())


def test_verify_leaves_out_what_cannot_be_computed_any_more(wave: Wave) -> None:
    Assessment.objects.update(scoring_version="0")
    assert "1 assessments of another scoring version left out" in verify()

    Assessment.objects.update(scoring_version=SCORING_VERSION)
    Chunk.objects.all().delete()
    assert "1 assessments left out: their answers have been deleted" in verify()


def test_verify_reads_of_many_no_more_than_their_answers_one_by_one(
    wave: Wave, leader: Account
) -> None:
    verify_assessments()  # what is read once for good
    with CaptureQueriesContext(connection) as for_one:
        assert verify_assessments().verified == 1
    for number in range(2):
        other = making.make_community(leader, f"Other {number}")
        more = making.make_wave(other, wave.instrument, members=7)
        making.answer_all(more, sheets=6)
        making.seal_and_assess(more)

    with CaptureQueriesContext(connection) as for_three:
        done = verify_assessments()

    assert (done.verified, done.differences) == (3, ())
    assert len(for_three) == len(for_one) + 2
