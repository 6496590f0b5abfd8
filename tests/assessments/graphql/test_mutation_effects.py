"""What each mutation does to the database, what it refuses, and what asking twice does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assessments.domain.waves.waves import close_wave, open_wave
from assessments.graphql.types.node import global_id
from assessments.graphql.types.scalars import write_time
from assessments.models import Assessment, Community, Instrument, Invitation, Mail, Wave, Work
from tests.assessments import making
from tests.assessments.conftest import OpenWave
from tests.assessments.graphql.conftest import Ask

Errors = list[tuple[str, list[str]]]


def change(
    data: Ask, name: str, fields: str = "", /, **given: Any
) -> tuple[dict[str, Any], Errors]:
    """Run a mutation; give its payload, and code and path of its mistakes."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    text = f"mutation($i: {kind}!) {{ {name}(input: $i) {{ {fields} errors {{ code path }} }} }}"
    payload = data(text, i=given)[name]
    return payload, [(error["code"], error["path"]) for error in payload["errors"]]


def mistakes(data: Ask, name: str, /, **given: Any) -> Errors:
    """Run a mutation and give code and path of its mistakes."""
    return change(data, name, "", **given)[1]


@pytest.fixture
def wave(open_wave: OpenWave) -> Wave:
    """A wave of three members, open for two days already."""
    made = open_wave(n=3)
    Wave.objects.filter(pk=made.pk).update(opens_at=timezone.now() - timedelta(days=2))
    made.refresh_from_db()
    return made


def id_of(thing: Wave | Community) -> str:
    return global_id(type(thing).__name__, thing.pk)


def in_days(days: float) -> str:
    return write_time(timezone.now() + timedelta(days=days))


def test_update_changes_what_is_named_and_nothing_else(data: Ask, community: Community) -> None:
    rows = Community.objects.filter(pk=community.pk)
    before = rows.values().get()

    payload, errors = change(
        data,
        "updateCommunity",
        "community { name timeZone posts }",
        communityId=id_of(community),
        name=" Dry Taps ",
        timeZone="Europe/Berlin",
        posts=0,
        connections=None,
    )

    assert errors == []
    assert payload["community"] == {"name": "Dry Taps", "timeZone": "Europe/Berlin", "posts": 0}
    changed = {"name": "Dry Taps", "time_zone": "Europe/Berlin", "posts": 0, "connections": None}
    assert rows.values().get() == {**before, **changed}


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"language": None}, "language"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"minimumAnswers": None}, "minimumAnswers"),
        ({"minimumAnswers": 4}, "minimumAnswers"),
        ({"connections": 0.5}, "connections"),
        ({"connections": -1}, "connections"),
        ({"connectionsSource": "x" * 1000}, "connectionsSource"),
        ({"newConnections": -1}, "newConnections"),
    ],
)
def test_mistakes_in_an_update_name_their_input(
    data: Ask, community: Community, asked: dict[str, Any], place: str
) -> None:
    found = mistakes(data, "updateCommunity", communityId=id_of(community), purpose="No.", **asked)

    assert found == [("INVALID", ["input", place])]
    community.refresh_from_db()
    assert (community.name, community.purpose) == ("Leaky Taps Guild", "Taps that do not leak.")


def test_founding_takes_null_as_left_out(data: Ask, community: Community) -> None:
    nothing = {"slug": None, "language": None, "minimumAnswers": None, "connections": None}
    assert mistakes(data, "createCommunity", name="Choir", **nothing) == []

    founded = Community.objects.get(name="Choir")
    assert (founded.slug, founded.language) == ("choir", "en")
    assert (founded.minimum_answers, founded.connections) == (5, None)
    assert mistakes(data, "createCommunity", name="Zero", connections=0) == []
    assert Community.objects.get(name="Zero").connections == 0


def test_sharing_is_stored_and_may_be_repeated(data: Ask, community: Community) -> None:
    for shared in (True, True, False, False):
        assert mistakes(data, "shareOnPlane", communityId=id_of(community), shared=shared) == []
        community.refresh_from_db()
        assert community.shared is shared


def test_sharing_without_connections_is_refused(data: Ask, community: Community) -> None:
    Community.objects.update(connections=None)

    found = mistakes(data, "shareOnPlane", communityId=id_of(community), shared=True)

    assert found == [("INVALID", ["input", "shared"])]
    community.refresh_from_db()
    assert not community.shared


def test_inviting_twice_changes_nothing(data: Ask, community: Community) -> None:
    member = {"email": "ann@example.org", "name": "Ann", "role": "HELPER", "tenure": "OVER_3_YEARS"}
    asked = {"communityId": id_of(community), "members": [member]}
    assert change(data, "inviteMembers", "added", **asked)[0]["added"] == 1
    ann = community.members.get()

    renamed = {**asked, "members": [{**member, "name": "Anna", "role": "LEADER"}]}
    payload, errors = change(data, "inviteMembers", "added", **renamed)

    assert (payload["added"], errors) == (0, [])
    assert community.members.values().get() == {
        name: value for name, value in ann.__dict__.items() if name != "_state"
    }
    assert (ann.name, ann.role) == ("Ann", "helper")


def test_somebody_both_listed_and_pasted_is_invited_once(data: Ask, community: Community) -> None:
    payload, errors = change(
        data,
        "inviteMembers",
        "added",
        communityId=id_of(community),
        members=[{"email": "ann@example.org", "name": "Ann"}],
        pasted="ANN@example.org",
    )

    assert (payload["added"], errors) == (1, [])
    assert community.members.get().name == "Ann"  # the list knows more than the address


def test_removed_member_stays_removed_and_others_stay(data: Ask, community: Community) -> None:
    making.make_members(community, 2)
    asked = {"communityId": id_of(community), "email": " M1@leaky-taps-guild.example.org "}

    assert mistakes(data, "removeMember", **asked) == []
    assert mistakes(data, "removeMember", **asked) == [("NOT_FOUND", ["input", "email"])]

    assert [*community.members.order_by("email").values_list("active", flat=True)] == [False, True]


def test_no_list_brings_back_who_was_taken_off(data: Ask, community: Community) -> None:
    making.make_members(community, 2)
    gone = "m1@leaky-taps-guild.example.org"
    change(data, "removeMember", communityId=id_of(community), email=gone)

    asked = {"communityId": id_of(community), "pasted": f"{gone.upper()}, new@example.org"}
    payload, errors = change(data, "inviteMembers", "added takenOff", **asked)

    assert (payload["added"], payload["takenOff"], errors) == (1, [gone.upper()], [])
    assert not community.members.get(email=gone).active
    for place, given in (("pasted", gone), ("members", [{"email": gone}])):
        found = mistakes(data, "inviteMembers", communityId=id_of(community), **{place: given})
        assert found == [("WRONG_STATE", ["input", place])]


def test_member_of_another_community_is_not_removed(data: Ask, community: Community) -> None:
    elsewhere = making.make_community(community.leaders.get(), "Another")
    (member,) = making.make_members(elsewhere, 1)

    found = mistakes(data, "removeMember", communityId=id_of(community), email=member.email)

    assert found == [("NOT_FOUND", ["input", "email"])]
    member.refresh_from_db()
    assert member.active


def test_opened_wave_is_as_asked(data: Ask, community: Community, tiny: Instrument) -> None:
    making.make_members(community, 2)
    closes_at = in_days(3)

    asked = {"closesAt": closes_at, "instrumentVersion": 1, "breakdowns": ["tenure"]}
    payload, errors = change(
        data,
        "openWave",
        "wave { closesAt breakdowns }",
        communityId=id_of(community),
        instrumentKey="tiny",
        **asked,
    )

    assert errors == []
    assert payload["wave"] == {"closesAt": closes_at, "breakdowns": ["tenure"]}
    wave = Wave.objects.get()
    assert (wave.instrument, wave.breakdowns, wave.invited) == (tiny, ["tenure"], 2)
    assert Mail.objects.filter(invitation__wave=wave).count() == 2
    assert Work.objects.filter(wave=wave, kind=Work.Kind.MAIL).exists()


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"breakdowns": ["shoe_size"]}, "breakdowns"),
        ({"breakdowns": ["claim"]}, "breakdowns"),
        ({"closesAt": "2020-01-01T00:00:00Z"}, "closesAt"),
    ],
)
def test_mistakes_in_an_opened_wave_name_their_input(
    data: Ask, community: Community, tiny: Instrument, asked: dict[str, Any], place: str
) -> None:
    making.make_members(community, 2)
    given = {"communityId": id_of(community), "instrumentKey": "tiny", **asked}

    assert mistakes(data, "openWave", **given) == [("INVALID", ["input", place])]
    assert not Wave.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"instrumentKey": "tinny"}, "There is no such instrument; there are: tiny."),
        ({"instrumentVersion": 7}, "There is no version 7; there are: 1, 2."),
    ],
)
def test_instrument_that_is_not_found_is_told_which_there_are(
    data: Ask, community: Community, tiny: Instrument, asked: dict[str, Any], said: str
) -> None:
    Instrument.objects.create(key="tiny", version=2, name="Tiny", content_hash="2", content={})
    Instrument.objects.create(
        key="old", version=1, name="Old", content_hash="3", content={}, retired_at=timezone.now()
    )
    text = "mutation($i: OpenWaveInput!) { openWave(input: $i) { errors { message path } } }"
    given = {"communityId": id_of(community), "instrumentKey": "tiny", **asked}

    (error,) = data(text, i=given)["openWave"]["errors"]

    assert error == {"message": said, "path": ["input", *asked]}


def test_closing_twice_asks_for_one_assessment(data: Ask, wave: Wave) -> None:
    assert mistakes(data, "closeWave", waveId=id_of(wave)) == []
    assert mistakes(data, "closeWave", waveId=id_of(wave)) == [("WRONG_STATE", ["input", "waveId"])]

    wave.refresh_from_db()
    assert (wave.state, wave.sealed) == (Wave.State.SEALED, True)
    assert Work.objects.filter(wave=wave, kind=Work.Kind.ASSESS).count() == 1


def test_clone_asks_the_same_again(data: Ask, community: Community, tiny: Instrument) -> None:
    making.make_members(community, 3)
    earlier = open_wave(community, instrument=tiny, now=timezone.now(), breakdowns=["tenure"])
    assert mistakes(data, "cloneWave", waveId=id_of(earlier)) == [
        ("WRONG_STATE", ["input", "waveId"])  # it is still open
    ]
    close_wave(earlier.pk, now=timezone.now())
    for wrong in (in_days(91), in_days(-1)):
        found = mistakes(data, "cloneWave", waveId=id_of(earlier), closesAt=wrong)
        assert found == [("INVALID", ["input", "closesAt"])]
    Instrument.objects.update(retired_at=timezone.now())
    found = mistakes(data, "cloneWave", waveId=id_of(earlier), closesAt=in_days(5))
    assert found == [("INVALID", ["input", "waveId"])]
    Instrument.objects.update(retired_at=None)
    assert Wave.objects.count() == 1

    closes_at = in_days(5)
    payload, errors = change(
        data,
        "cloneWave",
        "wave { number state closesAt }",
        waveId=id_of(earlier),
        closesAt=closes_at,
    )

    assert errors == []
    assert payload["wave"] == {"number": 2, "state": "OPEN", "closesAt": closes_at}
    clone = Wave.objects.get(number=2)
    assert (clone.instrument, clone.breakdowns) == (tiny, ["tenure"])
    assert Invitation.objects.filter(wave=clone).count() == 3


def test_extended_wave_closes_later(data: Ask, wave: Wave) -> None:
    closes_at = in_days(30)
    payload, errors = change(
        data, "extendWave", "wave { closesAt }", waveId=id_of(wave), closesAt=closes_at
    )

    assert (payload["wave"], errors) == ({"closesAt": closes_at}, [])
    wave.refresh_from_db()
    assert write_time(wave.closes_at) == closes_at
    for wrong in (closes_at, in_days(29), in_days(91)):  # no later, earlier, too far
        found = mistakes(data, "extendWave", waveId=id_of(wave), closesAt=wrong)
        assert found == [("INVALID", ["input", "closesAt"])]
    close_wave(wave.pk, now=timezone.now())
    found = mistakes(data, "extendWave", waveId=id_of(wave), closesAt=in_days(40))
    assert found == [("WRONG_STATE", ["input", "waveId"])]
    wave.refresh_from_db()
    assert write_time(wave.closes_at) == closes_at


def test_second_reminder_on_a_day_mails_nobody(data: Ask, wave: Wave) -> None:
    reminders = Mail.objects.filter(kind=Mail.Kind.REMINDER)
    assert mistakes(data, "remindMembers", waveId=id_of(wave)) == []
    assert reminders.count() == 3  # everybody invited: nobody learns who has answered

    found = mistakes(data, "remindMembers", waveId=id_of(wave))

    assert found == [("WRONG_STATE", ["input", "waveId"])]
    assert reminders.count() == 3
    wave.refresh_from_db()
    assert wave.reminders == 1


def test_rescoring_twice_asks_for_one_assessment(data: Ask, assessed_wave: OpenWave) -> None:
    wave = assessed_wave(n=5)
    due = Work.objects.filter(wave=wave, kind=Work.Kind.ASSESS, state=Work.State.DUE)
    assert change(data, "rescoreWave", "asked", waveId=id_of(wave))[0]["asked"] is False
    assert not due.exists()
    Assessment.objects.update(scoring_version="0")

    answers = [change(data, "rescoreWave", "asked", waveId=id_of(wave)) for _ in range(2)]

    assert answers == [({"asked": True, "errors": []}, [])] * 2
    assert due.count() == 1


def test_second_change_of_one_operation_shows_what_the_first_left(data: Ask, wave: Wave) -> None:
    shown = "wave { community { waves { nodes { state } } } }"
    text = f"""mutation($extend: ExtendWaveInput!, $close: CloseWaveInput!) {{
        extendWave(input: $extend) {{ {shown} }} closeWave(input: $close) {{ {shown} }}
    }}"""
    extend = {"waveId": id_of(wave), "closesAt": in_days(30)}

    found = data(text, extend=extend, close={"waveId": id_of(wave)})

    states = [each["wave"]["community"]["waves"]["nodes"][0]["state"] for each in found.values()]
    assert states == ["OPEN", "SEALED"]
