"""Work: written with its cause, leased, repeated, and put aside after three failures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.domain import work
from assessments.domain.waves import sealing
from assessments.models import Assessment, Wave, Work
from assessments.tasks import do_work
from tests.assessments import making

OpenWave = Callable[..., Wave]


@pytest.fixture
def sealed(open_wave: OpenWave) -> Work:
    """The work of a sealed wave that nobody has begun."""
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=6)
    sealing.seal_wave(wave.pk, now=timezone.now())
    Wave.objects.filter(pk=wave.pk).update(scrubbed=True)
    Work.objects.filter(kind=Work.Kind.MAIL).delete()
    return Work.objects.get(wave=wave, kind=Work.Kind.ASSESS)


def test_sealing_writes_the_work_once(sealed: Work) -> None:
    assert sealed.state == Work.State.DUE
    assert not sealing.seal_wave(sealed.wave_id, now=timezone.now())
    assert Work.objects.filter(kind=Work.Kind.ASSESS).count() == 1


def test_work_done_twice_leaves_one_assessment(sealed: Work) -> None:
    do_work(work_id=str(sealed.pk))
    first = Assessment.objects.get()

    do_work(work_id=str(sealed.pk))
    Work.objects.update(state=Work.State.DUE)  # as if the worker had died before noting it
    do_work(work_id=str(sealed.pk))

    assert Assessment.objects.get() == first
    assert first.scores.exists()


def test_leased_work_is_nobody_elses_until_the_lease_runs_out(sealed: Work) -> None:
    now = timezone.now()
    assert work.lease(sealed.pk, now=now)

    assert work.lease(sealed.pk, now=now + work.LEASE - timedelta(seconds=1)) is None
    assert work.sweep(now=now) == 0
    assert work.sweep(now=now + work.LEASE) == 1
    assert work.lease(sealed.pk, now=now + work.LEASE)


def test_failed_work_is_due_again_and_quarantined_after_the_third_time(sealed: Work) -> None:
    sealed.wave.chunks.update(columns=b"torn")
    for number in (1, 2, 3):
        do_work(work_id=str(sealed.pk))
        sealed.refresh_from_db()
        assert sealed.attempts == number
        assert sealed.error == "ValueError"
        Work.objects.filter(state=Work.State.DUE).update(due_at=timezone.now())

    assert sealed.state == Work.State.QUARANTINED
    assert work.lease(sealed.pk, now=timezone.now()) is None
    assert not Assessment.objects.exists()


def test_work_that_kills_its_worker_starts_three_times_at_most(sealed: Work) -> None:
    now = timezone.now()
    starts = 0
    while work.lease(sealed.pk, now=now):  # and never a word from the worker again
        starts += 1
        now += work.LEASE
        work.sweep(now=now)

    sealed.refresh_from_db()
    assert starts == 3
    assert sealed.state == Work.State.QUARANTINED


def test_late_worker_does_not_touch_work_that_another_has_taken(sealed: Work) -> None:
    now = timezone.now()
    late = work.lease(sealed.pk, now=now)
    other = work.lease(sealed.pk, now=now + work.LEASE)
    if late is None or other is None:
        pytest.fail("both had a lease")

    with work.attempt(late, clock=timezone.now):
        pass

    sealed.refresh_from_db()
    assert sealed.state == Work.State.LEASED
    assert not work.renew(late, now=now)
    assert work.renew(other, now=now)


def test_leases_that_ran_out_are_rung_for_one_at_a_time(sealed: Work) -> None:
    # Two works in one worker, which one of them has killed: rung together, it would happen again.
    other = Work.objects.create(
        kind=Work.Kind.MAIL, wave=sealed.wave, state=Work.State.DUE, due_at=sealed.due_at
    )
    now = timezone.now()
    for row in (sealed, other):
        assert work.lease(row.pk, now=now)

    assert work.sweep(now=now + work.LEASE) == 1
    assert work.lease(sealed.pk, now=now + work.LEASE)
    assert work.sweep(now=now + work.LEASE) == 1
    assert work.lease(other.pk, now=now + work.LEASE)
    assert work.sweep(now=now + work.LEASE) == 0
