"""Who took part, counted but never shown: the classes of the roster, and the wave before."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from assessments.domain.roster_classes import all_shown
from assessments.models import Mark, RosterClass, Wave


def continuity(wave: Wave) -> Wave.Continuity:
    """Judge how the people who took part differ from those of the wave before.

    Few means at least one and fewer than the minimum: then the difference between two releases
    could speak about single people. Who was erased is in neither wave any more and may have been
    in one of them, so after an erasure the people are never called the same.
    """
    before = _before(wave)
    if before is None:
        return Wave.Continuity.FIRST
    if not (wave.has_roster and before.has_roster):
        return Wave.Continuity.UNKNOWN
    earlier = _people(before)
    if before.sheets and not earlier:
        return Wave.Continuity.UNKNOWN  # the marks are purged
    differing = len(_people(wave) ^ earlier)
    if differing == 0 and not (wave.erased or before.erased):
        return Wave.Continuity.SAME
    return Wave.Continuity.FEW if differing < wave.minimum_answers else Wave.Continuity.MANY


def count_classes(wave: Wave) -> None:
    """Count invited and taking part by role and tenure of the roster."""
    if not wave.has_roster:
        return
    classes = (
        wave.invitations.filter(member__isnull=False)
        .values_list("member__role", "member__tenure")
        .annotate(invited=Count("pk"), took_part=Count("mark"))
    )
    rows = RosterClass.objects.bulk_create(
        [
            RosterClass(wave=wave, role=role, tenure=tenure, invited=invited, took_part=took_part)
            for role, tenure, invited, took_part in classes
        ]
    )
    wave.classes_shown = all_shown(rows, minimum=wave.minimum_answers)
    wave.save(update_fields=["classes_shown"])


def forget_marks_before(wave: Wave) -> None:
    """Delete the marks of earlier waves: they were kept for this seal to compare with."""
    Mark.objects.filter(
        invitation__wave__community=wave.community_id, invitation__wave__number__lt=wave.number
    ).delete()


def count_thirds(*, today: date) -> int:
    """Refresh, once a day, in which third of the invited the participation of open waves lies."""
    stale = Wave.objects.filter(
        Q(participation_on=None) | Q(participation_on__lt=today),
        state=Wave.State.OPEN,
        invited__isnull=False,
    )
    for wave in stale:
        marks = Mark.objects.filter(invitation__wave=wave).count()
        wave.participation_thirds = 3 * marks // max(wave.invited or 0, 1)
        wave.participation_on = today
        wave.save(update_fields=["participation_thirds", "participation_on"])
    return len(stale)


def _before(wave: Wave) -> Wave | None:
    return (
        Wave.objects.filter(
            community=wave.community_id, number__lt=wave.number, sealed_at__isnull=False
        )
        .order_by("-number")
        .first()
    )


def _people(wave: Wave) -> set[UUID]:
    marks = Mark.objects.filter(invitation__wave=wave, invitation__member__isnull=False)
    return {*marks.values_list("invitation__member_id", flat=True)}
