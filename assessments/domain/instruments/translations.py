"""What an instrument asks in the language of the reader."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import (
    Characteristic,
    Item,
    Question,
    Questionnaire,
    Scale,
)
from assessments.models import Instrument, Translation

Texts = Mapping[str, Any]

FRESH = 300
"""Seconds after which a translation that was corrected is read anew."""


@dataclass(frozen=True, kw_only=True)
class Worded:
    """A questionnaire in one language; ``reviewed`` by somebody who speaks it."""

    questionnaire: Questionnaire
    language: str
    reviewed: bool


def worded(instrument: Instrument, language: str) -> Worded:
    """Give what the instrument asks in a language; in its own where there is no translation."""
    if language == instrument.language:
        return _own(instrument)
    return _worded(instrument.pk, language, int(time.monotonic()) // FRESH) or _own(instrument)


def worded_for_reader(instrument: Instrument) -> Questionnaire:
    """Give what the instrument asks in the language of who reads now."""
    return worded(instrument, get_language() or instrument.language).questionnaire


def languages_of(instrument: Instrument) -> list[str]:
    """Give the languages in which the instrument can be answered, its own first."""
    return languages_of_each([instrument])[instrument.pk]


def languages_of_each(instruments: Iterable[Instrument]) -> dict[UUID, list[str]]:
    """Give what ``languages_of`` gives of each, by instrument, with one query."""
    found = {instrument.pk: [instrument.language] for instrument in instruments}
    rows = Translation.objects.filter(instrument__in=found).order_by("language")
    for instrument, language in rows.values_list("instrument", "language"):
        if language != found[instrument][0]:
            found[instrument].append(language)
    return found


def _own(instrument: Instrument) -> Worded:
    return Worded(
        questionnaire=questionnaire_of(instrument), language=instrument.language, reviewed=True
    )


@lru_cache(maxsize=256)
def _worded(instrument_id: UUID, language: str, _period: int) -> Worded | None:
    found = (
        Translation.objects.filter(instrument=instrument_id, language=language)
        .select_related("instrument")
        .first()
    )
    if found is None:
        return None
    return Worded(
        questionnaire=translated(questionnaire_of(found.instrument), found.content),
        language=language,
        reviewed=found.reviewed,
    )


def side_by_side(translation: Translation) -> list[tuple[str, str, str]]:
    """Give the code, the original and the translation of every text."""
    asked = questionnaire_of(translation.instrument)
    return [
        (code, original, text)
        for (code, original), (_code, text) in zip(
            _texts(asked), _texts(translated(asked, translation.content)), strict=True
        )
        if original
    ]


def _texts(asked: Questionnaire) -> Iterator[tuple[str, str]]:
    yield "name", asked.name
    yield "introduction", asked.introduction
    yield from _scale_texts("scale", asked.scale)
    for each in asked.characteristics:
        yield each.code, each.name
        yield from ((claim.code, claim.text) for claim in each.claims)
    yield from ((item.code, item.text) for item in asked.items)
    yield "predictions", asked.prediction
    for question in asked.questions:
        yield question.code, question.text
        yield f"{question.code}.note", question.note
        yield from _scale_texts(question.code, question.scale)


def _scale_texts(code: str, scale: Scale) -> Iterator[tuple[str, str]]:
    for place, label in enumerate(scale.labels, start=1):
        yield f"{code}.{place}", label
    for name in ("low_label", "high_label", "cant_say"):
        yield f"{code}.{name}", getattr(scale, name)


def translated(asked: Questionnaire, texts: Texts) -> Questionnaire:
    """Put the texts of a translation in place; what it lacks stays in the instrument's language."""
    items, questions = texts.get("items", {}), texts.get("questions", {})
    return replace(
        asked,
        language=texts["language"],
        name=texts.get("name", asked.name),
        introduction=texts.get("introduction", asked.introduction),
        scale=_scale(asked.scale, texts),
        characteristics=tuple(_characteristic(each, texts) for each in asked.characteristics),
        items=tuple(_item(item, items) for item in asked.items),
        prediction=texts.get("predictions", {}).get("text", asked.prediction),
        questions=tuple(_question(each, questions.get(each.code, {})) for each in asked.questions),
    )


def _characteristic(characteristic: Characteristic, texts: Texts) -> Characteristic:
    names, claims = texts.get("characteristics", {}), texts.get("claims", {})
    return replace(
        characteristic,
        name=names.get(characteristic.code, characteristic.name),
        claims=tuple(
            replace(claim, text=claims.get(claim.code, claim.text))
            for claim in characteristic.claims
        ),
    )


def _item(item: Item, texts: Texts) -> Item:
    return replace(item, text=texts.get(item.code, item.text))


def _question(question: Question, texts: Texts) -> Question:
    return replace(
        question,
        text=texts.get("text", question.text),
        note=texts.get("note", question.note),
        scale=_scale(question.scale, texts),
    )


def _scale(scale: Scale, texts: Texts) -> Scale:
    labels = tuple(texts.get("labels", ()))
    return replace(
        scale,
        labels=labels if len(labels) == len(scale.labels) else scale.labels,
        low_label=texts.get("low_label", scale.low_label),
        high_label=texts.get("high_label", scale.high_label),
        cant_say=texts.get("cant_say", scale.cant_say) if scale.cant_say else "",
    )
