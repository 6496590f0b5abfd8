"""The statements by which an answer sheet is sent, as SQL: writing them each time cost the most.

This is one of the few places with SQL of its own, since Django's has no ``INSERT … SELECT``;
``tests/assessments/domain/answers/test_sending.py`` compares what it writes with what the models
say.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

_SHEET = """\
INSERT INTO "assessments_answersheet" (receipt_hash, wave_id, packed)
SELECT %s, wave.id, %s
FROM assessments_token AS token
JOIN assessments_invitation AS invitation ON invitation.id = token.invitation_id
JOIN assessments_wave AS wave ON wave.id = invitation.wave_id
WHERE token.sha256 = %s AND invitation.id = %s
AND wave.state = 'open' AND wave.opens_at <= %s AND wave.closes_at > %s"""
_MARK = 'INSERT INTO "assessments_mark" (id, invitation_id) VALUES (%s, %s)'
_NO_DRAFT = 'DELETE FROM "assessments_draft" WHERE invitation_id = %s'


def insert_sheet(
    *, receipt_hash: str, packed: bytes, token_hash: str, invitation_id: UUID, now: datetime
) -> bool:
    """Insert a sheet and its mark, and delete the draft, if the wave of the token takes answers.

    On PostgreSQL the wave is shared with other senders and kept from the seal until the
    transaction ends; SQLite lets one transaction write at a time.

    Raises
    ------
    django.db.IntegrityError
        If there is a sheet or a mark already.
    """
    invitation, moment = _uuid(invitation_id), connection.ops.adapt_datetimefield_value(now)
    lock = " FOR KEY SHARE OF wave" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            _SHEET + lock, [receipt_hash, packed, token_hash, invitation, moment, moment]
        )
        if cursor.rowcount != 1:
            return False
        cursor.execute(_MARK, [_uuid(uuid4()), invitation])
        cursor.execute(_NO_DRAFT, [invitation])
    return True


def _uuid(value: UUID) -> UUID | str:
    return value if connection.features.has_native_uuid_field else value.hex
