"""C1: nothing leads from an answer to the person who gave it."""

import hashlib
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Model
from django.utils import timezone

from assessments.domain.accounts.tokens import receipt_of
from assessments.domain.answers import answering
from assessments.domain.instruments.questionnaires import questionnaire
from assessments.models import (
    Account,
    AnswerSheet,
    ApiToken,
    CellScore,
    Chunk,
    Comment,
    Draft,
    Invitation,
    ItemResult,
    Leadership,
    Mail,
    Mark,
    Member,
    PendingComment,
    Score,
    Token,
    Wave,
)
from tests.assessments import making
from tests.attacks.searching import places_of

FIELDS: dict[type[Model], set[str]] = {
    AnswerSheet: {"receipt_hash", "wave", "packed"},
    PendingComment: {"key_hash", "wave", "text"},
    Chunk: {"id", "wave", "number", "sheets", "columns"},
    Comment: {"id", "wave", "text", "state"},
    CellScore: {
        "id",
        "assessment",
        "band",
        "value",
        "subject",
        "level",
        "consensus",
        "chance_line",
        "answers",
    },
    Score: {"id", "assessment", "measure", "subject", "value", "low", "high", "answers", "absent"},
    ItemResult: {
        "id",
        "assessment",
        "item",
        "counts",
        "cant_say",
        "mean",
        "consensus",
        "polarisation",
        "predicted",
        "actual",
        "bias",
    },
}
"""All that the tables of answers hold. Whoever adds a column thinks about C1 first."""

PEOPLE: set[type[Model]] = {
    Account,
    ApiToken,
    Draft,
    Invitation,
    Leadership,
    Mail,
    Mark,
    Member,
    Token,
}
ROSTER = {"assessments_member.id", "assessments_member.email", "assessments_member.name"}
KEYS = {"assessments_invitation.member_id"}


@pytest.mark.parametrize("model", FIELDS)
def test_tables_of_answers_hold_these_columns_and_no_others(model: type[Model]) -> None:
    assert {field.name for field in fields_of(model)} == FIELDS[model]


@pytest.mark.parametrize("model", FIELDS)
def test_tables_of_answers_hold_no_time_and_no_network_address(model: type[Model]) -> None:
    telling = (
        models.DateField,
        models.TimeField,
        models.DurationField,
        models.GenericIPAddressField,
    )

    assert [field.name for field in fields_of(model) if isinstance(field, telling)] == []


@pytest.mark.parametrize("model", FIELDS)
def test_no_way_leads_from_answers_to_people(model: type[Model]) -> None:
    assert _reached(model) & PEOPLE == set()


def test_the_way_from_an_invitation_to_people_is_found() -> None:
    assert _reached(Mark) >= {Invitation, Member}


def test_no_model_of_people_points_to_answers() -> None:
    pointing = {
        field.related_model
        for model in apps.get_models()
        if model in PEOPLE
        for field in fields_of(model)
        if field.is_relation
    }
    assert Invitation in pointing
    assert pointing & set(FIELDS) == set()


@pytest.fixture
def people(db: None) -> tuple[Wave, dict[Member, str]]:
    """A wave whose members have unmistakable names, and the token with which each answered."""
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=6)
    asked = questionnaire(wave.instrument.content)
    tokens = {}
    for number, member in enumerate(community.members.order_by("email")):
        member.name = f"Quartermaine the {number}th"
        member.save()
        tokens[member] = making.token_of(wave, member)
        entry = answering.access(wave_id=wave.pk, token=tokens[member], now=timezone.now())
        answers = {code: scale.points for code, scale in asked.scales.items()}
        answering.save_draft(entry, answers, now=timezone.now(), comment="", page="1")
        answering.send_answers(entry, answers, now=timezone.now(), comment=f"remark {number}")
    return wave, tokens


def test_nothing_about_members_is_outside_the_roster_while_a_wave_is_open(
    people: tuple[Wave, dict[Member, str]],
) -> None:
    _wave, tokens = people

    assert places_of(each for member in tokens for each in _about(member)) == ROSTER | KEYS
    assert places_of(tokens.values()) == {"assessments_token.sha256"}


def test_nothing_about_members_is_outside_the_roster_after_the_seal(
    people: tuple[Wave, dict[Member, str]],
) -> None:
    wave, tokens = people
    making.seal_and_assess(wave)

    assert places_of(each for member in tokens for each in _about(member)) == ROSTER | KEYS
    assert places_of(tokens.values()) == set()
    assert places_of(receipt_of(token) for token in tokens.values()) == set()


@pytest.mark.parametrize("kind", ["plain", "md5", "sha1", "sha256", "raw"])
@pytest.mark.parametrize("what", ["email", "name", "pk", "token"])
def test_the_search_finds_what_is_planted(
    people: tuple[Wave, dict[Member, str]], kind: str, what: str
) -> None:
    wave, tokens = people
    member = [*tokens][3]
    secret = tokens[member] if what == "token" else str(getattr(member, what))
    secrets = [*tokens.values()] if what == "token" else [*_about(member)]
    before = places_of(secrets)

    if kind == "raw":
        planted = b"\x01\x02" + hashlib.sha256(secret.encode()).digest()
        AnswerSheet.objects.create(receipt_hash=uuid.uuid4().hex, wave=wave, packed=planted)
        found = "assessments_answersheet.packed"
    else:
        text = secret.upper() if kind == "plain" else hashlib.new(kind, secret.encode()).hexdigest()
        Comment.objects.create(wave=wave, text=f"x{text}x")
        found = "assessments_comment.text"

    assert places_of(secrets) == before | {found}


def fields_of(model: type[Model]) -> list[Any]:
    return [*model._meta.get_fields()]  # noqa: SLF001 -- Django's public name


def _about(member: Member) -> tuple[Any, ...]:
    return member.email, member.name, member.pk


def _reached(start: type[Model]) -> set[Any]:
    """Follow foreign keys forward, as far as they lead."""
    reached: set[Any] = set()
    waiting: list[Any] = [start]
    while waiting:
        model = waiting.pop()
        if model in reached:
            continue
        reached.add(model)
        waiting += [
            field.related_model
            for field in fields_of(model)
            if field.concrete and field.remote_field and not field.many_to_many
        ]
    return reached
