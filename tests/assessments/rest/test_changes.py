"""REST tells what changed as both releases show it, and nothing more."""

import uuid
from typing import Any

import jsonschema
import pytest
import rules
import yaml
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from rules.predicates import always_deny

from assessments.domain.records.auditing import Channel
from assessments.domain.releases import changes
from assessments.domain.releases.released import Changed, Moved, ReleasedChange, Suppressed
from assessments.domain.releases.releasing import release
from assessments.models import Account, Community, Instrument, ReleaseView, Wave
from assessments.rest.document import DOCUMENT
from tests.assessments import making
from tests.assessments.conftest import OpenWave

DECLARED = "/api/v1/waves/{wave_id}/changes/{earlier_id}/"


def path(wave: object, earlier: object) -> str:
    """Give the address of what changed to a wave from an earlier one."""
    keys = {name: getattr(key, "pk", key) for name, key in (("wave", wave), ("earlier", earlier))}
    return "/api/v1/waves/{wave}/changes/{earlier}/".format(**keys)


def asked_again(community: Community, tiny: Instrument, *, sheets: int, level: float) -> Wave:
    """Have the same members answer another wave, or some of them."""
    wave = making.make_wave(community, tiny, members=sheets)
    making.answer_all(wave, sheets=sheets, level=level)
    return making.seal_and_assess(wave)


def expected(change: ReleasedChange) -> dict[str, Any]:
    match change:
        case Changed():
            return {
                "kind": "difference",
                "value": change.value,
                "step": change.step,
                "low": change.low,
                "high": change.high,
                "direction": change.direction,
                "clear": change.clear,
            }
        case Moved():
            return {"kind": "arrow", "direction": change.direction}
        case Suppressed():
            return {
                "kind": "suppressed",
                "reason": change.reason,
                "minimum_answers": change.minimum,
                "message": change.message,
            }


@pytest.mark.parametrize(
    ("sheets", "kind"),
    [((14, 14), "difference"), ((14, 15), "arrow"), ((4, 14), "suppressed")],
)
def test_changes_are_those_of_the_two_releases(
    bearer: Client, community: Community, tiny: Instrument, sheets: tuple[int, int], kind: str
) -> None:
    earlier = asked_again(community, tiny, sheets=sheets[0], level=0.4)
    later = asked_again(community, tiny, sheets=sheets[1], level=0.8)
    told = changes.changes(release(earlier), release(later))

    found = bearer.get(path(later, earlier)).json()

    assert (found["wave"], found["earlier"]) == (str(later.pk), str(earlier.pk))
    written = {(measure, ""): value for measure, value in found["group"].items()}
    for each in found["characteristics"]:
        assert each["name"] == {"realism": "Realism", "spirit": "A spirit"}[each["code"]]
        written |= {(measure, each["code"]): each[measure] for measure in ("level", "consensus")}
    assert written == {(str(key[0]), key[1]): expected(value) for key, value in told.items()}
    assert found["group"]["overall"]["kind"] == kind
    validator().validate(found)
    if kind != "suppressed":
        assert found["group"]["overall"]["direction"] == "UP"


def validator() -> jsonschema.Draft202012Validator:
    """Give what the document says of the answer."""
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    answer = document["paths"][DECLARED]["get"]["responses"]["200"]["content"]
    schema = {**answer["application/json"]["schema"], "components": document["components"]}
    return jsonschema.Draft202012Validator(schema)


def test_characteristics_that_only_one_wave_asked_for_are_left_out(
    bearer: Client, community: Community, tiny: Instrument, assessed_wave: OpenWave
) -> None:
    earlier = asked_again(community, tiny, sheets=5, level=0.5)  # asks for two of the eight

    found = bearer.get(path(assessed_wave(n=5), earlier)).json()

    assert [each["code"] for each in found["characteristics"]] == ["realism", "spirit"]


def test_open_wave_gives_only_the_reason(
    bearer: Client, community: Community, tiny: Instrument, open_wave: OpenWave
) -> None:
    earlier = asked_again(community, tiny, sheets=5, level=0.5)

    found = bearer.get(path(open_wave(n=5), earlier)).json()

    values = [*found["group"].values()]
    for each in found["characteristics"]:
        values += [each["level"], each["consensus"]]
    assert {(value["kind"], value["reason"]) for value in values} == {("suppressed", "WAVE_OPEN")}


def test_what_is_no_earlier_wave_is_not_found(
    bearer: Client, leader: Account, community: Community, tiny: Instrument
) -> None:
    waves = [asked_again(community, tiny, sheets=5, level=0.5) for _ in range(2)]
    another = asked_again(making.make_community(leader, "Another"), tiny, sheets=5, level=0.5)
    assert bearer.get(path(waves[1], waves[0])).status_code == 200

    missing = bearer.get(path(waves[1], uuid.UUID(int=7)))
    for wrong in (
        path(waves[0], waves[1]),
        path(waves[0], waves[0]),
        path(waves[1], another),  # the leader sees it, but it is of another community
        path(uuid.UUID(int=7), waves[0]),
    ):
        refused = bearer.get(wrong)
        assert (refused.status_code, refused.content) == (404, missing.content)


def test_stranger_is_told_what_somebody_is_told_of_nothing(
    client: Client, other_leader: Account, community: Community, tiny: Instrument
) -> None:
    earlier, later = (asked_again(community, tiny, sheets=5, level=0.5) for _ in range(2))
    client.force_login(other_leader)
    elsewhere = asked_again(other_leader.communities.get(), tiny, sheets=5, level=0.5)

    missing = client.get(path(uuid.UUID(int=8), uuid.UUID(int=7)))

    # A wave of one's own does not open the door to those of others.
    for ends in ((later, earlier), (elsewhere, earlier), (later, elsewhere)):
        refused = client.get(path(*ends))
        assert (refused.status_code, refused.content) == (404, missing.content)
    assert Client().get(path(later, earlier)).status_code == 401


@pytest.mark.parametrize("address", ["changes/{earlier}/", "assessment/"])
def test_results_take_their_permission(
    bearer: Client,
    community: Community,
    tiny: Instrument,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    earlier, later = (asked_again(community, tiny, sheets=5, level=0.5) for _ in range(2))
    wanted = f"/api/v1/waves/{later.pk}/" + address.format(earlier=earlier.pk)
    permissions = rules.permissions.permissions
    granted = permissions["assessments.view_results"]
    for each in ("view_results", "manage_waves", "manage_community"):
        monkeypatch.setitem(permissions, f"assessments.{each}", always_deny)

    refused = bearer.get(wanted)

    assert refused.status_code == 403
    assert "VIEW_RESULTS" in refused.json()["detail"]
    assert not ReleaseView.objects.exists()
    monkeypatch.setitem(permissions, "assessments.view_results", granted)  # and no other
    assert bearer.get(wanted).status_code == 200
    assert ReleaseView.objects.exists()


def test_both_waves_are_noted_in_the_audit(
    bearer: Client, leader: Account, community: Community, tiny: Instrument
) -> None:
    ends = [asked_again(community, tiny, sheets=5, level=0.5) for _ in range(2)]

    for _ in range(2):
        bearer.get(path(*reversed(ends)))

    noted = ReleaseView.objects.values_list("account_id", "wave_id", "channel")
    assert {*noted} == {(leader.pk, wave.pk, Channel.REST) for wave in ends}
    assert noted.count() == 2


def test_statements_do_not_grow_with_the_waves_between(
    bearer: Client,
    community: Community,
    tiny: Instrument,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    waves = [asked_again(community, tiny, sheets=5, level=0.5) for _ in range(4)]
    addresses = [path(later, waves[0]) for later in waves[2:]]  # one wave between, and two
    for address in addresses:
        bearer.get(address)  # the first look of the day is noted in the audit

    # Token, permission, each end, what both release (at most two), continuity of those between.
    counts = []
    for address in addresses:
        with django_assert_max_num_queries(7) as captured:
            assert bearer.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_is_not_there_is_named_in_the_language_of_the_reader(
    bearer: Client, community: Community, tiny: Instrument
) -> None:
    def said(address: str, language: str = "en") -> str:
        response = bearer.get(address, headers={"Accept-Language": language})
        assert response.status_code == 404
        detail: str = response.json()["detail"]
        return detail

    wave, nothing = asked_again(community, tiny, sheets=5, level=0.5), uuid.uuid4()

    assert said(f"/api/v1/communities/{nothing}/") == "There is no such community."
    assert said(f"/api/v1/communities/{nothing}/waves/") == "There is no such community."
    assert said(f"/api/v1/waves/{nothing}/") == "There is no such wave."
    assert said(f"/api/v1/waves/{nothing}/assessment/") == "There is no such wave."
    assert "the later one first" in said(path(wave, wave))
    assert said(f"/api/v1/waves/{nothing}/", "de") != said(f"/api/v1/waves/{nothing}/")
