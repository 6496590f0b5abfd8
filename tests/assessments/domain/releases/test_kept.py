"""What is kept of rows is the same for all requests, and none of them can spoil it for another."""

from collections.abc import Callable

import pytest

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.communities.communities import update_community
from assessments.domain.releases.kept import forget_waves, waves_of_community
from assessments.domain.releases.released import Shown
from assessments.domain.releases.releasing import release
from assessments.domain.releases.stored import forget_releases
from assessments.domain.statements import columns
from assessments.models import Account, Community, Instrument, Wave
from scoring import Measure

AssessedWave = Callable[..., Wave]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_waves()
    forget_releases()


def seen(leader: Account, community: Community) -> list[Wave]:
    return waves_of_community(Viewer(leader), slug=community.slug)


def test_known_waves_are_those_of_the_database(
    leader: Account, community: Community, assessed_wave: AssessedWave
) -> None:
    stored = [assessed_wave(n=number) for number in (5, 6)][::-1]

    for _ in range(3):
        waves = seen(leader, community)
        assert waves == stored
        for wave, other in zip(waves, stored, strict=True):
            for here, there in (
                (wave, Wave.objects.get(pk=other.pk)),
                (wave.community, Community.objects.get(pk=community.pk)),
                (wave.instrument, Instrument.objects.get(pk=other.instrument_id)),
            ):
                names = [name for name in columns(type(here)) if name in here.__dict__]
                assert [getattr(here, name) for name in names] == [
                    getattr(there, name) for name in names
                ]


def test_what_one_request_does_to_its_wave_is_not_seen_by_the_next(
    leader: Account, community: Community, assessed_wave: AssessedWave
) -> None:
    assessed_wave(n=5)
    first = seen(leader, community)[0]
    asked = first.instrument.name

    first.breakdowns.append("role")
    first.minimum_answers, first.community.name, first.instrument.name = 1, "Another", "Another"

    again = seen(leader, community)[0]
    assert (again.breakdowns, again.minimum_answers) == ([], 5)
    assert (again.community.name, again.instrument.name) == (community.name, asked)


def test_change_of_a_row_is_seen_at_once(
    leader: Account, community: Community, assessed_wave: AssessedWave
) -> None:
    wave = assessed_wave(n=14)
    assert seen(leader, community)[0].minimum_answers == 5

    Wave.objects.filter(pk=wave.pk).update(minimum_answers=6)
    update_community(community, name="Dry Taps Guild")

    (again,) = seen(leader, community)
    assert (again.minimum_answers, again.community.name) == (6, "Dry Taps Guild")


def test_known_release_is_shown_of_the_wave_of_the_request(assessed_wave: AssessedWave) -> None:
    wave = assessed_wave(n=14)
    fine = release(wave)
    wave.continuity = Wave.Continuity.FEW

    coarse = release(wave)

    assert isinstance(fine.score(Measure.OVERALL), Shown)
    assert (release(wave).wave, coarse.scores == fine.scores) == (wave, False)
