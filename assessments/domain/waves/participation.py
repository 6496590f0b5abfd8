"""Who took part, counted but never shown: the classes of the roster, and the wave before."""

from datetime import date
from uuid import UUID

from django.db.models import Count, PositiveIntegerField, Q, QuerySet, UUIDField

from assessments.domain.communities.roster_classes import all_shown
from assessments.domain.statements import Given, Row, Statement
from assessments.domain.writing import Delete, Insert
from assessments.models import Invitation, Mark, RosterClass, Wave


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


def count_classes(wave: Wave) -> bool:
    """Count invited and taking part by role and tenure of the roster.

    Give whether each class may show how many took part.
    """
    if not wave.has_roster:
        return False
    rows = [
        RosterClass(wave_id=wave.pk, role=role, tenure=tenure, invited=invited, took_part=took_part)
        for role, tenure, invited, took_part in _CLASSES.rows(wave=wave.pk)
    ]
    _ROSTER.rows((wave.pk, each.role, each.tenure, each.invited, each.took_part) for each in rows)
    return all_shown(rows, minimum=wave.minimum_answers)


def forget_marks_before(wave: Wave) -> None:
    """Delete the marks of earlier waves: they were kept for this seal to compare with."""
    _NO_MARKS_BEFORE.run(community=wave.community_id, number=wave.number)


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
    row = _BEFORE.first(community=wave.community_id, number=wave.number)
    if row is None:
        return None
    key, has_roster, sheets, erased = _BEFORE.convert(row)
    return Wave(pk=key, has_roster=has_roster, sheets=sheets, erased=erased)


def _people(wave: Wave) -> set[UUID]:
    marks = Mark.objects.filter(invitation__wave=wave, invitation__member__isnull=False)
    return {*marks.values_list("invitation__member_id", flat=True)}


def _earlier() -> "QuerySet[Wave]":
    return Wave.objects.filter(
        community=Given("community", UUIDField()),
        number__lt=Given("number", PositiveIntegerField()),
    )


def _classes() -> "QuerySet[Invitation, Row]":
    return (
        Invitation.objects.filter(wave=Given("wave", UUIDField()), member__isnull=False)
        .values_list("member__role", "member__tenure")
        .annotate(invited=Count("pk"), took_part=Count("mark"))
    )


_BEFORE = Statement(
    lambda: (
        _earlier()
        .filter(sealed_at__isnull=False)
        .order_by("-number")
        .values_list("pk", "has_roster", "sheets", "erased")[:1]
    )
)
_CLASSES = Statement(_classes)
_ROSTER = Insert(RosterClass, "wave_id", "role", "tenure", "invited", "took_part")
_NO_MARKS_BEFORE = Delete(lambda: Mark.objects.filter(invitation__wave__in=_earlier()))
