"""Erasing a member: what goes, what stays, and what the next wave may still tell."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.domain.answers import answering
from assessments.domain.records import erasing
from assessments.domain.refusals import UnknownTokenError
from assessments.domain.waves import waves
from assessments.models import (
    AnswerSheet,
    Chunk,
    Draft,
    Erasure,
    Invitation,
    Mail,
    Mark,
    Member,
    Token,
    Wave,
)
from tests.assessments import making

OpenWave = Callable[..., Wave]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """Keep the file of erasures apart."""
    settings.VAR_FOLDER = tmp_path


def first(wave: Wave) -> Member:
    return wave.community.members.order_by("email")[0]


def erase(member: Member) -> None:
    assert erasing.erase_member(member.pk, now=timezone.now())


def test_erasing_in_an_open_wave_takes_all_but_the_sent_sheet(open_wave: OpenWave) -> None:
    wave = open_wave(n=2)
    making.answer_all(wave, sheets=1)
    member, other = wave.community.members.order_by("email")
    token = making.token_of(wave, member)
    now = timezone.now()
    entry = answering.access(wave_id=wave.pk, token=making.token_of(wave, other), now=now)
    answering.save_draft(entry, {"claim": 3}, now=now)
    assert (Mark.objects.count(), Draft.objects.count(), Invitation.objects.count()) == (1, 1, 2)

    erase(member)
    erase(other)

    assert not Member.objects.exists()
    for model in (Invitation, Token, Draft, Mark, Mail):
        assert not model.objects.exists(), model
    assert AnswerSheet.objects.count() == 1
    with pytest.raises(UnknownTokenError):
        answering.access(wave_id=wave.pk, token=token, now=now)


def test_a_sheet_of_somebody_erased_is_sealed_and_counted(open_wave: OpenWave) -> None:
    wave = open_wave(n=5)
    making.answer_all(wave, sheets=5)
    erase(first(wave))

    wave = making.seal_and_assess(wave)

    assert (wave.sheets, wave.invited) == (5, 5)


def test_erasing_after_the_seal_takes_mark_and_person_only(assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=5)
    assert Mark.objects.count() == 5
    before = bytes(Chunk.objects.get().columns)

    erase(first(wave))

    assert (Mark.objects.count(), Member.objects.count()) == (4, 4)
    assert bytes(Chunk.objects.get().columns) == before


def test_erasing_nobody_says_so(db: None) -> None:
    assert not erasing.erase_member(uuid4(), now=timezone.now())


@pytest.mark.parametrize("erased_in", ["the wave before", "this wave"])
def test_after_an_erasure_the_people_are_never_called_the_same(
    open_wave: OpenWave, erased_in: str
) -> None:
    # Six people take part in both waves, and one of them is erased: a release in full detail of
    # both waves would give away what that one answered.
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    making.seal_and_assess(wave)
    person = first(wave)
    if erased_in == "the wave before":
        erase(person)
    later = waves.open_wave(wave.community, instrument=wave.instrument, now=timezone.now())
    making.answer_all(later, sheets=6)
    if erased_in == "this wave":
        erase(person)

    assert making.seal_and_assess(later).continuity == Wave.Continuity.FEW


def test_without_an_erasure_the_same_people_are_the_same(open_wave: OpenWave) -> None:
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    making.seal_and_assess(wave)
    later = waves.open_wave(wave.community, instrument=wave.instrument, now=timezone.now())
    making.answer_all(later, sheets=6)

    assert making.seal_and_assess(later).continuity == Wave.Continuity.SAME


def test_an_erasure_is_remembered_without_a_name(
    open_wave: OpenWave, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    member = first(open_wave(n=1))
    with django_capture_on_commit_callbacks(execute=True):
        erase(member)

    kept = Erasure.objects.get()
    written = (tmp_path / "erasures").read_text()
    assert kept.hash in written
    assert member.email not in written + kept.hash
    assert erasing.on_file() == erasing.remembered()


def test_a_replay_erases_who_is_back_and_nobody_else(open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    member = first(wave)
    erase(member)
    Member.objects.create(community=wave.community, email=member.email.upper())
    assert Member.objects.count() == 3

    again = erasing.replay([*erasing.remembered().values()], now=timezone.now())

    assert again == 1
    assert not Member.objects.filter(email__iexact=member.email).exists()
    assert Member.objects.count() == 2


def test_a_torn_line_of_the_file_is_passed_over(open_wave: OpenWave, tmp_path: Path) -> None:
    (tmp_path / "erasures").write_text("2026-01-0")

    assert erasing.on_file() == {}


def test_old_erasures_are_forgotten_in_both_places(
    open_wave: OpenWave, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    old, fresh = open_wave(n=2).community.members.order_by("email")
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_member(old.pk, now=timezone.now() - timedelta(days=1200))
        erase(fresh)
    assert len((tmp_path / "erasures").read_text().splitlines()) == 2

    with django_capture_on_commit_callbacks(execute=True):
        erasing.forget_before(timezone.now().date() - timedelta(days=1000))

    assert len((tmp_path / "erasures").read_text().splitlines()) == 1
    assert {*erasing.on_file()} == {*Erasure.objects.values_list("pk", flat=True)}
