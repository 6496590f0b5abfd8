"""The instruments that a wave may be opened with."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Community, Instrument, Translation
from tests.assessments import making
from tests.assessments.graphql.conftest import Ask

OFFERED = '{ instruments { key version retired languages wording(language: "fr") { language } } }'


@pytest.fixture
def later(tiny: Instrument) -> Instrument:
    """A second version of the tiny instrument, translated."""
    later = Instrument.objects.create(
        key="tiny", version=2, name="Tiny", language="en", content_hash="2", content=tiny.content
    )
    for language in ("es", "de"):
        Translation.objects.create(
            instrument=later, language=language, content={"language": language}
        )
    return later


def test_instruments_on_offer_are_listed_the_newest_version_first(
    data: Ask, instrument: Instrument, later: Instrument
) -> None:
    Instrument.objects.create(
        key="old", version=1, name="Old", content_hash="3", content={}, retired_at=timezone.now()
    )

    found = data(OFFERED)["instruments"]

    assert [(each["key"], each["version"]) for each in found] == [
        (instrument.key, instrument.version),
        ("tiny", 2),
        ("tiny", 1),
    ]
    assert {each["retired"] for each in found} == {False}
    assert [each["languages"] for each in found[1:]] == [["en", "de", "es"], ["en"]]
    assert found[1]["wording"] == {"language": "en"}


def test_each_instrument_on_offer_opens_a_wave(data: Ask, community: Community, later: Any) -> None:
    making.make_members(community, 1)
    (newest, _older) = data("{ instruments { key version } }")["instruments"]
    text = "mutation($i: OpenWaveInput!) { openWave(input: $i) { errors { message } } }"
    given = {"instrumentKey": newest["key"], "instrumentVersion": newest["version"]}
    key = data(f'{{ community(slug: "{community.slug}") {{ id }} }}')["community"]["id"]

    assert data(text, i={"communityId": key, **given})["openWave"]["errors"] == []
    assert community.waves.get().instrument == later


def test_listing_takes_the_same_queries_for_more_instruments(
    data: Ask, later: Instrument, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    text = "{ instruments { key languages } }"
    data(text)
    for version in range(3, 9):
        Instrument.objects.create(
            key="tiny", version=version, name="Tiny", content_hash=f"{version}", content={}
        )

    with django_assert_max_num_queries(3):  # the token; the instruments; their languages
        assert len(data(text)["instruments"]) == 8


def test_instruments_are_asked_for_by_get_too(
    client: Client, bearer: str, tiny: Instrument
) -> None:
    headers = {"Authorization": bearer}
    by_get = client.get("/graphql", {"query": "{ instruments { key } }"}, headers=headers)

    assert by_get.json()["data"] == {"instruments": [{"key": "tiny"}]}
    assert by_get.json()["extensions"]["cost"]["requested"] == 10
