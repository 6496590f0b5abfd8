"""The drill: a backup comes back whole, and who was erased since does not."""

import sqlite3
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from assessments.domain.records import erasing
from assessments.domain.records.backups import back_up
from assessments.domain.refusals import FaultsError
from assessments.domain.scores.verifying import verify_assessments
from assessments.models import Assessment, Community, Erasure, Member, Wave
from tests.assessments import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """Keep the file of erasures apart."""
    settings.VAR_FOLDER = tmp_path


@pytest.fixture
def wave(transactional_db: None) -> Wave:
    """An assessed wave of six."""
    wave = making.make_wave(
        making.make_community(making.make_account()), making.make_tiny(), members=6
    )
    making.answer_all(wave, sheets=6)
    return making.seal_and_assess(wave, in_transaction=False)


def said(command: str, *arguments: object) -> str:
    output = StringIO()
    call_command(command, *map(str, arguments), stdout=output)
    return output.getvalue()


def erase(member: Member) -> None:
    assert erasing.erase_member(member.pk, now=timezone.now())


def hashes() -> list[str]:
    return [*Assessment.objects.order_by("pk").values_list("input_hash", flat=True)]


def test_a_drill_restores_every_hash_and_replays_erasures(wave: Wave, tmp_path: Path) -> None:
    before, file = hashes(), tmp_path / "backup"
    erased_before, erased_since, stays = wave.community.members.order_by("email")[:3]
    erase(erased_before)
    said("backup", file)
    erase(erased_since)
    Community.objects.all().delete()
    Session.objects.create(session_key="x", expire_date=timezone.now())

    told = said("restore", file)

    assert "1 communities restored, 1 members erased again" in told
    assert hashes() == before != []
    assert verify_assessments().differences == ()
    assert verify_assessments().verified == 1
    assert Member.objects.count() == 4
    assert Member.objects.filter(pk=stays.pk).exists()
    assert not Session.objects.exists()
    assert Erasure.objects.count() == 3  # before, since, and again


def test_who_was_erased_and_asked_to_be_back_before_the_backup_stays(
    wave: Wave, tmp_path: Path
) -> None:
    member = wave.community.members.order_by("email")[0]
    erase(member)
    Member.objects.create(community=wave.community, email=member.email)
    said("backup", tmp_path / "backup")

    said("restore", tmp_path / "backup", "--replace")

    assert Member.objects.filter(email=member.email).exists()


def test_erasures_survive_the_loss_of_the_database(wave: Wave, tmp_path: Path) -> None:
    said("backup", tmp_path / "backup")
    member = wave.community.members.order_by("email")[0]
    erase(member)
    Erasure.objects.all().delete()
    Community.objects.all().delete()
    assert (tmp_path / "erasures").exists()

    assert "1 members erased again" in said("restore", tmp_path / "backup")
    assert not Member.objects.filter(email=member.email).exists()


def test_restoring_over_communities_asks_first(wave: Wave, tmp_path: Path) -> None:
    said("backup", tmp_path / "backup")

    with pytest.raises(CommandError, match="--replace"):
        said("restore", tmp_path / "backup")


def test_a_backup_never_overwrites_and_is_nobody_elses(wave: Wave, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    assert str(file) in said("backup", file)

    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="exists"):
        said("backup", file)
    with pytest.raises(FaultsError):
        back_up(tmp_path / "no such folder" / "backup")


@pytest.mark.parametrize("content", ["nothing of ours", "", "another database"])
def test_what_is_no_backup_changes_nothing(wave: Wave, tmp_path: Path, content: str) -> None:
    file = tmp_path / "file"
    if content == "another database":
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE t (x)")
    else:
        file.write_text(content)

    for wrong in (file, tmp_path / "nowhere"):
        with pytest.raises(CommandError):
            said("restore", wrong, "--replace")

    assert Community.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's files")
def test_who_was_erased_is_gone_from_the_disk_after_a_restore(wave: Wave, tmp_path: Path) -> None:
    member = wave.community.members.order_by("email")[0]
    Member.objects.filter(pk=member.pk).update(name="Quartermaine")
    said("backup", tmp_path / "backup")
    assert b"Quartermaine" in (tmp_path / "backup").read_bytes()
    erase(member)

    said("restore", tmp_path / "backup", "--replace")

    database = Path(connection.settings_dict["NAME"])
    log = database.with_name(database.name + "-wal")
    assert b"Quartermaine" not in database.read_bytes() + (
        log.read_bytes() if log.exists() else b""
    )
