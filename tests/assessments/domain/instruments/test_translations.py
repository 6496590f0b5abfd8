"""What an instrument asks in another language: every text that its translation has."""

import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest

from assessments.domain.instruments.questionnaires import FOLDER, questionnaire, read_content
from assessments.domain.instruments.translations import side_by_side, translated, worded
from assessments.models import Instrument
from tests.assessments import making

INSTRUMENTS = ["peck-40", "pulse-16"]
LANGUAGES = ["de", "es", "ar"]
KEPT = {"key", "version", "code", "characteristic", "page", "mirrors"}
"""What stays as it is in every language."""


def read(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def sentences(value: Any) -> Iterator[str]:
    """Give what is more than a word; a word may be the same in two languages."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from sentences(inner) if name not in KEPT else ()
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from sentences(inner)
    elif isinstance(value, str) and " " in value:
        yield value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", INSTRUMENTS)
def test_no_sentence_stays_in_english(key: str, language: str) -> None:
    english = questionnaire(read_content(read(key)))
    foreign = translated(english, tomllib.loads(read(f"{key}.{language}")))

    before, after = ([*sentences(asdict(each))] for each in (english, foreign))
    assert len(before) > len(english.items) + len(english.characteristics)
    assert set(before).intersection(after) == set()


@pytest.fixture
def peck(db: None) -> Instrument:
    """The long form, with its translations."""
    return making.make_peck()


def test_claims_are_worded_in_the_language_of_the_reader(peck: Instrument) -> None:
    inclusivity = worded(peck, "de").questionnaire.characteristics[0]

    # assessments/instruments/peck-40.de.toml
    assert inclusivity.claims[0].code == "accept_and_embrace"
    assert inclusivity.claims[0].text == "die Mitglieder nehmen einander an und auf"


def test_who_reviews_a_translation_sees_the_claims_beside_the_original(peck: Instrument) -> None:
    beside = {code: texts for code, *texts in side_by_side(peck.translations.get(language="es"))}

    original = tomllib.loads(read("peck-40"))["characteristics"]
    spanish = tomllib.loads(read("peck-40.es"))["claims"]
    told = {claim["code"]: claim["text"] for each in original for claim in each["claims"]}
    assert len(told) == 42
    assert all(beside[code] == [text, spanish[code]] for code, text in told.items())


def test_what_a_translation_lacks_stays_in_the_language_of_the_instrument(
    peck: Instrument,
) -> None:
    english = worded(peck, "en").questionnaire

    assert translated(english, {"language": "fr"}).characteristics == english.characteristics
