"""What is measured on: waves with answers, put straight into the tables where time is short."""

from datetime import timedelta
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from assessments.domain.accounts.tokens import new_token, sha256
from assessments.domain.answers.sheets import columns_of
from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import hash_of, questionnaire_of
from assessments.domain.instruments.questionnaires import CANT_SAY
from assessments.models import (
    AnswerSheet,
    Assessment,
    Chunk,
    Community,
    Draft,
    Instrument,
    Invitation,
    Mark,
    Member,
    Score,
    Token,
    Wave,
)
from assessments.models.communities import Role, Tenure
from scoring.frame import Frame

GROUP = 100
"""Members of the group that the goals speak of."""

Sheets = npt.NDArray[np.uint8]
ROLES = [Role.MEMBER] * 8 + [Role.HELPER, Role.LEADER]
TENURES = [Tenure.UNDER_1_YEAR, Tenure.YEARS_1_TO_3, Tenure.OVER_3_YEARS]


def drawn(frame: Frame, sheets: int, *, seed: int = 1, level: float = 0.7) -> Sheets:
    """Draw sheets whose answers lie around ``level`` (0 to 1); shape (sheets, columns)."""
    chance = np.random.default_rng(seed)
    largest = np.array(frame.largest)
    turned = [*frame.reversed_columns, *(q.column for q in frame.questions if q.reversed)]
    centre = np.full(frame.width, level)
    centre[turned] = 1 - level
    # Members who think well of the group do so everywhere: without that there is no common factor.
    lean = np.where(np.isin(np.arange(frame.width), turned), -1, 1)
    member = chance.normal(0, 0.12, (sheets, 1)) * lean
    place = (chance.normal(centre, 0.16, (sheets, frame.width)) + member).clip(0, 1)
    answers: Sheets = (1 + np.rint(place * (largest - 1))).astype(np.uint8)
    items = [item.column for item in frame.items]
    silent = chance.random((sheets, len(items))) < 1 / 20
    answers[:, items] = np.where(silent, CANT_SAY, answers[:, items])
    answers[:, frame.careless] = 1
    return answers


def without_questions(instrument: Instrument) -> Instrument:
    """Give the instrument with nothing but items and predictions: 48 columns of answers."""
    content = {**instrument.content, "key": f"{instrument.key}-items", "questions": []}
    return Instrument.objects.create(
        key=content["key"],
        version=1,
        name=instrument.name,
        language=instrument.language,
        content=content,
        content_hash=hash_of(content),
    )


def new_wave(instrument: Instrument, *, state: Wave.State, **fields: int) -> Wave:
    """Make a wave in a community of its own."""
    name = f"group-{uuid4()}"
    now = timezone.now()
    return Wave.objects.create(
        community=Community.objects.create(slug=name, name=name),
        number=1,
        instrument=instrument,
        state=state,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        sealed_at=None if state == Wave.State.OPEN else now,
        scrubbed=state != Wave.State.OPEN,
        continuity=Wave.Continuity.FIRST,  # numbers and intervals are released, not words
        **fields,
    )


def sealed_wave(instrument: Instrument, sheets: Sheets) -> Wave:
    """Make a sealed wave of these sheets, one in five members not heard."""
    count = len(sheets)
    wave = new_wave(instrument, state=Wave.State.SEALED, sheets=count, invited=count + count // 4)
    rows = columns_of([row.tobytes() for row in sheets])
    Chunk.objects.bulk_create(
        [
            Chunk(wave=wave, number=number, sheets=size, columns=columns)
            for number, (size, columns) in enumerate(rows)
        ],
        batch_size=20,
    )
    return wave


def invited(wave: Wave, count: int) -> tuple[list[Invitation], list[str]]:
    """Invite fresh members to a wave; give the invitations, and a token of each."""
    members = Member.objects.bulk_create(
        [
            Member(
                community=wave.community,
                email=f"{uuid4()}@example.org",
                role=ROLES[number % len(ROLES)],
                tenure=TENURES[number % len(TENURES)],
            )
            for number in range(count)
        ]
    )
    invitations = Invitation.objects.bulk_create(
        [Invitation(wave=wave, member=member) for member in members]
    )
    tokens = [new_token() for _ in invitations]
    Token.objects.bulk_create(
        [
            Token(sha256=sha256(token), invitation=invitation)
            for token, invitation in zip(tokens, invitations, strict=True)
        ]
    )
    return invitations, tokens


def with_drafts(invitations: list[Invitation], answers: dict[str, int]) -> None:
    """Let everybody have answered all and sent nothing."""
    Draft.objects.bulk_create(
        [
            Draft(invitation=invitation, payload={"answers": answers, "comment": "", "fast": []})
            for invitation in invitations
        ]
    )


def answered_wave(instrument: Instrument, *, seed: int) -> Wave:
    """Make an open wave of 125 invited, 100 of whom have sent their answers."""
    wave = new_wave(instrument, state=Wave.State.OPEN, invited=GROUP + GROUP // 4)
    invitations, tokens = invited(wave, GROUP + GROUP // 4)
    sheets = drawn(frame_of(questionnaire_of(instrument)), GROUP, seed=seed)
    AnswerSheet.objects.bulk_create(
        [
            AnswerSheet(receipt_hash=sha256(f"receipt {token}"), wave=wave, packed=row.tobytes())
            for token, row in zip(tokens, sheets, strict=False)
        ]
    )
    Mark.objects.bulk_create([Mark(invitation=each) for each in invitations[:GROUP]])
    return wave


def assessed_copies(wave: Wave, community: Community, *, count: int) -> None:
    """Give a community so many waves, with the scores of one that is assessed."""
    original = wave.assessments.get()
    scores = [*original.scores.values()]
    for number in range(1, count + 1):
        assessment = Assessment.objects.get(pk=original.pk)
        assessment.pk = uuid4()
        assessment.wave = _copy(wave, community, number)
        assessment.save(force_insert=True)
        Score.objects.bulk_create(
            [Score(**{**each, "id": None, "assessment_id": assessment.pk}) for each in scores]
        )


def _copy(wave: Wave, community: Community, number: int) -> Wave:
    copy = Wave.objects.get(pk=wave.pk)
    copy.pk, copy.community, copy.number, copy.result_key = uuid4(), community, number, uuid4().hex
    copy.save(force_insert=True)
    return copy
