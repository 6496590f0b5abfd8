"""The statements that are written as SQL say what the models say."""

from collections.abc import Callable

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.accounts.tokens import receipt_hash
from assessments.domain.answers import answering
from assessments.domain.answers.quality import _may_be_invariable
from assessments.domain.answers.sheets import flagged, pack
from assessments.domain.instruments.pages import pages_of
from assessments.domain.instruments.questionnaires import (
    CANT_SAY,
    CARELESS,
    FOLDER,
    NO_ANSWER,
    Questionnaire,
    questionnaire,
    read_content,
)
from assessments.domain.refusals import AnswersRefusedError
from assessments.models import AnswerSheet, Draft, Mark, Wave
from scoring.careless import careless
from tests.assessments import making


@pytest.fixture
def wave(open_wave: Callable[..., Wave]) -> Wave:
    """An open wave of three members."""
    return open_wave(n=3)


def test_sheet_mark_and_draft_are_as_the_models_would_leave_them(wave: Wave) -> None:
    first, second, _third = wave.community.members.order_by("email")
    now = timezone.now()
    entry = answering.access(wave_id=wave.pk, token=making.token_of(wave, first), now=now)
    other = answering.access(wave_id=wave.pk, token=making.token_of(wave, second), now=now)
    answering.save_draft(entry, {"claim": 1}, now=now)
    answering.save_draft(other, {"claim": 2}, now=now)

    receipt = answering.send_answers(entry, {"claim": 1}, now=now)

    sheet = AnswerSheet.objects.select_related("wave").get()
    assert (sheet.pk, sheet.wave) == (receipt_hash(receipt), wave)
    assert isinstance(bytes(sheet.packed or b""), bytes)
    mark = Mark.objects.select_related("invitation").get()
    assert mark.invitation.member == first
    assert mark.pk.version == 4
    assert [draft.invitation_id for draft in Draft.objects.all()] == [other.invitation_id]


def test_what_is_found_of_a_token_is_what_the_models_say(wave: Wave) -> None:
    member = wave.community.members.order_by("email")[0]
    member.language = "de"
    member.save()
    now = timezone.now()
    token = making.token_of(wave, member)
    answering.save_draft(
        answering.access(wave_id=wave.pk, token=token, now=now), {"claim": 5}, now=now
    )

    entry = answering.access(wave_id=wave.pk, token=token, now=now)

    stored = Wave.objects.select_related("community", "instrument").get(pk=wave.pk)
    assert entry.invitation.member == member
    assert entry.language == "de"
    assert entry.draft["answers"] == {"claim": 5}
    for name in ("pk", "state", "opens_at", "closes_at", "minimum_answers", "result_key"):
        assert getattr(entry.wave, name) == getattr(stored, name), name
    for name in ("pk", "name", "language", "time_zone", "purpose", "slug"):
        assert getattr(entry.wave.community, name) == getattr(stored.community, name), name
    assert entry.wave.instrument.content == stored.instrument.content


def test_change_of_the_wave_is_seen_at_once(wave: Wave) -> None:
    token = making.token_of(wave, wave.community.members.order_by("email")[0])
    now = timezone.now()
    answering.access(wave_id=wave.pk, token=token, now=now)
    community = wave.community
    community.name = "The Dripping Taps"
    community.save()

    entry = answering.access(wave_id=wave.pk, token=token, now=now)

    assert entry.wave.community.name == "The Dripping Taps"


def test_entering_costs_one_statement(
    wave: Wave, django_assert_num_queries: Callable[[int], object]
) -> None:
    tokens = [making.token_of(wave, each) for each in wave.community.members.all()]
    now = timezone.now()
    answering.access(wave_id=wave.pk, token=tokens[0], now=now)

    with django_assert_num_queries(2):  # type: ignore[attr-defined] # a context manager
        for token in tokens[1:]:
            answering.access(wave_id=wave.pk, token=token, now=now)


@given(
    st.lists(st.sampled_from([0, 1, 2, 3, 3, 3, 4, 5, CANT_SAY]), min_size=40, max_size=40)
    | st.tuples(st.integers(0, 5), st.integers(10, 40)).map(lambda run: [run[0]] * run[1])
)
@settings(max_examples=200, deadline=None)
def test_sheet_that_is_not_looked_at_would_not_be_careless(points: list[int]) -> None:
    asked = questionnaire(read_content((FOLDER / "peck-40.toml").read_text(encoding="utf-8")))
    places = [
        [each.code for each in asked.characteristics].index(item.characteristic)
        for page in pages_of(asked, seed=1)
        for item in page
    ]
    given = [0 if point == CANT_SAY else point for point in (points + [1, 2, 3, 4, 5] * 8)[:40]]
    sheet = np.array([given])

    if not _may_be_invariable(given):
        assert not careless(sheet, keyed=sheet, characteristics=places).any()


def test_sheet_takes_the_answers_that_scales_allow_and_no_others() -> None:
    asked = questionnaire(read_content((FOLDER / "peck-40.toml").read_text(encoding="utf-8")))

    for code, scale in asked.scales.items():
        taken = {value for value in range(-1, 300) if _is_taken(asked, code, value)}
        offered = {value for value, _label in scale.options}
        assert taken == {NO_ANSWER, *offered, *([CANT_SAY] if scale.cant_say else [])}, code
    assert not _is_taken(asked, CARELESS, 1)
    assert not _is_taken(asked, "nothing", 1)


def _is_taken(asked: Questionnaire, code: str, value: int) -> bool:
    try:
        packed = flagged(asked, pack(asked, {code: value}), 2)
    except AnswersRefusedError:
        return False
    assert packed[asked.positions[code]] == value
    assert sum(packed) == value + packed[asked.positions[CARELESS]] == value + 2
    return True
