"""C12: REST and GraphQL show and suppress exactly the same."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.assessments import making
from tests.assessments.graphql.asking import HEADLINE

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


def core(value: dict[str, Any]) -> tuple[object, ...]:
    """Give what both write, each in its own shape."""
    if "reason" in value:
        return value["reason"], value.get("minimumAnswers", value.get("minimum_answers"))
    if "value" in value:
        band = value["band"]
        code = band["code"] if isinstance(band, dict) else band
        return value["value"], value["step"], value["low"], value["high"], value["edge"], code
    return (value.get("code", value.get("band")),)
