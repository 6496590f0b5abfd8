"""A stored release is what the rules make of the scores now, or it is not shown."""

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.records import erasing
from assessments.domain.releases import documents
from assessments.domain.releases.coarseness import Coarseness
from assessments.domain.releases.documents import (
    RULES_VERSION,
    head_document,
    read_head,
    scores_document,
    stamp_of,
)
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Reason, Shown, Suppressed
from assessments.domain.releases.releasing import (
    made_of,
    newest_assessments,
    release,
    releases,
    results_of,
    shown_of,
)
from assessments.domain.releases.rounding import RULES, released_score
from assessments.domain.releases.storing import store_outdated
from assessments.models import Assessment, Community, Instrument, StoredRelease, Wave
from scoring import Absent, Estimate, Measure
from scoring.absent import Reason as AbsentReason
from scoring.absent import Result
from tests.assessments import groups, making

MakeWave = Callable[[Community], Wave]


def answered(sheets: int, *, members: int = 20) -> MakeWave:
    """Have so many of the roster answer."""

    def make(community: Community) -> Wave:
        wave = making.make_wave(community, making.make_tiny(), members=members)
        making.answer_all(wave, sheets=sheets, seed=sheets)
        return making.seal_and_assess(wave)

    return make


def in_camps(community: Community) -> Wave:
    return groups.in_two_camps(community, making.make_peck())


def in_classes(community: Community) -> Wave:
    return groups.in_classes(community, making.make_tiny())


def with_a_small_class(community: Community) -> Wave:
    return groups.in_classes(community, making.make_tiny(), leaders=4)


def one_joined(community: Community) -> Wave:
    answered(14)(community)
    return answered(15)(community)


def one_was_erased(community: Community) -> Wave:
    """Ask the same people twice; in between one of those who took part is erased."""
    answered(14)(community)
    wave = making.make_wave(community, making.make_tiny(), members=20)
    making.answer_all(wave, sheets=14, seed=14)
    erasing.erase_member(community.members.order_by("email")[0].pk, now=timezone.now())
    return making.seal_and_assess(wave)


def of_one_mind(community: Community) -> Wave:
    wave = making.make_wave(community, making.make_tiny(), members=14)
    alike = {"realism_1": 4, "realism_2": 2, "spirit_1": 4, "spirit_2": 4}
    for member in community.members.all():
        making.answer(wave, member, alike)
    return making.seal_and_assess(wave)


STATES = {
    "5": answered(5),
    "8 of peck": lambda community: _peck(community, sheets=8),
    "11": answered(11),
    "12": answered(12),
    "20": answered(20),
    "camps": in_camps,
    "classes": in_classes,
    "a small class": with_a_small_class,
    "one joined": one_joined,
    "one was erased": one_was_erased,
    "of one mind": of_one_mind,
}


def _peck(community: Community, *, sheets: int) -> Wave:
    wave = making.make_wave(community, making.make_peck(), members=12)
    making.answer_all(wave, sheets=sheets)
    return making.seal_and_assess(wave)


def computed(wave: Wave) -> Release:
    """Make the release from the scores, by the rules, without what is stored."""
    assessment = newest_assessments([wave])[wave.pk]
    return shown_of(wave, assessment, results_of([assessment.pk])[assessment.pk])


@pytest.mark.parametrize("make", STATES.values(), ids=STATES.keys())
def test_stored_release_is_the_one_that_is_made_of_the_scores(
    community: Community, make: MakeWave
) -> None:
    wave = make(community)

    with CaptureQueriesContext(connection) as asked:
        shown = release(wave)

    assert shown == computed(wave)
    assert {*map(type, shown.scores.values())} == {*map(type, computed(wave).scores.values())}
    assert len(asked) == 1
    assert "assessments_score" not in asked.captured_queries[0]["sql"]
    for measure in RULES:
        (some,) = releases([wave], measures=[measure])
        expected = {key: each for key, each in shown.scores.items() if key[0] == measure}
        assert (some.scores, some.verdict, some.stage) == (expected, shown.verdict, shown.stage)


def test_states_are_shown_as_differently_as_they_are(community: Community) -> None:
    """What the test above compares is coarse, fine, suppressed and in words."""
    steps = {}
    for name in ("12", "one was erased", "of one mind"):
        level = release(STATES[name](making.make_community(community.leaders.get(), name)))
        shown = level.score(Measure.OVERALL)
        steps[name] = shown.step if isinstance(shown, Shown) else None

    assert steps == {"12": 1, "one was erased": 5, "of one mind": 5}


@pytest.mark.parametrize("sheets", [0, 4])
def test_nothing_is_stored_below_the_minimum(community: Community, sheets: int) -> None:
    wave = answered(sheets)(community)

    assert wave.state == Wave.State.ASSESSED
    assert not StoredRelease.objects.exists()
    assert release(wave).withheld == Reason.TOO_FEW_ANSWERS
    assert store_outdated() == 0


def planted(wave: Wave) -> Shown:
    """Put a value into the stored release that no rule would show."""
    told = Shown(value=61.37, step=0.01)
    StoredRelease.objects.update(scores=scores_document({("overall", ""): told}))
    assert release(wave).score(Measure.OVERALL) == told  # it is what is read
    return told


CHANGES = {
    "continuity": {"continuity": Wave.Continuity.FEW},
    "minimum": {"minimum_answers": 6},
    "sheets": {"sheets": 11},
    "classes": {"classes_shown": False},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_stored_release_does_not_count_after_a_fact_of_its_wave_changed(
    community: Community, change: dict[str, object]
) -> None:
    wave = answered(14)(community)
    told = planted(wave)

    Wave.objects.filter(pk=wave.pk).update(**change)
    wave.refresh_from_db()

    assert release(wave).score(Measure.OVERALL) != told
    assert release(wave) == computed(wave)
    assert StoredRelease.objects.get().scores["overall"][""]["value"] == told.value  # no GET writes
    assert (store_outdated(), store_outdated()) == (1, 0)
    assert StoredRelease.objects.get().stamp == stamp_of(wave)
    assert release(wave) == computed(wave)


def test_stored_release_does_not_count_after_the_rules_or_the_questions_changed(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave = answered(14)(community)
    told = planted(wave)

    monkeypatch.setattr(documents, "RULES_VERSION", RULES_VERSION + 1)
    assert release(wave).score(Measure.OVERALL) != told
    monkeypatch.undo()
    wave.instrument.content_hash = "0" * 64
    assert stamp_of(wave) != StoredRelease.objects.get().stamp


def test_wave_that_became_coarser_is_shown_coarser_at_once(community: Community) -> None:
    wave = answered(14)(community)
    fine = release(wave).score(Measure.OVERALL)
    Wave.objects.filter(pk=wave.pk).update(continuity=Wave.Continuity.FEW)
    wave.refresh_from_db()

    coarse = release(wave).score(Measure.OVERALL)

    assert isinstance(fine, Shown)
    assert isinstance(coarse, Shown)
    assert (fine.step, coarse.step) == (1, 5)
    assert coarse.low is None
    assert isinstance(release(wave).two_camps, Suppressed)


def test_release_of_an_older_assessment_is_not_shown(community: Community) -> None:
    wave = answered(14)(community)
    planted(wave)
    old = wave.assessments.get()
    newer = Assessment.objects.get(pk=old.pk)
    newer.pk, newer.scoring_version, newer.computed_at = wave.pk, "next", timezone.now()
    newer.save(force_insert=True)

    assert release(wave).scores == {}  # the newer one has no scores
    assert release(wave).scoring_version == "next"


def test_missing_releases_are_stored_and_take_the_same_queries_for_all(
    community: Community, django_assert_num_queries: Callable[[int], object]
) -> None:
    waves = [answered(12)(community) for _ in range(3)]
    StoredRelease.objects.all().delete()
    for some in (waves[:1], waves):
        with django_assert_num_queries(3):  # type: ignore[attr-defined] # a context manager
            assert [shown.withheld for shown in releases(some)] == [None] * len(some)

    assert store_outdated() == 3
    assert StoredRelease.objects.count() == 3


CONSENSUS, CHANCE = (20.0, 61.0, 96.0), 62.0
VALUES = (0.0, 0.35, 3.2, 40.4, 52.0, 64.6, 71.9, 83.1, 97.0)
SIZES = (4, 5, 8, 11, 12, 30)

RULES_AS_OF = {1: "2c78bb47307e57762c73746ceb7240f3d1140015be1d939ae23345aff2783e55"}
"""What the rules show of many results, by their version, as a hash."""


def _results() -> Iterator[tuple[dict[tuple[str, str], Result], Coarseness]]:
    for size, guarded, classes, sums, agreed in product(
        SIZES, (False, True), (False, True), (5, 21), CONSENSUS
    ):
        coarse = Coarseness(
            sheets=size, minimum=5, guarded=guarded, sums={"": sums}, classes_shown=classes
        )
        beside: dict[tuple[str, str], Result] = {
            ("consensus", ""): Estimate(value=agreed, answers=size),
            ("chance_line", ""): Estimate(value=CHANCE, answers=size),
            ("careless_share", ""): Estimate(value=0.2, answers=size),
        }
        for measure, value in product(RULES, VALUES):
            estimate = Estimate(value=value, low=value - 4.4, high=value + 4.4, answers=size)
            yield {**beside, (measure.value, ""): estimate}, coarse
        yield {("level", ""): Absent(AbsentReason.TOO_FEW_ANSWERS)}, coarse


def _heads() -> Iterator[object]:
    asked = making.make_tiny()
    for size, continuity in product(SIZES[1:], Wave.Continuity):
        wave = Wave(sheets=size, minimum_answers=5, continuity=continuity, instrument=asked)
        made = Assessment(
            verdict="AUDIENCE",
            stage="chaos",
            echo_chamber=True,
            two_camps=True,
            separating_items=["spirit_1"],
            input_hash="0" * 64,
        )
        yield head_document(made_of(wave, made, {}))


def test_rules_do_not_change_without_their_version(db: None) -> None:
    """After a change of what is shown, raise RULES_VERSION and note the hash this test names."""
    told = [
        scores_document({key: released_score(key, results, coarseness=coarse) for key in results})
        for results, coarse in _results()
    ]
    written = json.dumps([told, [*_heads()]], sort_keys=True)

    assert hashlib.sha256(written.encode()).hexdigest() == RULES_AS_OF[RULES_VERSION]


def test_head_is_read_as_it_was_written(community: Community, tiny: Instrument) -> None:
    for sheets in (8, 14):
        shown = release(
            answered(sheets)(making.make_community(community.leaders.get(), f"{sheets}"))
        )
        read = read_head(json.loads(json.dumps(head_document(shown))))
        assert read == {name: getattr(shown, name) for name in read}
        assert isinstance(shown.two_camps, Suppressed) == (sheets < 12)
