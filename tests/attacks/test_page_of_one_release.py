"""C12: what the page says of a wave is what GraphQL tells of it, value by value, and no more.

test_one_release.py holds GraphQL to REST and to the files.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assessments.domain.exports.codebook import CODEBOOK
from assessments.domain.releases.released import Band
from assessments.models import Community, Wave
from scoring import Measure
from tests.assessments import making
from tests.attacks import tables
from tests.attacks.channels import WAVES
from tests.attacks.test_one_release import GROUP, in_classes, in_two_camps, small, too_small

VALUES = re.compile(
    r'<(?:td|\w+ class="(?:number|word|interval|figure|suppressed)")[^>]*>'
    r"(.*?)</(?:td|p|span|bdi)>",
    re.DOTALL,
)
"""Where the page states values: the cells of tables, and the parts of a score."""
CARD = re.compile(r'class="score-title">(.*?)</h\d>(.*?)</article>', re.DOTALL)
PART = re.compile(
    r'class="(number|word|interval|suppressed)">(?:<span class="hidden">.*?</span> <bdi>)?'
    r"(.*?)</(?:bdi|p|span)>",
    re.DOTALL,
)
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")

MOST_DISPUTED = 5
"""So many statements the page shows of those that members see most differently."""

MakeWave = Callable[[Community], Wave]
Read = Callable[[MakeWave], tuple[dict[str, Any], str]]


@pytest.fixture
def read(db: None) -> Read:
    """Make a wave, and read it by GraphQL and on the page of members."""
    community = making.make_community(making.make_account())
    leading = Client()
    leading.force_login(community.leaders.get())

    def reading(make: MakeWave) -> tuple[dict[str, Any], str]:
        wave = make(community)
        asked = {"query": WAVES, "variables": {"slug": community.slug}}
        answer = leading.post("/graphql", asked, content_type="application/json").json()
        page = Client().get(f"/r/{wave.result_key}/").content.decode()
        return answer["data"]["community"]["waves"]["nodes"][0], page

    return reading


@pytest.mark.parametrize("make", [in_two_camps, in_classes, small, too_small])
def test_page_states_no_number_that_graphql_does_not_tell(read: Read, make: MakeWave) -> None:
    graphql, page = read(make)
    known = {*numbers_in(graphql), *stages_in(graphql)}

    stated = {each for value in VALUES.findall(page) for each in numbers_in(text_of(value))}

    assert stated <= known
    assert make is too_small or len(stated) > 5


@pytest.mark.parametrize("make", [in_two_camps, in_classes, small])
def test_cards_of_the_page_say_the_values_of_graphql(read: Read, make: MakeWave) -> None:
    graphql, page = read(make)
    cards = {text_of(title): parts_of(inside) for title, inside in CARD.findall(page)}
    compared = 0

    for measure, steps in GROUP.items():
        value: Any = graphql["assessment"]
        for step in steps:
            value = value[step]
        card = cards.get(str(CODEBOOK[Measure(measure)].title))
        if card is not None:
            assert card == said(value), measure
            compared += 1

    assert compared >= 3


@pytest.mark.parametrize("make", [in_two_camps, in_classes, small])
def test_tables_of_the_page_say_the_words_and_reasons_of_graphql(
    read: Read, make: MakeWave
) -> None:
    graphql, page = read(make)
    on_page, told = tables.shown(page), tables.told(graphql)
    head, spread = tables.disputed(graphql["assessment"])
    most_disputed = on_page.pop(head, [])

    assert len(most_disputed) == min(MOST_DISPUTED, len(spread))
    assert all(row in spread for row in most_disputed)
    assert {head: sorted(rows) for head, rows in on_page.items()} == {
        head: sorted(rows) for head, rows in told.items()
    }


def said(value: dict[str, Any]) -> dict[str, str]:
    """Say a value of GraphQL as a card does, without an interval that is a sentence."""
    if value["__typename"] == "Suppressed":
        return {"suppressed": value["message"]}
    if value["__typename"] == "Band":
        return {"word": str(Band[value["code"]].label)}
    parts = {"number": value["text"]}
    if value["band"]:
        parts["word"] = str(Band[value["band"]["code"]].label)
    if value["low"] is not None and value["low"] != value["high"]:
        parts["interval"] = f"{value['low']:.0f} {value['high']:.0f}"
    return parts


def parts_of(card: str) -> dict[str, str]:
    """Read a card; a sign before a gap, and how many a count is out of, go away."""
    parts = {name: text_of(text) for name, text in PART.findall(card)}
    if "number" in parts:
        parts["number"] = parts["number"].removeprefix("+").partition(" of ")[0]
    if "interval" in parts:
        parts["interval"] = " ".join(re.findall(r"\d+", parts["interval"]))
    return {name: text for name, text in parts.items() if text}


def text_of(html: str) -> str:
    """Give the visible text, with the minus of programs."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split()).replace("−", "-")


def numbers_in(found: Any) -> Iterator[float]:
    """Give every number that an answer holds, in its texts too."""
    match found:
        case dict():
            for each in found.values():
                yield from numbers_in(each)
        case list():
            for each in found:
                yield from numbers_in(each)
        case str():
            yield from map(float, NUMBER.findall(found))
        case int() | float():
            yield float(found)


def stages_in(graphql: dict[str, Any]) -> Iterator[float]:
    """Give the probabilities of the stages as the page does: in per cent."""
    told = [each["probability"].get("value") for each in graphql["assessment"]["stages"]]
    yield from (float(round(100 * value)) for value in told if value is not None)
