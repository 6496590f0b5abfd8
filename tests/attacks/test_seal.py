"""C2: sealing destroys the order in which answers came; what it deletes is gone from the disk."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from uuid import UUID

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from assessments.domain.accounts.tokens import receipt_hash, receipt_of, sha256
from assessments.domain.answers import answering
from assessments.domain.answers.sheets import pack
from assessments.domain.communities.invitations import mint_token
from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.scores.assessing import answers_of
from assessments.models import Comment, Invitation, Mark, PendingComment, Wave
from tests.assessments import making

SHEETS = 200
LARGEST_CORRELATION = 0.25
ON_SQLITE = connection.vendor == "sqlite"


@pytest.fixture
def asked(transactional_db: None) -> tuple[Wave, list[UUID]]:
    """A wave that 200 members have answered, and their invitations in the order they did."""
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=SHEETS)
    invitations = [*Invitation.objects.filter(wave=wave)]
    Random(1).shuffle(invitations)
    chance, questionnaire = Random(2), questionnaire_of(wave.instrument)
    for number, invitation in enumerate(invitations):
        now = timezone.now()
        token = mint_token(invitation)
        entry = answering.access(wave_id=wave.pk, token=token, now=now)
        answers = {
            code: chance.randint(1, scale.points) for code, scale in questionnaire.scales.items()
        }
        answering.send_answers(entry, answers, now=now, comment=f"comment {number}")
    return wave, [invitation.pk for invitation in invitations]


def spearman(places: Sequence[int]) -> float:
    """Correlate places 0, 1, 2 … in one order with those in another."""
    return float(np.corrcoef(np.arange(len(places)), places)[0, 1])


def order_of_marks(order: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT invitation_id FROM assessments_mark ORDER BY {order}")  # noqa: S608 -- the test's own words
        return [UUID(str(row[0])) for row in cursor.fetchall()]


def physical_order() -> str:
    return "rowid" if ON_SQLITE else "ctid"


def places(order: Sequence[UUID], came: Sequence[UUID]) -> list[int]:
    return [came.index(invitation) for invitation in order]


def test_marks_of_an_unsealed_wave_lie_in_the_order_they_came(
    asked: tuple[Wave, list[UUID]],
) -> None:
    # What the seal has to destroy is there: without it the next test would show nothing.
    assert spearman(places(order_of_marks(physical_order()), asked[1])) > 0.9


def test_sealed_wave_has_lost_every_order(asked: tuple[Wave, list[UUID]]) -> None:
    wave, came = asked
    assert PendingComment.objects.filter(wave=wave).count() == SHEETS

    wave = making.seal_and_assess(wave, in_transaction=False)

    for order in ("id", physical_order()):
        marks = order_of_marks(order)
        assert len(marks) == SHEETS
        assert abs(spearman(places(marks, came))) < LARGEST_CORRELATION
    comments = [int(text.removeprefix("comment ")) for text in order_of_comments()]
    assert len(comments) == SHEETS
    assert abs(spearman(comments)) < LARGEST_CORRELATION
    assert not PendingComment.objects.exists()
    rows = [bytes(row) for row in answers_of(wave, frame_of(questionnaire_of(wave.instrument))).T]
    assert len(rows) == SHEETS
    assert rows == sorted(rows)
    assert row_versions() == 1


def order_of_comments() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM assessments_comment ORDER BY {physical_order()}")  # noqa: S608 -- the test's own words
        return [row[0] for row in cursor.fetchall()]


def row_versions() -> int:
    """Count the transactions that wrote the marks; SQLite keeps none."""
    if ON_SQLITE:
        return 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM assessments_mark")
        return int(cursor.fetchone()[0])


def database_bytes() -> bytes:
    """Read the database file and its write-ahead log as they lie on the disk."""
    file = Path(connection.settings_dict["NAME"])
    log = file.with_name(file.name + "-wal")
    return file.read_bytes() + (log.read_bytes() if log.exists() else b"")


@pytest.mark.skipif(not ON_SQLITE, reason="reads SQLite's files")
def test_deleted_answers_are_gone_from_the_file_and_its_log(transactional_db: None) -> None:
    wave, secrets = a_wave_with_secrets()
    assert all(secret in database_bytes() for secret in secrets), "there is something to be found"

    making.seal_and_assess(wave, in_transaction=False)

    left = database_bytes()
    assert not [secret for secret in secrets if secret in left]
    assert Mark.objects.count() == 6
    assert Comment.objects.count() == 1


def a_wave_with_secrets() -> tuple[Wave, list[bytes]]:
    """Have six members answer, and give what must be gone when their wave is sealed."""
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_peck(), members=7)
    *senders, drafter = wave.community.members.order_by("email")
    chance, questionnaire = Random(3), questionnaire_of(wave.instrument)
    secrets: list[bytes] = []
    for member in senders:
        token, answers = making.token_of(wave, member), making.simulated(questionnaire, chance)
        now = timezone.now()
        entry = answering.access(wave_id=wave.pk, token=token, now=now)
        answering.send_answers(entry, answers, now=now, comment="kept" * (member == senders[0]))
        secrets += [
            sha256(token).encode(),
            receipt_hash(receipt_of(token)).encode(),
            pack(questionnaire, answers)[:-1],  # the last byte is the careless flag
        ]
    entry = answering.access(
        wave_id=wave.pk, token=making.token_of(wave, drafter), now=timezone.now()
    )
    answering.save_draft(entry, {"claim": 3}, now=timezone.now(), comment="never sent")
    return wave, [*secrets, b"never sent"]
