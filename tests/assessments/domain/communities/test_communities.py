"""Founding communities, and reading pasted lists of members."""

import pytest

from assessments.domain.communities.communities import (
    NewMember,
    add_members,
    found_community,
    free_slug,
    remove_member,
    update_community,
)
from assessments.domain.communities.member_lists import read_members
from assessments.domain.refusals import FaultsError
from assessments.models import Account, Community


def test_founder_leads_the_community(account: Account) -> None:
    community = found_community(leader=account, name="  Leaky Taps Guild ", connections=1200)

    assert [*community.leaders.all()] == [account]
    assert (community.name, community.slug) == ("Leaky Taps Guild", "leaky-taps-guild")


def test_taken_slug_gets_a_number(account: Account) -> None:
    for expected in ("taps", "taps-2", "taps-3"):
        assert found_community(leader=account, name="Taps").slug == expected


def test_name_without_letters_still_has_an_address(db: None) -> None:
    assert free_slug("…") == "community"


@pytest.mark.parametrize(
    "stated",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "Taps", "slug": "no spaces"},
        {"name": "Taps", "minimum_answers": 4},
        {"name": "Taps", "connections": -1},
        {"name": "Taps", "time_zone": "Mars/Olympus"},
        {"name": "Taps", "time_zone": "../etc/passwd"},
        {"name": "Taps", "language": "english please"},
    ],
)
def test_community_with_a_fault_is_refused_and_not_left_behind(
    account: Account, stated: dict[str, str | int]
) -> None:
    with pytest.raises(FaultsError) as refused:
        found_community(leader=account, **stated)  # type: ignore[arg-type] # faulty on purpose

    assert len(refused.value.faults) == 1
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@x.org", [NewMember(email="a@x.org")]),
        ("\ufeffa@x.org\r\nb@x.org\n\n", [NewMember(email="a@x.org"), NewMember(email="b@x.org")]),
        ("a@x.org, b@x.org;c@x.org", [NewMember(email=f"{n}@x.org") for n in "abc"]),
        ("a@x.org b@x.org", [NewMember(email="a@x.org"), NewMember(email="b@x.org")]),
        ("Ann Ash <a@x.org>", [NewMember(email="a@x.org", name="Ann Ash")]),
        (
            "a@x.org;Ann;leader;over_3_years",
            [NewMember(email="a@x.org", name="Ann", role="leader", tenure="over_3_years")],
        ),
        ("a@x.org\tAnn", [NewMember(email="a@x.org", name="Ann")]),
        ('a@x.org,"Ash, Ann"', [NewMember(email="a@x.org", name="Ash, Ann")]),
        ("a@x.org\nA@X.org", [NewMember(email="a@x.org")]),
    ],
)
def test_pasted_list_is_read(text: str, expected: list[NewMember]) -> None:
    assert read_members(text) == expected


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", 1),
        ("Ann", 1),
        ("a@x.org\nAnn\nBob", 2),
        ("a@x.org;Ann;king", 1),
        ("a@x.org;Ann;leader;forever", 1),
        ("a@x", 1),
        (f"{'a' * 60}@{'b.' * 100}org", 1),
    ],
)
def test_pasted_list_with_faults_names_each_line(text: str, faults: int) -> None:
    with pytest.raises(FaultsError) as refused:
        read_members(text)

    assert len(refused.value.faults) == faults


def test_members_who_are_there_stay_as_they_are(community: Community) -> None:
    assert add_members(community, [NewMember(email="a@x.org", name="Ann")]) == 1
    assert add_members(community, read_members("A@x.org;Other\nb@x.org")) == 1

    assert {*community.members.values_list("email", "name")} == {
        ("a@x.org", "Ann"),
        ("b@x.org", ""),
    }


def test_minimum_is_raised_and_never_lowered(community: Community) -> None:
    assert update_community(community, minimum_answers=8).minimum_answers == 8

    with pytest.raises(FaultsError, match="never lowered"):
        update_community(community, minimum_answers=7)
    assert Community.objects.get().minimum_answers == 8


def test_update_changes_what_is_named_only(community: Community) -> None:
    with pytest.raises(FaultsError, match="time_zone"):
        update_community(community, name="New", time_zone="Moon/Tranquility")
    assert Community.objects.get().name == "Leaky Taps Guild"

    update_community(community, connections=None)

    community.refresh_from_db()
    assert (community.name, community.connections) == ("Leaky Taps Guild", None)
    assert community.purpose == "Taps that do not leak."


def test_removed_member_stays_for_comparison_and_is_asked_no_more(community: Community) -> None:
    add_members(community, [NewMember(email="a@x.org"), NewMember(email="b@x.org")])

    remove_member(community.members.get(email="a@x.org"))

    assert community.members.count() == 2
    assert community.members.filter(active=True).get().email == "b@x.org"
