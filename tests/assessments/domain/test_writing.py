"""Rows written without objects are what the models would have written, and keep every rule."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, F, IntegerField, UUIDField
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.statements import Given
from assessments.domain.writing import Delete, Insert, Update
from assessments.models import (
    AnswerSheet,
    Chunk,
    Community,
    Draft,
    Mail,
    Mark,
    PendingComment,
    Token,
    Wave,
    Work,
)
from tests.assessments import making

WORK = ("id", "kind", "wave_id", "state", "attempts", "due_at", "leased_until", "error")
HOSTILE = ["'; DROP TABLE assessments_wave; --", '100 % of "it", %s and %(name)s', "a\\b"]

OpenWave = Callable[..., Wave]


@pytest.fixture
def wave(open_wave: OpenWave) -> Wave:
    """An open wave of three members, about which nothing is to be done."""
    wave = open_wave(n=3)
    Work.objects.all().delete()
    return wave


def work_row(wave: Wave, **changes: object) -> list[object]:
    row = dict.fromkeys(WORK) | {"id": uuid4(), "kind": "mail", "wave_id": wave.pk}
    row |= {"state": "due", "attempts": 2, "due_at": wave.opens_at, "error": ""}
    return [*(row | changes).values()]


@pytest.mark.parametrize("once", [False, True])
def test_row_is_the_one_the_model_would_have_written(wave: Wave, once: bool) -> None:
    row = work_row(wave, state="leased", leased_until=wave.closes_at)

    assert Insert(Work, *WORK, once=once).rows([row]) == 1

    assert [getattr(Work.objects.get(), name) for name in WORK] == row


def test_bytes_json_and_missing_values_are_those_that_were_given(wave: Wave) -> None:
    invitation = wave.invitations.all()[0]
    payload = {"answers": {"claim": 3}, "comment": "“Ümlaut” %s"}

    Insert(Draft, "invitation_id", "payload", "seed").rows([[invitation.pk, payload, 7]])
    Insert(Chunk, "wave_id", "number", "sheets", "columns").rows([[wave.pk, 0, 1, b"\x00\xff'"]])

    draft, chunk = Draft.objects.get(), Chunk.objects.get()
    assert (draft.payload, draft.seed) == (payload, 7)
    assert bytes(chunk.columns) == b"\x00\xff'"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_value_is_a_value(wave: Wave, text: str) -> None:
    name = Given("name", CharField())
    communities = Update(lambda: Community.objects.filter(name=name), name=Given("to", CharField()))

    Insert(PendingComment, *_columns(PendingComment)).rows([_pending(wave, text)])
    assert communities.run(name=wave.community.name, to=text) == 1
    assert communities.run(name=text + "'", to="x") == 0

    assert PendingComment.objects.get().text == text
    assert Community.objects.get().name == text


def _columns(model: type[PendingComment]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname != "id"]  # noqa: SLF001 -- Django's public name


def _pending(wave: Wave, text: str) -> list[object]:
    given: dict[str, object] = {"wave_id": wave.pk, "text": text}
    return [given.get(name, "0" * 64) for name in _columns(PendingComment)]


def test_many_rows_are_one_statement(wave: Wave) -> None:
    insert = Insert(Mark, "id", "invitation_id")
    with CaptureQueriesContext(connection) as captured:
        assert insert.rows((uuid4(), each.pk) for each in [*wave.invitations.all()]) == 3
    assert len(captured) == 1 + 1  # reading the invitations is the other
    assert Mark.objects.count() == 3


def test_rows_that_are_there_are_passed_over_only_where_that_is_asked_for(wave: Wave) -> None:
    rows = [work_row(wave), work_row(wave)]
    assert Insert(Work, *WORK, once=True).rows(rows) == 1
    assert Insert(Work, *WORK, once=True).rows(rows) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Insert(Work, *WORK).rows([work_row(wave)])
    assert Work.objects.count() == 1


@pytest.mark.parametrize("once", [False, True])
def test_broken_check_is_an_error_and_never_passed_over(wave: Wave, once: bool) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Insert(Work, *WORK, once=once).rows([work_row(wave), work_row(wave, state="leased")])
    assert not Work.objects.exists()


@pytest.mark.parametrize("names", [WORK[:-1], (*WORK, "colour")])
def test_every_column_has_to_be_named(names: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match=r"Work: (error|colour)"):
        Insert(Work, *names)


@pytest.mark.django_db(transaction=True)
def test_rows_are_refused_outside_of_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        Insert(Mark, "id", "invitation_id").rows([])


def test_update_and_delete_change_what_their_query_sets_find(wave: Wave) -> None:
    tiny = wave.instrument
    other = making.make_wave(
        making.make_community(making.make_account("o@example.org"), "Other"), tiny, members=2
    )
    of_wave = Given("wave", UUIDField())
    update = Update(
        lambda: Mail.objects.filter(invitation__wave=of_wave),
        attempts=F("attempts") + Given("more", IntegerField()),
        state=Mail.State.SENT,
    )
    delete = Delete(lambda: Mail.objects.filter(invitation__wave=of_wave))

    assert update.run(wave=wave.pk, more=2) == 3
    assert update.run(wave=wave.pk, more=1) == 3
    found = Mail.objects.order_by("invitation__wave", "pk")
    assert {*found.filter(invitation__wave=wave).values_list("attempts", "state")} == {(3, "sent")}
    assert {*found.filter(invitation__wave=other).values_list("attempts", "state")} == {(0, "due")}
    assert delete.run(wave=wave.pk) == 3
    assert delete.run(wave=wave.pk) == 0
    assert Mail.objects.count() == 2


def test_sql_is_written_once(wave: Wave) -> None:
    composed = []

    def compose() -> object:
        composed.append("once")
        return Mail.objects.filter(due_at__lt=Given("now", CharField()))

    delete = Delete(compose)  # type: ignore[arg-type] # a query set
    now = timezone.now() - timedelta(days=9)
    for _ in range(3):
        delete.run(now=str(now))
    assert composed == ["once"]


@pytest.mark.parametrize("model", [AnswerSheet, Draft, Mail, Mark, PendingComment, Token])
def test_nothing_hangs_on_what_a_seal_deletes(model: type) -> None:
    # Django's own deletion looks for rows that refer to deleted ones; statements do not.
    referring = [
        field
        for other in apps.get_models()
        for field in other._meta.get_fields()  # noqa: SLF001 -- Django's public name
        if field.concrete and field.related_model is model
    ]
    assert referring == []
