"""Who took part, by band of the roster and never by person."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from assessments.domain.communities.roster_classes import Heard, all_shown, hidden
from assessments.domain.releases.participation_shown import (
    ReleasedParticipation,
    released_participation,
    released_participations,
)
from assessments.domain.releases.released import Reason, Shown, Suppressed
from assessments.domain.releases.releasing import release
from assessments.domain.waves import waves
from assessments.models import Community, Instrument, Member, RosterClass, Wave
from scoring import Measure
from tests.assessments import making

Roster = dict[tuple[str, str], tuple[int, int]]

COUNTS: Roster = {
    ("leader", ""): (8, 2),
    ("member", "under_1_year"): (20, 10),
    ("member", "over_3_years"): (20, 13),
}


def a_wave(community: Community, tiny: Instrument, roster: Roster) -> Wave:
    """Ask a roster of so many in each class, of whom so many answer."""
    answering = []
    for number, ((role, tenure), (invited, took_part)) in enumerate(roster.items()):
        for place in range(invited):
            member = Member.objects.create(
                community=community,
                email=f"{number}-{place}@example.org",
                role=role,
                tenure=tenure,
            )
            answering += [member] if place < took_part else []
    wave = waves.open_wave(community, instrument=tiny, now=timezone.now())
    for member in answering:
        making.answer(wave, member, {"realism_1": 4, "claim": 5})
    return making.seal_and_assess(wave)


def by_class(found: ReleasedParticipation | Suppressed) -> dict[tuple[str, str], object]:
    assert isinstance(found, ReleasedParticipation)
    return {
        (each.role, each.tenure): each.rate.value if isinstance(each.rate, Shown) else None
        for each in found.classes
    }


def test_classes_in_which_many_answered_and_many_did_not_are_shown(
    community: Community, tiny: Instrument
) -> None:
    found = released_participation(a_wave(community, tiny, {**COUNTS, ("leader", ""): (12, 6)}))

    assert isinstance(found, ReleasedParticipation)
    assert found.by == ("role", "tenure")
    assert found.invited == 52
    assert by_class(found) == {
        ("leader", ""): 0.5,
        ("member", "over_3_years"): 0.65,
        ("member", "under_1_year"): 0.5,
    }
    assert [each.invited for each in found.classes] == [12, 20, 20]
    assert found.rate == Shown(value=0.56, step=0.01)  # 29 of 52


def test_class_that_would_follow_by_subtraction_is_suppressed_too(
    community: Community, tiny: Instrument
) -> None:
    # Two of eight leaders speak of two persons; with the helpers, 12 of 28, they speak of many.
    found = released_participation(
        a_wave(
            community,
            tiny,
            {("leader", ""): (8, 2), ("helper", ""): (20, 10), ("member", ""): (20, 13)},
        )
    )

    assert by_class(found) == {("helper", ""): None, ("leader", ""): None, ("member", ""): 0.65}
    assert isinstance(found, ReleasedParticipation)
    assert [each.invited for each in found.classes] == [None, None, 20]


@pytest.mark.parametrize("count", [(8, 0), (8, 8), (8, 4), (8, 7), (3, 1)])
def test_class_that_speaks_of_a_few_takes_another_one_along(count: tuple[int, int]) -> None:
    classes = {("leader", ""): Heard(*count), ("member", ""): Heard(40, 20)}

    assert hidden(classes, minimum=5) == {("leader", ""), ("member", "")}


def test_classes_that_speak_of_many_hide_nothing() -> None:
    classes = {("leader", ""): Heard(12, 5), ("member", ""): Heard(40, 35)}

    assert hidden(classes, minimum=5) == frozenset()


def test_hidden_classes_together_speak_of_many() -> None:
    classes = {
        ("helper", ""): Heard(10, 10),
        ("leader", ""): Heard(10, 0),
        ("member", ""): Heard(40, 20),
    }

    # 10 of 20 took part in the two together, and nobody knows in which.
    assert hidden(classes, minimum=5) == {("helper", ""), ("leader", "")}


def test_one_band_alone_is_shown_where_both_together_are_too_fine(
    community: Community, tiny: Instrument
) -> None:
    fine = ("under_1_year", "1_to_3_years", "over_3_years")
    roster: Roster = {("leader", tenure): (4, 2) for tenure in fine}
    roster |= {("member", tenure): (4, 3) for tenure in fine}

    found = released_participation(a_wave(community, tiny, {**roster, ("member", ""): (10, 5)}))

    assert isinstance(found, ReleasedParticipation)
    assert found.by == ("role",)
    assert by_class(found) == {("leader", ""): 0.5, ("member", ""): 0.65}  # 6 of 12, 14 of 22


def test_nothing_is_said_before_the_seal_nor_of_too_few(
    community: Community, tiny: Instrument
) -> None:
    wave = making.make_wave(community, tiny, members=20)
    making.answer_all(wave, sheets=4)

    assert released_participation(wave) == Suppressed(reason=Reason.WAVE_OPEN, minimum=5)
    assert released_participation(making.seal_and_assess(wave)) == Suppressed(
        reason=Reason.TOO_FEW_ANSWERS, minimum=5
    )


def test_wave_without_a_roster_has_no_participation(community: Community, tiny: Instrument) -> None:
    wave = a_wave(community, tiny, COUNTS)
    wave.invited = None

    assert released_participation(wave) == Suppressed(reason=Reason.NOT_MEASURED, minimum=5)


def test_many_waves_take_one_query(
    community: Community, tiny: Instrument, django_assert_num_queries: Callable[[int], object]
) -> None:
    waves = [a_wave(community, tiny, COUNTS)]
    for sheets in (10, 20):
        again = making.make_wave(community, tiny, members=30)
        making.answer_all(again, sheets=sheets)
        waves.append(making.seal_and_assess(again))

    for some in (waves[:1], waves):
        with django_assert_num_queries(1):  # type: ignore[attr-defined] # a context manager
            assert len(released_participations(some)) == len(some)


@pytest.mark.parametrize(
    ("classes", "shown"),
    [([(20, 10), (20, 5)], True), ([(20, 10), (20, 19)], False), ([(20, 20), (3, 3)], True)],
)
def test_indicators_of_classes_need_classes_that_may_be_shown(
    classes: list[tuple[int, int]], shown: bool
) -> None:
    rows = [
        RosterClass(role=role, tenure="", invited=invited, took_part=took_part)
        for role, (invited, took_part) in zip(("leader", "member"), classes, strict=True)
    ]

    assert all_shown(rows, minimum=5) is shown


@pytest.mark.parametrize("leaders", [10, 20])
def test_representativity_is_suppressed_and_breadth_a_word_where_a_class_is_hidden(
    community: Community, tiny: Instrument, leaders: int
) -> None:
    roster: Roster = {("leader", ""): (20, leaders), ("member", "over_3_years"): (20, 10)}
    shown = release(a_wave(community, tiny, roster))

    hides = leaders == 20
    assert isinstance(shown.representativity, Suppressed) == hides
    assert isinstance(shown.score(Measure.BREADTH), Shown) != hides
    assert isinstance(shown.response_rate, Shown)
