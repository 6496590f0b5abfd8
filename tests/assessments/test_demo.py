"""The demo: what the five communities' pages must show follows from simulated members."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import combinations
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from assessments.demo.communities import (
    BABY_BUDGET,
    CLIMATE,
    COMMUNITIES,
    LEAKY_TAPS,
    TASTING_TABLE,
    TWO_FANS,
)
from assessments.demo.sign_ins import ADMIN, LEADER, password_of
from assessments.demo.story import classes_of
from assessments.demo.truths import CHARACTERISTICS, DemoCommunity
from assessments.domain.answers.answering import Progress, access, progress
from assessments.domain.releases.breakdowns import Breakdown, released_breakdown
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Band, Banded, Reason, Shown, Suppressed, Verdict
from assessments.domain.releases.releasing import release
from assessments.models import (
    Account,
    AnswerSheet,
    Assessment,
    Community,
    Invitation,
    Mail,
    Mark,
    Member,
    Wave,
    Work,
)
from assessments.tasks import do_work
from scoring import Measure
from scoring.stage import Stage

pytestmark = pytest.mark.django_db


def demo(**options: Any) -> str:
    """Run the command, and give what it says."""
    said = StringIO()
    call_command("demo", stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def assess_all() -> None:
    """Do the work of assessing, as the worker would."""
    # Inside the transaction of a test nothing can be scrubbed from the disk.
    Wave.objects.filter(sealed_at__isnull=False).update(scrubbed=True)
    for work in Work.objects.filter(kind=Work.Kind.ASSESS, state=Work.State.DUE):
        do_work(work_id=str(work.pk))
    assert not Work.objects.filter(kind=Work.Kind.ASSESS).exclude(state=Work.State.DONE).exists()


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Make and assess the demo once for this module; gives what the command said."""
    connection = connections[DEFAULT_DB_ALIAS]
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            said = demo(no_wait=True)
            assess_all()
            yield said
        finally:
            connection.set_rollback(True)
            atomic.__exit__(None, None, None)


def released(told: DemoCommunity, number: int = 1) -> Release:
    return release(
        Wave.objects.select_related("community", "instrument").get(
            community__slug=told.slug, number=number
        )
    )


def shown(page: Release, measure: Measure, subject: str = "") -> Shown:
    score = page.score(measure, subject)
    assert isinstance(score, Shown)
    return score


def band(page: Release, measure: Measure) -> Band | None:
    score = page.score(measure)
    assert isinstance(score, Shown | Banded)
    return score.band


def stage(page: Release) -> Stage:
    """Give the stage that leads by the released probabilities."""
    return max(Stage, key=lambda each: shown(page, Measure.STAGE, each).value)


WAVES = [
    pytest.param(told, number, id=f"{told.slug} {number}")
    for told in COMMUNITIES
    for number, wave in enumerate(told.waves, start=1)
    if wave.closes_in < 0
]


@pytest.mark.parametrize(("community", "number"), WAVES)
def test_demo_levels_are_those_of_the_truth(
    told: str, community: DemoCommunity, number: int
) -> None:
    page, truth = released(community, number), community.waves[number - 1].truth
    levels = {code: shown(page, Measure.LEVEL, code) for code in CHARACTERISTICS}
    # 25 points a step of the scale 1–5.
    told_levels = {
        code: 25 * (mean - 1) for code, mean in zip(CHARACTERISTICS, truth.means, strict=True)
    }

    for code, level in told_levels.items():
        # Answers cut at the ends of the scale pull extreme means inwards.
        assert levels[code].value == pytest.approx(level, abs=6 + levels[code].step / 2), code
    for one, other in combinations(CHARACTERISTICS, 2):
        if told_levels[one] - told_levels[other] >= max(10, 5 + levels[one].step):
            assert levels[one].value > levels[other].value, (one, other)


@pytest.mark.parametrize(
    ("community", "number", "verdict"),
    [
        (LEAKY_TAPS, 1, Verdict.TRUE_COMMUNITY),
        (BABY_BUDGET, 1, Verdict.NOT_A_COMMUNITY_YET),
        (TWO_FANS, 1, Verdict.AUDIENCE),
        (CLIMATE, 1, Verdict.NOT_A_COMMUNITY_YET),
        (CLIMATE, 2, Verdict.NOT_A_COMMUNITY_YET),
        (CLIMATE, 3, Verdict.NOT_A_COMMUNITY_YET),
        (CLIMATE, 4, Verdict.TRUE_COMMUNITY),
        (TASTING_TABLE, 1, Verdict.NOT_A_COMMUNITY_YET),
    ],
)
def test_demo_verdicts(told: str, community: DemoCommunity, number: int, verdict: Verdict) -> None:
    assert released(community, number).verdict == verdict


def test_leaky_taps_is_a_practical_true_community(told: str) -> None:
    page = released(LEAKY_TAPS)

    assert page.sheets == 24
    assert page.wave.invited == 28
    assert band(page, Measure.FACING) == Band.FACING_EACH_OTHER
    levels = {code: shown(page, Measure.LEVEL, code).value for code in CHARACTERISTICS}
    assert sorted(levels, key=levels.__getitem__)[:2] == ["contemplation", "spirit"]
    assert stage(page) == Stage.COMMUNITY


def test_leaky_taps_compares_bands_that_are_all_common(told: str) -> None:
    wave = Wave.objects.get(community__slug=LEAKY_TAPS.slug, number=1)
    tenures = Counter(tenure for _role, tenure in classes_of(LEAKY_TAPS)[: wave.sheets])
    assert min(tenures.values()) >= wave.minimum_answers == 5

    compared = released_breakdown(wave, "tenure")

    assert isinstance(compared, Breakdown)
    assert [cell.value_code for cell in compared.cells] == [1, 2, 3]
    for cell in compared.cells:
        # As groups under 12 are shown: steps of 5, no interval.
        assert isinstance(cell.level, Shown)
        assert (cell.level.step >= 5, cell.level.low) == (True, None)
        assert isinstance(cell.consensus, Banded)


def test_baby_budget_is_a_pseudocommunity(told: str) -> None:
    page = released(BABY_BUDGET)

    assert page.sheets == 46
    assert page.wave.invited == 140
    assert stage(page) == Stage.PSEUDOCOMMUNITY
    # Agreed, over-confident, facing the two hosts, and hardly ever at odds in the open.
    assert band(page, Measure.CONSENSUS) in {Band.MODERATE, Band.STRONG}
    assert shown(page, Measure.BIAS).value == pytest.approx(0.30, abs=0.02)
    assert band(page, Measure.CALIBRATION) in {Band.LOW, Band.VERY_LOW}
    assert band(page, Measure.FACING) == Band.FACING_FRONT
    assert shown(page, Measure.QUESTION, "conflict_voiced").value <= 15
    assert band(page, Measure.CLAIM_GAP) == Band.CLAIMS_MORE


def test_two_fans_page_is_an_audience_with_one_bright_spot(told: str) -> None:
    page = released(TWO_FANS)

    assert page.sheets == 200
    assert page.wave.invited is None
    assert page.wave.community.connections == 97_300_000
    assert band(page, Measure.FACING) == Band.FACING_FRONT
    levels = {code: shown(page, Measure.LEVEL, code).value for code in CHARACTERISTICS}
    assert {code for code, level in levels.items() if level > 50} == {"spirit"}
    # Low on the plane, and far to the right of everybody else.
    others = [shown(released(each), Measure.OVERALL).value for each in COMMUNITIES]
    assert shown(page, Measure.OVERALL).value == min(others)


def test_climate_goes_from_chaos_by_emptiness_to_community(told: str) -> None:
    pages = [released(CLIMATE, number) for number in (1, 2, 3, 4)]

    assert [page.sheets for page in pages] == [14, 14, 14, 14]
    assert [page.wave.continuity for page in pages] == ["first", "same", "same", "same"]
    stages = [stage(page) for page in pages]
    assert (stages[0], stages[2], stages[3]) == (Stage.CHAOS, Stage.EMPTINESS, Stage.COMMUNITY)
    overall = [shown(page, Measure.OVERALL).value for page in pages]
    # Emptiness feels worse than what came before.
    assert overall[0] < overall[2] < overall[1] < overall[3]


def test_climate_has_two_camps_in_its_first_wave_only_half_as_far_apart_in_the_third(
    told: str,
) -> None:
    assessments = Assessment.objects.filter(wave__community__slug=CLIMATE.slug)
    camps = dict(assessments.values_list("wave__number", "two_camps"))
    assert (camps[1], camps[3], camps[4]) == (True, False, False)

    apart = [wave.truth.camps.apart for wave in CLIMATE.waves if wave.truth.camps]
    assert apart[2] == pytest.approx([half / 2 for half in apart[1]])
    # Where the camps are furthest apart, the first wave is the most polarised.
    polarisation = [
        shown(released(CLIMATE, number), Measure.POLARISATION, "graceful_fighting").value
        for number in (1, 3, 4)
    ]
    assert polarisation == sorted(polarisation, reverse=True)


def test_tasting_table_is_warm_and_agreed_but_not_inclusive_and_shown_coarsely(told: str) -> None:
    page = released(TASTING_TABLE)

    assert page.sheets == page.wave.invited == 9
    assert shown(page, Measure.LEVEL, "inclusivity").value <= 35
    assert shown(page, Measure.LEVEL, "safe_place").value >= 85
    assert band(page, Measure.CONSENSUS) in {Band.STRONG, Band.VERY_STRONG}
    assert isinstance(page.score(Measure.CONSENSUS), Banded)
    assert shown(page, Measure.LEVEL, "spirit").step >= 5
    assert shown(page, Measure.OVERALL).low is None


def test_demo_members_take_part_and_leave_nothing_behind_the_seal(told: str) -> None:
    sealed = Wave.objects.filter(state=Wave.State.ASSESSED)

    assert sealed.count() == 8
    assert sum(wave.sheets or 0 for wave in sealed) == 24 + 46 + 200 + 4 * 14 + 9
    assert not AnswerSheet.objects.filter(wave__in=sealed).exists()
    assert not Mail.objects.filter(invitation__wave__in=sealed).exists()
    assert {
        told.slug: Member.objects.filter(community__slug=told.slug).count() for told in COMMUNITIES
    } == {
        "leaky-taps-guild": 28,
        "babybudget": 140,
        "two-fans-page": 0,
        "fifteen-for-the-climate": 15,
        "the-tasting-table": 9,
    }
    assert not Member.objects.exclude(email__endswith="@example.org").exists()


def test_demo_keeps_a_second_wave_open_that_a_newcomer_can_answer(told: str) -> None:
    wave = Wave.objects.get(state=Wave.State.OPEN)

    assert (wave.community.slug, wave.number) == (LEAKY_TAPS.slug, 2)
    assert (wave.closes_at - timezone.now()).total_seconds() == pytest.approx(14 * 86_400, abs=600)
    assert Mark.objects.filter(invitation__wave=wave).count() == 17
    assert Mail.objects.filter(invitation__wave=wave, state=Mail.State.DUE).count() == 28
    hidden = release(wave).score(Measure.OVERALL)
    assert isinstance(hidden, Suppressed)
    assert hidden.reason == Reason.WAVE_OPEN
    token = told.rpartition(f"/w/{wave.pk}/")[2].strip().rstrip("/")
    entry = access(wave_id=wave.pk, token=token, now=timezone.now())
    assert progress(entry) == Progress.ANSWERING


def test_demo_prints_sign_ins_that_work(told: str, client: Client) -> None:
    leader, admin = (Account.objects.get(email=email) for email in (LEADER, ADMIN))

    assert leader.communities.count() == 5
    assert not leader.is_staff
    assert admin.is_superuser
    for email in (LEADER, ADMIN):
        assert f"{email:20} {password_of(email)}" in told
        assert client.login(username=email, password=password_of(email))


def test_demo_a_second_time_changes_nothing(told: str) -> None:
    before = [Community.objects.count(), Wave.objects.count(), Invitation.objects.count()]

    said = demo(no_wait=True)

    assert "there already; nothing was changed" in said
    assert [
        Community.objects.count(),
        Wave.objects.count(),
        Invitation.objects.count(),
    ] == before


def test_demo_sign_ins_gives_a_fresh_link_each_time_and_hides_a_changed_password(
    told: str,
) -> None:
    leader = Account.objects.get(email=LEADER)
    leader.set_password("one of my own")
    leader.save()

    first, second = demo(sign_ins=True), demo(sign_ins=True)

    assert first.splitlines()[:-1] == second.splitlines()[:-1]
    assert first.splitlines()[-1] != second.splitlines()[-1]
    assert password_of(LEADER) not in first
    assert f"{LEADER:20} (the password was changed)" in first
