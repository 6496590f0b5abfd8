"""C12: pages, REST, GraphQL and exports show and suppress exactly the same."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.domain.releases.released import Reason
from assessments.models import Community, Instrument, Wave
from tests.assessments import groups, making
from tests.assessments.graphql.asking import HEADLINE
from tests.attacks import told
from tests.attacks.channels import WAVES
from tests.attacks.told import core

GROUP = {
    "overall": ("overall",),
    "consensus": ("consensus", "value"),
    "polarisation": ("consensus", "polarisation"),
    "chance_line": ("consensus", "chanceLine"),
    "realism": ("realism", "value"),
    "calibration": ("realism", "calibration"),
    "humility": ("realism", "humility"),
    "breadth": ("realism", "breadth"),
    "claim_gap": ("claimGap",),
    "facing": ("facing",),
    "love_core": ("loveCore",),
}
"""Where GraphQL has the measures of the group; those for research only are REST's."""


@pytest.mark.parametrize("n", [4, 5, 11, 12, 14])
def test_rest_and_graphql_give_the_same_values(db: None, n: int) -> None:
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=n)
    making.answer_all(wave, sheets=n)
    wave = making.seal_and_assess(wave)
    leader = Client()
    leader.force_login(community.leaders.get())
    asked = {"query": HEADLINE, "variables": {"slug": community.slug}}

    rest = leader.get(f"/api/v1/waves/{wave.pk}/assessment/").json()
    answer = leader.post("/graphql", asked, content_type="application/json").json()
    graphql = answer["data"]["community"]["latestWave"]["assessment"]

    for measure, steps in GROUP.items():
        value: Any = graphql
        for step in steps:
            value = value[step]
        assert core(rest["group"][measure]) == core(value), measure
    for here, there in zip(rest["characteristics"], graphql["characteristics"], strict=True):
        for measure in set(here) - {"code", "name"}:
            assert core(here[measure]) == core(there[camel(measure)]), (here["code"], measure)
    for each in graphql["stages"]:
        assert core(rest["stages"][each["stage"].lower()]) == core(each["probability"])
    assert (rest["items"]["kind"] == "suppressed") == ("reason" in graphql["items"])
    assert (rest["input_hash"] or None) == graphql["inputHash"]


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def in_two_camps(community: Community) -> Wave:
    return groups.in_two_camps(community, making.make_peck())


def in_classes(community: Community) -> Wave:
    return groups.in_classes(community, making.make_tiny())


def with_a_small_class(community: Community) -> Wave:
    return groups.in_classes(community, making.make_tiny(), leaders=4)


def small(community: Community) -> Wave:
    return answered(community, making.make_peck(), sheets=9)


def too_small(community: Community) -> Wave:
    return answered(community, making.make_peck(), sheets=4)


def answered(community: Community, instrument: Instrument, *, sheets: int) -> Wave:
    wave = making.make_wave(community, instrument, members=12)
    making.answer_all(wave, sheets=sheets)
    return making.seal_and_assess(wave)


MakeWave = Callable[[Community], Wave]


@pytest.mark.parametrize(
    ("make", "shown"),
    [
        (in_two_camps, {"two_camps": "YES", "echo_chamber": "NO"}),
        (in_classes, {"two_camps": "NO", "stage": "NOT_MEASURED"}),
        (with_a_small_class, {"breakdown tenure": "TOO_FEW_ANSWERS"}),
        (small, {"separating_items": "TOO_FEW_ANSWERS"}),
        (too_small, {"stage": "TOO_FEW_ANSWERS", "participation": "TOO_FEW_ANSWERS"}),
    ],
)
def test_findings_classes_and_breakdowns_are_the_same_everywhere(
    db: None, make: MakeWave, shown: dict[str, str]
) -> None:
    community = making.make_community(making.make_account())
    wave = make(community)
    leader = Client()
    leader.force_login(community.leaders.get())
    asked = {"query": WAVES, "variables": {"slug": community.slug}}

    rest = told.by_rest(leader.get(f"/api/v1/waves/{wave.pk}/assessment/").json())
    answer = leader.post("/graphql", asked, content_type="application/json").json()
    file = b"".join(leader.get(f"/c/{community.slug}/exports/release.json"))
    page = Client().get(f"/r/{wave.result_key}/").content.decode()

    assert told.by_graphql(answer["data"]["community"]["waves"]["nodes"][0]) == rest
    export = told.by_export(json.loads(file))
    assert export == {name: rest[name] for name in export}
    for name in rest.keys() - export.keys():
        assert suppressed(rest[name]), name
    assert {name: rest[name] for name in shown} == shown
    assert ("<h2>Two camps</h2>" in page) == (rest["two_camps"] == "YES")
    assert ("<h2>Perhaps an echo chamber</h2>" in page) == (rest["echo_chamber"] == "YES")


def suppressed(value: object) -> bool:
    return (value[0] if isinstance(value, tuple) else value) in {*Reason}
