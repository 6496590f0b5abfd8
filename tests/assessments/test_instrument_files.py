"""What the questionnaires that ship with the product promise, read from their files."""

import csv
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.questionnaires import questionnaire, read_content
from assessments.domain.refusals import FaultsError
from tests.assessments.readability import grade_of, words

Table = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "assessments" / "instruments"
CHOIR = ROOT / "docs" / "samples" / "choir.toml"
INSTRUMENTS = ["peck-40", "pulse-16"]
LANGUAGES = ["de", "es", "ar"]
TRANSLATIONS = [f"{key}.{language}" for key in INSTRUMENTS for language in LANGUAGES]

STEM = "In this group, members "
CLAIM_COUNTS = {
    "inclusivity": 7,
    "realism": 4,
    "contemplation": 6,
    "safe_place": 3,
    "disarmament": 5,
    "graceful_fighting": 9,
    "all_leaders": 3,
    "spirit": 5,
}
QUESTION_POINTS = {
    "claim": 11,
    "talking_with": 5,
    "helped": 5,
    "was_helped": 5,
    "miss": 11,
    "go_on": 5,
    "horizon": 5,
    "give_to_get": 5,
    "joint_action": 5,
    "purpose": 5,
    "conflict_voiced": 5,
    "self_1": 5,
    "self_2": 5,
    "self_3": 5,
    "role": 2,
    "tenure": 3,
    "spirit_source": 4,
}
NEGATIONS = {"not", "no", "never", "nobody", "none", "nothing", "neither", "cannot", "without"}

TRANSLATION_KEYS = (
    "language version reviewed name introduction labels cant_say "
    "characteristics claims items predictions questions"
)
TRANSLATED_KEYS = ["text", "low_label", "high_label", "labels", "note"]


def read(name: str) -> Table:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def plain_words(text: str) -> list[str]:
    """Split at spaces: Arabic vowel signs are no letters, so ``words`` would cut words in two."""
    return [word.strip(".,،؟?¿") for word in text.lower().split()]


def by_code(tables: list[Table]) -> dict[str, Table]:
    found = {table["code"]: table for table in tables}
    assert len(found) == len(tables), "a code occurs twice"
    return found


def claims_of(instrument: Table) -> dict[str, Table]:
    characteristics = instrument["characteristics"]
    return by_code([claim for each in characteristics for claim in each.get("claims", [])])


def covered_claims(instrument: Table) -> set[str]:
    carriers = instrument["items"] + instrument["questions"]
    return {claim for carrier in carriers for claim in carrier.get("claims", [])}


def items_of(instrument: Table, characteristic: str) -> list[Table]:
    return [item for item in instrument["items"] if item["characteristic"] == characteristic]


def negations(text: str) -> set[str]:
    spoken = {word.lower().replace("\u2019", "'") for word in words(text)}
    return {word for word in spoken if word in NEGATIONS or word.endswith("n't")}


# -- structure


@pytest.mark.parametrize("file", [*(FOLDER / f"{name}.toml" for name in INSTRUMENTS), CHOIR])
def test_an_instrument_keeps_to_the_format(file: Path) -> None:
    content = file.read_text(encoding="utf-8")

    assert read_content(content) == tomllib.loads(content)
    with pytest.raises(FaultsError):  # the format has no such key
        read_content(f"anonymous = true\n{content}")


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_is_named_like_its_file(name: str) -> None:
    instrument = read(name)

    assert instrument["key"] == name
    assert (instrument["version"], instrument["language"]) == (1, "en")
    assert (instrument["lowest"], len(instrument["labels"])) == (1, 5)
    assert "last three months" in instrument["introduction"]


@pytest.mark.parametrize(("name", "count"), [("peck-40", 5), ("pulse-16", 2)])
def test_an_instrument_has_equally_many_items_of_each_characteristic(name: str, count: int) -> None:
    instrument = read(name)

    assert [each["code"] for each in instrument["characteristics"]] == list(CLAIM_COUNTS)
    owners = [item["characteristic"] for item in instrument["items"]]
    # Listed characteristic by characteristic: the place within one is the page.
    assert owners == [code for code in CLAIM_COUNTS for _ in range(count)]


def test_items_are_numbered_within_their_characteristic() -> None:
    codes = list(by_code(read("peck-40")["items"]))

    assert codes == [f"{code}_{place}" for code in CLAIM_COUNTS for place in range(1, 6)]


@pytest.mark.parametrize("characteristic", CLAIM_COUNTS)
def test_a_characteristic_has_one_reversed_item_and_another_that_is_its_anchor(
    characteristic: str,
) -> None:
    items = items_of(read("peck-40"), characteristic)

    turned = [item["code"] for item in items if item.get("reversed")]
    anchors = [item["code"] for item in items if item.get("anchor")]
    assert len(turned) == len(anchors) == 1
    assert turned != anchors


@pytest.mark.parametrize("kind", ["reversed", "anchor"])
def test_reversed_and_anchor_items_are_spread_over_the_pages(kind: str) -> None:
    instrument = read("peck-40")

    pages = Counter(
        place
        for code in CLAIM_COUNTS
        for place, item in enumerate(items_of(instrument, code), start=1)
        if item.get(kind)
    )
    assert sorted(pages) == [1, 2, 3, 4, 5]
    assert max(pages.values()) == 2  # eight on five pages


# -- claims


def test_peck_40_names_all_42_claims() -> None:
    instrument = read("peck-40")

    counts = {each["code"]: len(each["claims"]) for each in instrument["characteristics"]}
    assert counts == CLAIM_COUNTS
    assert len(claims_of(instrument)) == 42


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_claim_is_covered_and_no_other_is_named(name: str) -> None:
    instrument = read(name)

    assert covered_claims(instrument) == set(claims_of(instrument))


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_item_covers_claims_of_its_own_characteristic(name: str) -> None:
    instrument = read(name)
    own = {
        each["code"]: {claim["code"] for claim in each["claims"]}
        for each in instrument["characteristics"]
    }

    assert all(item["claims"] for item in instrument["items"])
    strays = [i["code"] for i in instrument["items"] if set(i["claims"]) - own[i["characteristic"]]]
    assert strays == []


def test_consensus_items_cover_exactly_the_three_consensus_claims() -> None:
    marked = [item for item in read("peck-40")["items"] if item.get("consensus")]

    assert {item["characteristic"] for item in marked} == {"inclusivity"}
    assert [claim for item in marked for claim in item["claims"]] == [
        "decide_by_consensus",
        "reconcile_by_consensus",
        "transcend_differences",
    ]


# -- wording


def test_negations_are_seen() -> None:
    assert negations("Members do not, don't and won\u2019t; never say no.") == {
        *["not", "don't", "won't", "never", "no"]
    }
    assert negations("Members note another knot.") == set()


@pytest.mark.parametrize("item", read("peck-40")["items"], ids=lambda item: item["code"])
def test_an_item_is_short_plain_and_about_the_group(item: Table) -> None:
    text = item["text"]

    assert text.startswith(STEM)
    assert text.endswith(".")
    assert len(words(text)) <= 15
    assert grade_of(text) <= 7
    # Neither a reversed item nor a straight one: who agrees must not have to undo a "not".
    assert negations(text) == set()


def test_items_are_on_average_far_below_the_highest_grade() -> None:
    grades = [grade_of(item["text"]) for item in read("peck-40")["items"]]

    assert sum(grades) / len(grades) <= 4.5


@pytest.mark.parametrize("question", read("peck-40")["questions"], ids=lambda each: each["code"])
def test_a_question_is_plain(question: Table) -> None:
    assert len(words(question["text"])) <= 20
    assert grade_of(question["text"]) <= 7


def test_texts_are_not_repeated() -> None:
    instrument = read("peck-40")

    texts = Counter(each["text"] for each in instrument["items"] + instrument["questions"])
    assert [text for text, times in texts.items() if times > 1] == []


# -- predictions and questions


def test_questions_have_the_codes_and_points_that_scoring_knows() -> None:
    questions = by_code(read("peck-40")["questions"])

    points = {
        code: question["points"] if "points" in question else len(question["labels"])
        for code, question in questions.items()
    }
    assert points == QUESTION_POINTS
    assert list(points) == list(QUESTION_POINTS)
    assert [code for code, q in questions.items() if q.get("reversed")] == ["give_to_get"]
    assert [code for code, q in questions.items() if q.get("band")] == ["role", "tenure"]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_scoring_takes_the_leaders_for_the_leaders(name: str) -> None:
    content = read_content((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    labels = by_code(content["questions"])["role"]["labels"]

    frame = frame_of(questionnaire(content))
    assert [labels[option - 1] for option in frame.leader_roles] == ["Leader or host"]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_question_labels_all_its_points_or_both_ends(name: str) -> None:
    for question in read(name)["questions"]:
        ends = {"points", "lowest", "low_label", "high_label"} & question.keys()
        assert len(ends) in {0, 4}, question["code"]
        assert ("labels" in question) == (not ends), question["code"]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_the_claim_comes_before_all_items_and_the_rest_last(name: str) -> None:
    pages = [question["page"] for question in read(name)["questions"]]

    assert pages == ["claim", *["group"] * (len(pages) - 1)]


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_self_questions_mirror_different_straight_items_of_realism(name: str) -> None:
    instrument = read(name)
    items = by_code(instrument["items"])

    mirrored = [each["mirrors"] for each in instrument["questions"] if "mirrors" in each]
    assert len(set(mirrored)) == len(mirrored) >= 2
    for code in mirrored:
        assert items[code]["characteristic"] == "realism"
        assert not items[code].get("reversed")


def test_the_question_about_faith_says_that_it_is_optional() -> None:
    note = by_code(read("peck-40")["questions"])["spirit_source"]["note"]

    assert "Optional" in note
    assert "never scored" in note


# -- the pulse


def test_pulse_16_asks_the_anchors_of_peck_40_and_one_more_item_of_each() -> None:
    peck, pulse = by_code(read("peck-40")["items"]), by_code(read("pulse-16")["items"])

    assert pulse.items() <= peck.items()
    anchors = {code for code, item in peck.items() if item.get("anchor")}
    assert anchors <= pulse.keys()


def test_pulse_16_asks_the_same_predictions_and_questions() -> None:
    peck, pulse = read("peck-40"), read("pulse-16")

    assert pulse["predictions"] == peck["predictions"]
    asked = {item["code"] for item in pulse["items"]}
    # A self question needs the item it mirrors, or there is nothing to compare it with.
    kept = [each for each in peck["questions"] if "mirrors" not in each or each["mirrors"] in asked]
    assert pulse["questions"] == kept
    assert [each["code"] for each in peck["questions"] if each not in kept] == ["self_2"]


# -- translations


def english_texts(instrument: Table) -> dict[str, Any]:
    """Arrange the texts of an instrument as a translation has them."""
    return {
        "characteristics": {each["code"]: each["name"] for each in instrument["characteristics"]},
        "claims": {code: claim["text"] for code, claim in claims_of(instrument).items()},
        "items": {item["code"]: item["text"] for item in instrument["items"]},
        "predictions": instrument["predictions"],
        "questions": {
            question["code"]: {key: question[key] for key in TRANSLATED_KEYS if key in question}
            for question in instrument["questions"]
        },
    }


def shape(texts: Any) -> Any:
    """Replace every text by its type and every list of labels by its length."""
    if isinstance(texts, dict):
        return {key: shape(value) for key, value in texts.items()}
    return len(texts) if isinstance(texts, list) else type(texts)


def leaves(texts: Any) -> list[str]:
    if isinstance(texts, str):
        return [texts]
    values = texts.values() if isinstance(texts, dict) else texts
    return [leaf for value in values for leaf in leaves(value)]


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_has_every_text_of_the_instrument_and_no_other(name: str) -> None:
    key, language = name.split(".")
    instrument, translation = read(key), read(name)

    assert set(translation) == set(TRANSLATION_KEYS.split())
    assert translation["language"] == language
    assert translation["version"] == instrument["version"]
    assert len(translation["labels"]) == len(instrument["labels"])
    english = english_texts(instrument)
    assert shape({table: translation[table] for table in english}) == shape(english)


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_leaves_nothing_empty_or_in_english(name: str) -> None:
    english = english_texts(read(name.split(".", maxsplit=1)[0]))
    translation = read(name)

    texts = leaves({table: translation[table] for table in english})
    assert all(text.strip() == text and text for text in texts)
    sentences = {text for text in leaves(english) if " " in text}
    assert sentences.intersection(texts) == set()


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_a_translation_that_nobody_has_reviewed_says_so(name: str) -> None:
    assert read(name)["reviewed"] is False


@pytest.mark.parametrize(
    ("language", "stem"),
    [("de", "In dieser Gruppe "), ("es", "En este grupo, "), ("ar", "في هذه المجموعة، ")],
)
def test_translated_items_stay_about_the_group(language: str, stem: str) -> None:
    for text in read(f"peck-40.{language}")["items"].values():
        assert text.startswith(stem)
        assert text.endswith(".")
        assert len(plain_words(text)) <= 16


@pytest.mark.parametrize(
    ("language", "negating"),
    [
        ("de", {"nicht", "nie", "niemals", "kein", "keine", "keinen", "niemand", "ohne"}),
        ("es", {"no", "nunca", "jamás", "ningún", "ninguna", "sin"}),
        ("ar", {"لا", "لم", "لن", "ليس", "غير", "دون"}),
    ],
)
def test_translated_reversed_items_are_opposites_and_no_negations(
    language: str, negating: set[str]
) -> None:
    translated = read(f"peck-40.{language}")["items"]

    turned = [item["code"] for item in read("peck-40")["items"] if item.get("reversed")]
    assert len(turned) == 8
    for code in turned:
        assert negating.intersection(plain_words(translated[code])) == set(), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_translated_pulse_says_the_same_as_the_long_form(language: str) -> None:
    peck, pulse = read(f"peck-40.{language}"), read(f"pulse-16.{language}")

    assert pulse["items"].items() <= peck["items"].items()
    assert pulse["claims"].items() <= peck["claims"].items()
    assert pulse["questions"].items() <= peck["questions"].items()
    for same in ["introduction", "labels", "cant_say", "characteristics", "predictions"]:
        assert pulse[same] == peck[same]


# -- the sample to try an import with


def test_the_choirs_have_answers_on_the_scale_of_their_instrument() -> None:
    instrument = tomllib.loads(CHOIR.read_text(encoding="utf-8"))
    with CHOIR.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)

    owners = Counter(item["characteristic"] for item in instrument["items"])
    assert owners == {"listening": 3, "belonging": 3}
    assert (instrument["points"], instrument["lowest"]) == (7, 1)
    assert [item["code"] for item in instrument["items"] if item.get("reversed")] == ["listening_3"]
    assert header == ["group", *(item["code"] for item in instrument["items"])]
    assert {len(row) for row in rows} == {len(header)}
    assert sorted(Counter(row[0] for row in rows).values()) == [6, 9, 12, 14]
    answers = Counter(cell for row in rows for cell in row[1:])
    assert set(answers) == {"", *"1234567"}


def test_the_instrument_in_the_readme_keeps_to_the_format() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    example = readme.split("```toml\n")[1].split("```")[0]

    assert read_content(example)["key"] == "choir"
