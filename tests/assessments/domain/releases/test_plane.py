"""Connections × community, among those who share."""

from collections.abc import Callable

import pytest

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.communities.communities import update_community
from assessments.domain.refusals import FaultsError
from assessments.domain.releases.plane import Plane, lacking, plane, share
from assessments.domain.releases.released import Reason, Suppressed
from assessments.models import Account, Community, Instrument
from tests.assessments import making

Sharing = Callable[..., Community]


@pytest.fixture
def sharing(tiny: Instrument) -> Sharing:
    """Found a community that shares where it lies, with so many sheets in its wave, if any."""

    def make(name: str, connections: int, *, sheets: int = 6) -> Community:
        leader = making.make_account(f"{name}@example.org")
        community = making.make_community(leader, name, connections=connections)
        if sheets:
            wave = making.make_wave(community, tiny, members=sheets)
            making.answer_all(wave, sheets=sheets)
            making.seal_and_assess(wave)
        return share(community, shared=True)

    return make


def leader_of(community: Community) -> Viewer:
    return Viewer(community.leaders.get())


def test_communities_that_share_see_each_other(sharing: Sharing) -> None:
    some = [sharing(f"c{number}", 10 ** (6 - number)) for number in range(5)]

    found = plane(leader_of(some[0]))

    assert isinstance(found, Plane)
    assert [point.name for point in found.points] == ["c4", "c3", "c2", "c1", "c0"]
    assert [point.connections for point in found.points] == [100, 1000, 10_000, 100_000, 1_000_000]
    assert [point.mine for point in found.points] == [False] * 4 + [True]
    assert {point.overall.step for point in found.points} <= {5, 10}


def test_four_communities_are_not_shown_to_each_other(sharing: Sharing) -> None:
    some = [sharing(f"c{number}", 100) for number in range(4)]
    sharing("too-few-answers", 100, sheets=4)

    found = plane(leader_of(some[0]))

    assert isinstance(found, Suppressed)
    assert found.minimum == 5
    assert found.message == "Fewer than 5 communities share where they lie."


def test_who_does_not_share_sees_nothing_of_the_others(sharing: Sharing, account: Account) -> None:
    some = [sharing(f"c{number}", 100) for number in range(6)]
    share(some[0], shared=False)

    for viewer in (leader_of(some[0]), Viewer(account)):
        found = plane(viewer)
        assert isinstance(found, Suppressed)
        assert found.message == "Share where your community lies, and you see where others do."
    others = plane(leader_of(some[1]))
    assert isinstance(others, Plane)
    assert "c0" not in [point.name for point in others.points]


NOTHING_STATED = "State the number of connections first: the plane needs it."
NOTHING_RELEASED = (
    "Your community lies on the plane, and you see the others there, as soon as a wave of it "
    "shows an overall score."
)


def test_who_states_no_connections_any_more_sees_nothing_of_the_others(sharing: Sharing) -> None:
    some = [sharing(f"c{number}", 100) for number in range(6)]
    update_community(some[0], connections=None)

    found = plane(leader_of(some[0]))

    assert isinstance(found, Suppressed)
    assert (found.reason, found.message) == (Reason.NOT_MEASURED, NOTHING_STATED)
    assert isinstance(plane(leader_of(some[1])), Plane)
    update_community(some[0], connections=100)
    assert isinstance(plane(leader_of(some[0])), Plane)


@pytest.mark.parametrize("sheets", [0, 4])
def test_who_shares_without_an_overall_score_sees_nothing_of_the_others(
    sharing: Sharing, sheets: int
) -> None:
    for number in range(5):
        sharing(f"c{number}", 100)

    found = plane(leader_of(sharing("without", 100, sheets=sheets)))

    assert isinstance(found, Suppressed)
    assert (found.reason, found.message) == (Reason.NOT_COMPUTED_YET, NOTHING_RELEASED)


def test_who_leads_one_community_on_the_plane_sees_it(sharing: Sharing) -> None:
    some = [sharing(f"c{number}", 100) for number in range(5)]
    leader = some[0].leaders.get()
    share(making.make_community(leader, "Another", connections=1), shared=True)

    assert isinstance(plane(Viewer(leader)), Plane)


def test_what_a_community_lacks_is_said_until_it_lies_on_the_plane(sharing: Sharing) -> None:
    there, without = sharing("there", 100), sharing("without", 100, sheets=0)

    assert lacking(there) is None
    assert getattr(lacking(without), "message", "") == NOTHING_RELEASED
    nowhere = lacking(update_community(there, connections=None))
    assert getattr(nowhere, "message", "") == NOTHING_STATED


def test_wave_with_too_few_answers_leaves_the_release_before_on_the_plane(
    sharing: Sharing, tiny: Instrument
) -> None:
    some = [sharing(f"c{number}", 100) for number in range(5)]
    before = plane(leader_of(some[0]))
    wave = making.make_wave(some[1], tiny, members=6)
    making.answer_all(wave, sheets=3)
    making.seal_and_assess(wave)

    assert plane(leader_of(some[0])) == before


def test_community_without_connections_has_no_place(community: Community) -> None:
    community.connections = None

    with pytest.raises(FaultsError):
        share(community, shared=True)
    community.refresh_from_db()
    assert not community.shared


def test_plane_takes_three_queries_however_many_share(
    sharing: Sharing, django_assert_num_queries: Callable[[int], object]
) -> None:
    some = [sharing(f"c{number}", 100) for number in range(5)]
    viewer = leader_of(some[0])
    for number in (5, 7):
        with django_assert_num_queries(3):  # type: ignore[attr-defined] # a context manager
            found = plane(viewer)
        assert isinstance(found, Plane)
        assert len(found.points) == number
        some += [sharing(f"d{number}-{each}", 100) for each in range(2)]
