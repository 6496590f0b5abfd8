"""REST gives the release, the whole release and nothing but the release."""

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessments.domain.released import Banded, Released, Shown, Suppressed
from assessments.domain.releasing import release, released_items
from assessments.models import Wave
from assessments.rest.document import DOCUMENT
from tests.assessments.conftest import OpenWave


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

    for measure, value in found["group"].items():
        assert value == expected(shown.score(measure))
    for each in found["characteristics"]:
        for measure in set(each) - {"code", "name"}:
            assert each[measure] == expected(shown.score(measure, each["code"]))
    for stage, value in found["stages"].items():
        assert value == expected(shown.score("stage", stage))
    assert found["sheets"] == shown.sheets
    items = released_items(wave)
    if isinstance(items, Suppressed):
        assert found["items"] == expected(items)
    else:
        assert [each["item"] for each in found["items"]["items"]] == [each.item for each in items]


def test_every_kind_of_value_occurs(bearer: Client, assessed_wave: OpenWave) -> None:
    small, large = assessed_wave(n=6), assessed_wave(n=14)
    kinds = {value["kind"] for wave in (small, large) for value in values(assessment(bearer, wave))}
    assert kinds == {"estimate", "band", "suppressed", "verdict", "items"}


def test_an_open_wave_gives_only_the_reason(bearer: Client, open_wave: OpenWave) -> None:
    found = assessment(bearer, open_wave(n=3))

    assert {(each["kind"], each["reason"]) for each in values(found)} == {
        ("suppressed", "WAVE_OPEN")
    }
    assert found["sheets"] is None
    assert found["input_hash"] == ""


@pytest.mark.parametrize("n", [4, 6, 14])
def test_answers_fit_the_document(bearer: Client, assessed_wave: OpenWave, n: int) -> None:
    wave = assessed_wave(n=n)
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
    assert set(paths.values()) == set(document["paths"])
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
    # token, its communities, community, its communities again for the waves, count, page, release
    with django_assert_num_queries(7):
        assert bearer.get(path).json()["count"] == 1
    assessed_wave(n=5)
    assessed_wave(n=6)
    with django_assert_num_queries(7):
        assert bearer.get(path).json()["count"] == 3
