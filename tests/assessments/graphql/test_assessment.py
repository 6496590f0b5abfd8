"""What a leader reads of a wave."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.releases import released
from assessments.domain.releases.items import disputed, released_items
from assessments.domain.releases.releasing import release
from assessments.graphql.answers import ANSWERS
from assessments.graphql.types.node import global_id
from assessments.models import Account, Community, Wave
from scoring import Measure
from tests.assessments import making
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.asking import ASSESSMENT, HEADLINE, MANY
from tests.assessments.graphql.conftest import Ask


def written(score: released.Released) -> dict[str, Any]:
    """Write a released score as the schema does."""
    if isinstance(score, released.Suppressed):
        return {
            "reason": score.reason.name,
            "minimumAnswers": score.minimum,
            "message": score.message,
        }
    if isinstance(score, released.Banded):
        return {"code": score.band.name, "label": str(score.band.label)}
    band = score.band and {"code": score.band.name, "label": str(score.band.label)}
    edge = score.edge and score.edge.name
    bounds = {"low": score.low, "high": score.high}
    number = {"value": score.value, "step": score.step, "text": score.text}
    return {**number, **bounds, "edge": edge, "band": band}


def by_measure(assessment: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Sort the values of an answer by what the domain calls them."""
    consensus, realism = assessment["consensus"], assessment["realism"]
    found = {
        (Measure.OVERALL.value, ""): assessment["overall"],
        (Measure.CONSENSUS.value, ""): consensus["value"],
        (Measure.POLARISATION.value, ""): consensus["polarisation"],
        (Measure.CHANCE_LINE.value, ""): consensus["chanceLine"],
        (Measure.REALISM.value, ""): realism["value"],
        (Measure.CALIBRATION.value, ""): realism["calibration"],
        (Measure.HUMILITY.value, ""): realism["humility"],
        (Measure.BREADTH.value, ""): realism["breadth"],
        (Measure.CLAIM_GAP.value, ""): assessment["claimGap"],
        (Measure.FACING.value, ""): assessment["facing"],
        (Measure.LOVE_CORE.value, ""): assessment["loveCore"],
    }
    for stage in assessment["stages"]:
        found[Measure.STAGE.value, stage["stage"].lower()] = stage["probability"]
    fields = {
        Measure.LEVEL: "level",
        Measure.CONSENSUS: "consensus",
        Measure.POLARISATION: "polarisation",
        Measure.CHANCE_LINE: "chanceLine",
        Measure.RWG_STAR_J: "rwgStarJ",
        Measure.RWG_STAR_J_SKEWED: "rwgStarJSkewed",
        Measure.ALPHA: "alpha",
        Measure.OMEGA: "omega",
    }
    for each in assessment["characteristics"]:
        for measure, field in fields.items():
            found[measure.value, each["characteristic"]["code"]] = each[field]
    return found


@pytest.mark.parametrize("n", [4, 5, 6, 11, 12, 14])
def test_assessment_shows_exactly_what_is_released(
    data: Ask, community: Community, assessed_wave: OpenWave, n: int
) -> None:
    wave = assessed_wave(n=n)

    shown = data(HEADLINE, slug=community.slug)["community"]["latestWave"]

    expected = release(wave)
    assert shown["sheets"] == (None if n < 5 else n)
    for key, value in by_measure(shown["assessment"]).items():
        assert value == written(expected.score(*key)), key


def test_assessment_of_fourteen_has_numbers_words_and_reasons(
    data: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    wave = assessed_wave(n=14)

    shown = data(HEADLINE, slug=community.slug)["community"]["latestWave"]["assessment"]

    expected = release(wave)
    assert shown["overall"]["step"] == 1
    assert shown["consensus"]["value"]["band"]["label"]
    assert shown["realism"]["breadth"]["reason"] == "NOT_MEASURED"  # one role, no tenure
    assert shown["realism"]["level"] == written(expected.score(Measure.LEVEL, "realism"))
    assert isinstance(expected.verdict, released.Verdict)
    assert shown["verdict"]["code"] == expected.verdict.name
    assert (shown["scoringVersion"], shown["inputHash"]) == (
        expected.scoring_version,
        expected.input_hash,
    )
    codes = [each["characteristic"]["code"] for each in shown["characteristics"]]
    assert codes == [each.code for each in questionnaire_of(wave.instrument).characteristics]


def test_items_come_with_the_most_disputed_first(
    data: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    wave = assessed_wave(n=16)

    shown = data(HEADLINE, slug=community.slug)["community"]["latestWave"]["assessment"]["items"]

    results = released_items(wave)
    assert isinstance(results, tuple)
    chosen = disputed(results, questionnaire_of(wave.instrument), first=3)
    assert [each["item"]["code"] for each in shown["nodes"]] == [each.item for each in chosen]
    assert shown["nodes"][0]["consensus"] == min(each.consensus or 0 for each in results)
    first = shown["nodes"][0]
    (same,) = [each for each in results if each.item == first["item"]["code"]]
    assert [share["percent"] for share in first["shares"]] == [*same.shares]
    assert first["shares"][0]["label"] == "Strongly disagree"


def test_small_group_has_words_and_no_items(
    data: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=6)

    shown = data(HEADLINE, slug=community.slug)["community"]["latestWave"]["assessment"]

    assert shown["overall"]["step"] == 5
    assert (shown["overall"]["low"], shown["overall"]["high"]) == (None, None)
    assert "label" in shown["consensus"]["value"]
    assert shown["items"] == {"reason": "TOO_FEW_ANSWERS", "minimumAnswers": 12}


def test_open_wave_says_that_it_is_open(data: Ask, open_wave: OpenWave) -> None:
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)

    shown = data(
        "query($id: ID!) { node(id: $id) { ... on Wave { state sheets"
        " participation { invited thirds } assessment { ...assessment } } } }" + ASSESSMENT,
        id=global_id("Wave", wave.pk),
    )["node"]

    assert shown["state"] == "OPEN"
    assert shown["sheets"] is None
    assert shown["participation"] == {"invited": 6, "thirds": 0}
    values = by_measure(shown["assessment"]).values()
    assert {value["reason"] for value in values} == {"WAVE_OPEN"}
    assert shown["assessment"]["verdict"] == {"reason": "WAVE_OPEN"}
    assert shown["assessment"]["items"]["reason"] == "WAVE_OPEN"
    assert shown["assessment"]["inputHash"] is None


def test_answer_to_an_open_wave_changes_nothing(data: Ask, open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    query = (
        "query($id: ID!) { node(id: $id) { ... on Wave { sheets sealedAt"
        " participation { thirds countedOn } assessment { ...assessment } } } }" + ASSESSMENT
    )
    before = data(query, id=global_id("Wave", wave.pk))
    for member in wave.community.members.all():
        making.answer(wave, member, {"spirit_1": 5})
        assert data(query, id=global_id("Wave", wave.pk)) == before


def test_suppressed_value_says_how_many_answers_it_takes(
    data: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    assessed_wave(n=4)

    shown = data(HEADLINE, slug=community.slug)["community"]["latestWave"]["assessment"]

    assert shown["overall"]["message"] == "Too few members answered; it takes at least 5."


# Token; communities, their leaders; waves; releases.
MANY_STATEMENTS = 1 + 2 + 1 + 1
# Token; waves with their community; releases.
HEADLINE_STATEMENTS = 3


@pytest.fixture
def cold(data: Ask) -> Ask:
    """Ask as if nobody had asked before, but prepared, and noted in the audit."""

    def send(query: str, **variables: Any) -> dict[str, Any]:
        ANSWERS.forget()
        return data(query, **variables)

    return send


def test_statements_do_not_grow_with_waves(
    cold: Ask,
    assessed_wave: OpenWave,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assessed_wave(n=5)
    cold(MANY)
    with django_assert_num_queries(MANY_STATEMENTS):
        cold(MANY)
    assessed_wave(n=6)
    assessed_wave(n=7)
    cold(MANY)
    with django_assert_num_queries(MANY_STATEMENTS):
        (community,) = cold(MANY)["viewer"]["communities"]["nodes"]
    levels = [wave["assessment"]["overall"] for wave in community["waves"]["nodes"]]
    assert len(levels) == 3
    assert all(level["text"] for level in levels)


def test_statements_do_not_grow_with_communities(
    cold: Ask,
    leader: Account,
    assessed_wave: OpenWave,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assessed_wave(n=5)
    for name in ("Second", "Third"):
        assessed_wave(n=5, of=making.make_community(leader, name))
    cold(MANY)

    with django_assert_num_queries(MANY_STATEMENTS):
        nodes = cold(MANY)["viewer"]["communities"]["nodes"]

    assert [len(node["waves"]["nodes"]) for node in nodes] == [1, 1, 1]
    assert all(node["waves"]["nodes"][0]["assessment"]["overall"]["text"] for node in nodes)


def test_statements_for_items_do_not_grow_with_waves(
    cold: Ask, community: Community, assessed_wave: OpenWave
) -> None:
    query = (
        "query($slug: String!) { community(slug: $slug) { waves { nodes { assessment { items {"
        " ... on ItemResults { nodes { item { code } consensus } } ... on Suppressed { reason }"
        " } } } } } }"
    )
    counts = []
    for number in (20, 20, 20):
        assessed_wave(n=number)
        cold(query, slug=community.slug)
        with CaptureQueriesContext(connection) as captured:
            found = cold(query, slug=community.slug)
        counts.append(len(captured))

    # Token; waves with their community; releases; assessments; items.
    assert counts == [5, 5, 5]
    nodes = found["community"]["waves"]["nodes"]
    assert [len(node["assessment"]["items"].get("nodes", ())) > 0 for node in nodes] == [True] * 3


def test_headline_takes_as_many_statements(
    cold: Ask,
    community: Community,
    assessed_wave: OpenWave,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assessed_wave(n=5)
    query = HEADLINE.replace("items(first: 3)", "items(first: 3) @skip(if: true)")
    cold(query, slug=community.slug)

    with django_assert_num_queries(HEADLINE_STATEMENTS):
        cold(query, slug=community.slug)


def test_statements_of_many_nodes_do_not_grow(
    cold: Ask, leader: Account, assessed_wave: OpenWave
) -> None:
    waves: list[Wave] = [assessed_wave(n=5)]
    query = (
        "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Wave { assessment { ...assessment } }"
        " ... on Assessment { overall { ...value } } } }"
        + ASSESSMENT.replace("items(first: 3)", "items(first: 3) @skip(if: true)")
    )
    cold(query, ids=[global_id("Wave", waves[0].pk)])
    counts = []
    for name in ("Second", "Third"):
        ids = [global_id(kind, wave.pk) for wave in waves for kind in ("Wave", "Assessment")]
        cold(query, ids=ids)
        with CaptureQueriesContext(connection) as statements:
            nodes = cold(query, ids=ids)["nodes"]
        assert None not in nodes
        counts.append(len(statements))
        waves.append(assessed_wave(n=5, of=making.make_community(leader, name)))
    assert counts[0] == counts[1]
