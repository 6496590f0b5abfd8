"""Opening and closing, the roster, and who took part."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.domain.refusals import FaultsError, WrongStateError
from assessments.domain.waves import participation, sealing, waves
from assessments.models import Community, Instrument, Invitation, Mail, Mark, Wave, Work
from tests.assessments import making

OpenWave = Callable[..., Wave]


def test_opening_invites_every_active_member_and_asks_for_the_mails(
    community: Community, tiny: Instrument
) -> None:
    left, *_rest = making.make_members(community, 4)
    left.active = False
    left.save()

    wave = waves.open_wave(community, instrument=tiny, now=timezone.now())

    assert wave.invited == Invitation.objects.filter(wave=wave).count() == 3
    assert Mail.objects.filter(state=Mail.State.DUE).count() == 3
    assert Work.objects.get(wave=wave).kind == Work.Kind.MAIL


def test_second_open_wave_is_refused(open_wave: OpenWave) -> None:
    open_wave(n=2)

    with pytest.raises(WrongStateError):
        open_wave(n=2)


def test_wave_without_anybody_to_ask_is_refused_and_not_left_behind(
    community: Community, tiny: Instrument
) -> None:
    with pytest.raises(WrongStateError):
        waves.open_wave(community, instrument=tiny, now=timezone.now())
    assert not Wave.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 91])
def test_closing_time_out_of_the_next_90_days_is_refused(
    community: Community, tiny: Instrument, days: int
) -> None:
    making.make_members(community, 1)
    now = timezone.now()

    with pytest.raises(FaultsError):
        waves.open_wave(community, instrument=tiny, now=now, closes_at=now + timedelta(days=days))


def test_wave_is_sealed_when_its_time_has_come(open_wave: OpenWave) -> None:
    wave = open_wave(n=2)

    assert waves.close_due_waves(now=wave.closes_at - timedelta(microseconds=1)) == 0
    assert waves.close_due_waves(now=wave.closes_at) == 1
    assert waves.close_due_waves(now=wave.closes_at) == 0
    with pytest.raises(WrongStateError):
        waves.close_wave(wave.pk, now=wave.closes_at)


def test_minimum_is_frozen_when_the_wave_opens(open_wave: OpenWave, community: Community) -> None:
    wave = open_wave(n=2)
    Community.objects.update(minimum_answers=9)

    wave.refresh_from_db()
    assert wave.minimum_answers == 5


def test_minimum_raised_since_the_caller_read_it_counts(
    open_wave: OpenWave, community: Community
) -> None:
    Community.objects.filter(pk=community.pk).update(minimum_answers=8)

    assert community.minimum_answers == 5
    assert open_wave(n=3).minimum_answers == 8


@pytest.mark.parametrize("model", [Community, Wave])
def test_minimum_below_five_is_refused_by_the_database(
    open_wave: OpenWave, model: type[Community] | type[Wave]
) -> None:
    open_wave(n=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(minimum_answers=4)


@pytest.mark.parametrize(
    ("second", "continuity"),
    [
        ({1, 2, 3, 4, 5, 6}, Wave.Continuity.SAME),
        ({1, 2, 3, 4, 5, 6, 7}, Wave.Continuity.FEW),  # one joined
        ({1, 2, 3, 4, 7, 8}, Wave.Continuity.FEW),  # two left, two joined: four people
        ({1, 2, 3, 4}, Wave.Continuity.FEW),  # two left
        ({1, 2, 3, 7, 8, 9}, Wave.Continuity.MANY),  # three left, three joined
    ],
)
def test_continuity_counts_the_people_by_which_two_waves_differ(
    community: Community, tiny: Instrument, second: set[int], continuity: str
) -> None:
    for people in ({1, 2, 3, 4, 5, 6}, second):
        wave = making.make_wave(community, tiny, members=9)
        for number, member in enumerate(community.members.order_by("email"), start=1):
            if number in people:
                making.answer(wave, member, {"claim": 5})
        sealing.seal_wave(wave.pk, now=timezone.now())

    wave.refresh_from_db()
    assert wave.continuity == continuity
    assert community.waves.get(number=1).continuity == Wave.Continuity.FIRST


def test_marks_are_kept_until_the_next_seal_of_the_community(
    community: Community, tiny: Instrument
) -> None:
    for number in (1, 2):
        wave = making.make_wave(community, tiny, members=6)
        making.answer_all(wave, sheets=6)
        sealing.seal_wave(wave.pk, now=timezone.now())
        assert {*Mark.objects.values_list("invitation__wave__number", flat=True)} == {number}


def test_wave_by_an_open_link_cannot_be_compared(community: Community, tiny: Instrument) -> None:
    for has_roster in (True, False):
        making.make_members(community, 2)
        wave = waves.open_wave(
            community, instrument=tiny, now=timezone.now(), has_roster=has_roster
        )
        sealing.seal_wave(wave.pk, now=timezone.now())

    wave.refresh_from_db()
    assert wave.invited is None
    assert wave.continuity == Wave.Continuity.UNKNOWN


def test_participation_is_counted_in_thirds_once_a_day(open_wave: OpenWave) -> None:
    wave = open_wave(n=9)
    today = timezone.now().date()
    participation.count_thirds(today=today)
    making.answer_all(wave, sheets=7)

    participation.count_thirds(today=today)
    wave.refresh_from_db()
    assert wave.participation_thirds == 0
    participation.count_thirds(today=today + timedelta(days=1))
    wave.refresh_from_db()
    assert wave.participation_thirds == 2  # 7 of 9 are two thirds, and not three
