"""C4 and C5: nothing about fewer than five, and only coarse things about a few."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assessments.domain.communities.communities import found_community
from assessments.domain.refusals import FaultsError
from assessments.models import Community, Score, Wave
from tests.assessments import making
from tests.attacks.channels import everything_shown


def shown(*, n: int, level: float, state: str = "assessed") -> Mapping[str, str]:
    """Build a world in which ``n`` of six members answered, read it on every channel, forget it."""
    with transaction.atomic():
        community = making.make_community(making.make_account(), "Leaky Taps Guild")
        wave = making.make_wave(community, making.make_tiny(), members=6)
        making.answer_all(wave, sheets=n, level=level)
        if state == "assessed":
            wave = making.seal_and_assess(wave)
        told = everything_shown(wave)
        transaction.set_rollback(True)
    return told


def test_four_answers_are_shown_to_nobody_on_any_channel(db: None) -> None:
    low, high = shown(n=4, level=0.1), shown(n=4, level=0.9)

    assert {channel for channel in low if low[channel] != high[channel]} == set()
    assert {answer[:3] for answer in low.values()} <= {"200", "404"}


def test_the_comparison_sees_what_five_answers_change(db: None) -> None:
    low, high = shown(n=5, level=0.1), shown(n=5, level=0.9)

    telling = {
        "page of members",
        "page of leaders",
        "REST assessment",
        "GraphQL wave",
        "admin assessment",
    }
    assert {channel for channel in low if low[channel] != high[channel]} >= telling


def test_fewer_than_five_answers_are_not_counted(db: None) -> None:
    few = [shown(n=n, level=0.5) for n in (1, 2, 4)]

    assert {channel for channel in few[0] if len({each[channel] for each in few}) > 1} == set()


@pytest.mark.parametrize("n", [0, 4, 5, 6])
def test_an_open_wave_shows_nothing_whatever_is_answered(db: None, n: int) -> None:
    assert shown(n=n, level=0.9, state="open") == shown(n=0, level=0.5, state="open")


@pytest.mark.parametrize("n", [5, 6])
def test_five_and_six_answers_give_only_coarse_values(db: None, n: int) -> None:
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=6)
    making.answer_all(wave, sheets=n)
    wave = making.seal_and_assess(wave)
    leader = Client()
    leader.force_login(community.leaders.get())

    found = leader.get(f"/api/v1/waves/{wave.pk}/assessment/").json()
    # How many took part is no answer of anybody's, and stands on the page of five already.
    del found["group"]["response_rate"], found["participation"]

    estimates = [each for each in values(found) if each["kind"] == "estimate"]
    assert estimates
    for each in estimates:
        assert each["step"] in {5, 10}
        assert each["value"] % each["step"] == 0
        assert each["low"] is None
        assert each["high"] is None
    assert found["items"]["kind"] == "suppressed"


@pytest.mark.parametrize("n", [5, 6])
def test_no_channel_writes_a_stored_value(db: None, n: int) -> None:
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=6)
    making.answer_all(wave, sheets=n)
    wave = making.seal_and_assess(wave)
    stored = {
        f"{number:.{digits}f}"
        # How many of the invited took part is no secret: sheets and invited are counted.
        for row in Score.objects.exclude(measure="rate").values_list("value", "low", "high")
        for number in row
        if number is not None and number != round(number, 1)
        for digits in (2, 3)
    }
    assert stored

    told = everything_shown(wave)

    assert {
        (channel, value)
        for channel, page in told.items()
        if "plot" not in channel
        for value in stored
        if value in page
    } == set()


@pytest.mark.parametrize("minimum", [0, 1, 4])
@pytest.mark.parametrize("model", [Community, Wave])
def test_the_database_refuses_a_minimum_under_five(
    db: None, model: type[Community | Wave], minimum: int
) -> None:
    community = making.make_community(making.make_account())
    making.make_wave(community, making.make_tiny(), members=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(minimum_answers=minimum)


def test_nobody_founds_a_community_with_less(db: None) -> None:
    with pytest.raises(FaultsError):
        found_community(leader=making.make_account(), name="Careless", minimum_answers=4)


def test_a_lowered_minimum_of_the_community_does_not_reach_a_wave_that_is_open(db: None) -> None:
    community = making.make_community(making.make_account(), minimum_answers=6)
    wave = making.make_wave(community, making.make_tiny(), members=6)
    making.answer_all(wave, sheets=5)
    Community.objects.update(minimum_answers=5)

    wave = making.seal_and_assess(wave)

    assert wave.minimum_answers == 6
    assert '"sheets":null' in everything_shown(wave)["REST assessment"]


def values(found: Any) -> Iterator[dict[str, Any]]:
    """Find every value that has a kind, however deep."""
    inner: list[Any] = []
    if isinstance(found, dict):
        if "kind" in found:
            yield found
        inner = [*found.values()]
    elif isinstance(found, list):
        inner = found
    for each in inner:
        yield from values(each)
