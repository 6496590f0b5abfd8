"""What the start page of the admin knows about an installation."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

import scoring
from assessments.domain.records.installation import installation
from assessments.models import Mail, Wave, Work
from tests.assessments import making

OpenWave = Callable[..., Wave]


def test_an_open_wave_is_listed_with_its_thirds(open_wave: OpenWave) -> None:
    wave = open_wave()

    seen = installation(now=timezone.now())

    assert ([*seen.open_waves], seen.open_count) == ([wave], 1)
    assert not seen.troubled_work
    assert not seen.troubled_mails


@pytest.mark.parametrize(
    ("changes", "troubled"),
    [
        ({"state": Work.State.QUARANTINED}, True),
        ({"due_at": timezone.now() - timedelta(minutes=5)}, True),
        ({"state": Work.State.DONE}, False),
        ({}, False),
    ],
)
def test_work_in_trouble_is_what_is_quarantined_or_due_too_long(
    open_wave: OpenWave, changes: dict[str, object], troubled: bool
) -> None:
    open_wave()
    Work.objects.update(due_at=timezone.now())
    Work.objects.update(**changes)

    assert bool(installation(now=timezone.now()).troubled_work) is troubled


def test_failed_mails_are_counted_and_reminders_are_not(open_wave: OpenWave) -> None:
    wave = open_wave(n=3)
    Mail.objects.filter(pk__in=[*Mail.objects.values_list("pk", flat=True)[:2]]).update(
        state=Mail.State.FAILED
    )
    Mail.objects.create(
        invitation=wave.invitations.all()[0], kind=Mail.Kind.REMINDER, state=Mail.State.FAILED
    )

    (trouble,) = installation(now=timezone.now()).troubled_mails

    assert (trouble.wave, trouble.failed) == (wave, 2)


@pytest.mark.parametrize(("sheets", "counted"), [(4, 0), (5, 5)])
def test_a_sum_of_sheets_gives_no_small_wave_away(
    open_wave: OpenWave, sheets: int, counted: int
) -> None:
    wave = open_wave(n=6)
    making.answer_all(wave, sheets=sheets)
    making.seal_and_assess(wave)

    storage = installation(now=timezone.now()).storage

    assert (storage.waves, storage.sheets) == (1, counted)
    assert storage.database > 0


def test_versions_name_what_runs(tiny: object) -> None:
    versions = dict(installation(now=timezone.now()).versions)

    assert versions["scoring"] == scoring.SCORING_VERSION
    assert versions["tiny"] == "1"
    assert {"commsurvey", "Django", "Python"} <= {*versions}
