"""Storing releases when they are made, and anew where rules or facts have changed since."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from assessments.domain.releases.documents import (
    head_document,
    read_head,
    read_scores,
    scores_document,
    stamp_of,
)
from assessments.domain.releases.releasing import made_of, newest_assessments, results_of, withheld
from assessments.models import Assessment, StoredRelease, Wave
from scoring.absent import Result

BATCH = 100
"""Waves looked at in one go."""


def store_release(assessment: Assessment, results: Mapping[tuple[str, str], Result]) -> None:
    """Store what may be shown of an assessment, by all its results; below the minimum, nothing."""
    wave = assessment.wave
    if (wave.sheets or 0) < wave.minimum_answers:
        return
    release = made_of(wave, assessment, results)
    row = StoredRelease(
        assessment=assessment,
        stamp=stamp_of(wave),
        head=head_document(release),
        scores=scores_document(release.scores),
    )
    StoredRelease.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["assessment"],
        update_fields=["stamp", "head", "scores"],
    )


def shown_otherwise(
    stored: StoredRelease, assessment: Assessment, results: Mapping[tuple[str, str], Result]
) -> Iterator[str]:
    """Name all that a stored release shows otherwise than it would be made of these results.

    What does not hold any more shows nothing, and is passed over.
    """
    wave = assessment.wave
    if withheld(wave) is not None or stored.stamp != stamp_of(wave):
        return
    fresh, shown = made_of(wave, assessment, results), read_scores(stored.scores.items())
    for key in sorted(shown.keys() | fresh.scores.keys()):
        if shown.get(key) != fresh.scores.get(key):
            yield " ".join(key).strip()
    yield from (
        name for name, value in read_head(stored.head).items() if value != getattr(fresh, name)
    )


def store_outdated() -> int:
    """Store anew what is missing or does not hold any more, and give how many releases it was.

    Until then these are made from their scores at each reading.
    """
    keys = [*Wave.objects.filter(state=Wave.State.ASSESSED).values_list("pk", flat=True)]
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    return sum(map(_store_outdated, batches))


def _store_outdated(keys: Collection[UUID]) -> int:
    waves = Wave.objects.filter(pk__in=keys).select_related("instrument")
    showing = {
        wave.pk: wave for wave in waves.defer("instrument__content") if withheld(wave) is None
    }
    newest = newest_assessments([*showing.values()])
    stored = StoredRelease.objects.filter(assessment__in=newest.values())
    stamps = dict(stored.values_list("assessment", "stamp"))
    outdated = [
        assessment
        for wave, assessment in newest.items()
        if stamps.get(assessment.pk) != stamp_of(showing[wave])
    ]
    results = results_of([each.pk for each in outdated])
    for assessment in outdated:
        assessment.wave = showing[assessment.wave_id]
        store_release(assessment, results.get(assessment.pk, {}))
    return len(outdated)
