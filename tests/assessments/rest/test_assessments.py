"""REST gives the release, the whole release and nothing but the release."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.domain.releases.breakdowns import Breakdown, released_breakdown
from assessments.domain.releases.items import released_items
from assessments.domain.releases.participation_shown import (
    ReleasedParticipation,
    released_participation,
)
from assessments.domain.releases.questions import discussion_questions
from assessments.domain.releases.released import Banded, Released, Shown, Stage, Suppressed
from assessments.domain.releases.releasing import release
from assessments.models import Community, Instrument, Wave
from assessments.rest.document import DOCUMENT
from assessments.rest.values import stage_json
from tests.assessments import groups
from tests.assessments.conftest import OpenWave

CHANGES = "/api/v1/waves/{wave_id}/changes/{earlier_id}/"


def assessment(program: Client, wave: Wave) -> Any:
    answer = program.get(f"/api/v1/waves/{wave.pk}/assessment/")
    assert answer.status_code == 200
    return answer.json()


def values(found: Any) -> Iterator[dict[str, Any]]:
    """Find every value that has a kind, however deep."""
    if isinstance(found, dict):
        if "kind" in found:
            yield found
        found = [*found.values()]
    if isinstance(found, list):
        for each in found:
            yield from values(each)


def expected(value: Released) -> dict[str, Any]:
    match value:
        case Shown():
            return {
                "kind": "estimate",
                "value": value.value,
                "step": value.step,
                "low": value.low,
                "high": value.high,
                "edge": value.edge,
                "band": value.band,
            }
        case Banded():
            return {"kind": "band", "band": value.band, "label": value.band.label}
        case Suppressed():
            return {
                "kind": "suppressed",
                "reason": value.reason,
                "minimum_answers": value.minimum,
                "message": value.message,
            }


@pytest.mark.parametrize("n", [4, 5, 12])
def test_values_are_those_of_the_release(bearer: Client, assessed_wave: OpenWave, n: int) -> None:
    wave = assessed_wave(n=n)
    shown = release(wave)

    found = assessment(bearer, wave)

    named = {
        "response_rate": shown.response_rate,
        "representativity": shown.representativity,
        "conflict": shown.conflict,
    }
    for measure, value in found["group"].items():
        assert value == expected(named.get(measure) or shown.score(measure))
    assert {"overall_without_careless", "careless_share", *named} <= found["group"].keys()
    for each in found["questions"]:
        assert each["value"] == expected(shown.score("question", each["code"]))
    assert len(found["questions"]) == sum(measure == "question" for measure, _ in shown.scores)
    for each in found["characteristics"]:
        for measure in set(each) - {"code", "name"}:
            assert each[measure] == expected(shown.score(measure, each["code"]))
    for stage, value in found["stages"].items():
        assert value == expected(shown.score("stage", stage))
    assert found["sheets"] == shown.sheets
    assert [(each["characteristic"], each["text"]) for each in found["discussion_questions"]] == [
        (each.characteristic or None, each.text) for each in discussion_questions(shown)
    ]
    assert len(found["discussion_questions"]) == (0 if n < 5 else 3)
    items = released_items(wave)
    if isinstance(items, Suppressed):
        assert found["items"] == expected(items)
    else:
        assert [each["item"] for each in found["items"]["items"]] == [each.item for each in items]


def test_every_kind_of_value_occurs(bearer: Client, assessed_wave: OpenWave) -> None:
    small, large = assessed_wave(n=6), assessed_wave(n=14)
    kinds = {value["kind"] for wave in (small, large) for value in values(assessment(bearer, wave))}
    assert kinds == {
        "estimate",
        "band",
        "suppressed",
        "verdict",
        "stage",
        "flag",
        "item_codes",
        "items",
        "participation",
    }


def test_two_camps_are_told_with_what_separates_them(
    bearer: Client, community: Community, instrument: Instrument
) -> None:
    wave = groups.in_two_camps(community, instrument)
    shown = release(wave)
    assert isinstance(shown.separating_items, tuple)

    found = assessment(bearer, wave)

    assert found["two_camps"] == {"kind": "flag", "value": True}
    assert found["echo_chamber"] == {"kind": "flag", "value": False}
    assert found["separating_items"]["codes"] == [*shown.separating_items]
    assert len(shown.separating_items) > 3


@pytest.mark.parametrize(("n", "reason"), [(4, "TOO_FEW_ANSWERS"), (11, "TOO_FEW_ANSWERS")])
def test_camps_of_a_small_group_are_suppressed(
    bearer: Client, assessed_wave: OpenWave, n: int, reason: str
) -> None:
    found = assessment(bearer, assessed_wave(n=n))

    assert found["two_camps"]["reason"] == found["separating_items"]["reason"] == reason
    assert found["two_camps"]["minimum_answers"] == (5 if n < 5 else 12)


@pytest.mark.parametrize("stage", ["chaos", None])
def test_a_stage_that_is_not_clear_has_a_name(stage: str | None) -> None:
    assert stage_json(None if stage is None else Stage(stage)) == {
        "kind": "stage",
        "stage": stage or "no_clear_stage",
        "label": stage or "no clear stage",
    }


def test_classes_and_declared_breakdowns_are_those_released(
    bearer: Client, community: Community, tiny: Instrument
) -> None:
    wave = groups.in_classes(community, tiny)
    classes, cells = released_participation(wave), released_breakdown(wave, "tenure")
    assert isinstance(classes, ReleasedParticipation)
    assert isinstance(cells, Breakdown)

    found = assessment(bearer, wave)

    told = found["participation"]
    assert (told["invited"], told["by"]) == (38, ["role", "tenure"])
    assert told["rate"] == expected(classes.rate)
    assert [(each["role"], each["rate"]) for each in told["classes"]] == [
        ("leader", expected(classes.classes[0].rate)),
        ("member", expected(classes.classes[1].rate)),
    ]
    (declared,) = found["breakdowns"]
    assert declared["band"] == "tenure"
    assert [cell["label"] for cell in declared["result"]["cells"]] == [
        "Under 1 year",
        "Over 3 years",
    ]
    for here, there in zip(declared["result"]["cells"], cells.cells, strict=True):
        assert here["level"] == expected(there.level)
        assert here["consensus"] == expected(there.consensus)
        for one, other in zip(here["characteristics"], there.characteristics, strict=True):
            assert one["code"] == other.characteristic
            assert one["level"] == expected(other.level)
            assert one["consensus"] == expected(other.consensus)


def test_a_breakdown_with_a_small_cell_gives_the_reason(
    bearer: Client, community: Community, tiny: Instrument
) -> None:
    wave = groups.in_classes(community, tiny, leaders=4)

    (declared,) = assessment(bearer, wave)["breakdowns"]

    assert declared["result"]["kind"] == "suppressed"
    assert declared["result"]["reason"] == "TOO_FEW_ANSWERS"


def test_an_open_wave_gives_only_the_reason(bearer: Client, open_wave: OpenWave) -> None:
    found = assessment(bearer, open_wave(n=3))

    assert {(each["kind"], each["reason"]) for each in values(found)} == {
        ("suppressed", "WAVE_OPEN")
    }
    assert found["sheets"] is None
    assert found["input_hash"] == ""
    assert found["discussion_questions"] == []


@pytest.mark.parametrize("n", [4, 6, 14])
def test_answers_fit_the_document(bearer: Client, assessed_wave: OpenWave, n: int) -> None:
    check_document(bearer, assessed_wave(n=n))


def test_answers_about_classes_and_camps_fit_the_document(
    bearer: Client, community: Community, tiny: Instrument
) -> None:
    check_document(bearer, groups.in_classes(community, tiny))


def check_document(bearer: Client, wave: Wave) -> None:
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    paths = {
        "/api/v1/communities/": "/api/v1/communities/",
        f"/api/v1/communities/{wave.community_id}/": "/api/v1/communities/{community_id}/",
        f"/api/v1/communities/{wave.community_id}/waves/": (
            "/api/v1/communities/{community_id}/waves/"
        ),
        f"/api/v1/waves/{wave.pk}/": "/api/v1/waves/{wave_id}/",
        f"/api/v1/waves/{wave.pk}/assessment/": "/api/v1/waves/{wave_id}/assessment/",
    }
    assert {*paths.values(), CHANGES} == set(document["paths"])  # test_changes.py sees to that
    for path, declared in paths.items():
        responses = document["paths"][declared]["get"]["responses"]
        schema = responses["200"]["content"]["application/json"]["schema"]
        validator = jsonschema.Draft202012Validator(
            {**schema, "components": document["components"]}
        )
        validator.validate(bearer.get(path).json())


def test_statements_do_not_grow_with_waves(
    bearer: Client,
    assessed_wave: OpenWave,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    wave = assessed_wave(n=5)
    path = f"/api/v1/communities/{wave.community_id}/waves/"
    bearer.get(path)
    # Token with its account, community, count, page, newest assessments. Which communities the
    # viewer sees is part of each, and without measures no scores are read.
    with django_assert_num_queries(5):
        assert bearer.get(path).json()["count"] == 1
    assessed_wave(n=5)
    assessed_wave(n=6)
    with django_assert_num_queries(5):
        assert bearer.get(path).json()["count"] == 3


def test_statements_of_an_assessment_do_not_grow_with_waves(
    bearer: Client,
    community: Community,
    tiny: Instrument,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    # Token, wave, permission; release; assessment, items; roster; and for the one declared band
    # assessment, cells. The first look of the day is noted in the audit, too.
    for wave in (groups.in_classes(community, tiny), groups.in_classes(community, tiny)):
        assessment(bearer, wave)
        with django_assert_num_queries(9):
            assert assessment(bearer, wave)["items"]["kind"] == "items"
