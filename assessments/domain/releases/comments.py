"""Comments of sealed waves: read by a moderator first, then shown to all or to nobody."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from assessments.domain.releases.released import Reason, Suppressed
from assessments.models import Comment, Wave

State = Comment.State

MINIMUM = 12
"""The smallest number of answer sheets from which comments are shown at all."""

MOST_QUEUED = 20


@dataclass(frozen=True, kw_only=True)
class QueuedComment:
    """A comment that waits for somebody to read it. It has no writer and no time."""

    id: int
    community: str
    wave: int
    text: str
    state: str


def queue(*, state: str = Comment.State.NEW) -> list[QueuedComment]:
    """Give comments of one state, in the order into which the seal has shuffled them."""
    rows = _moderated().filter(state=state).select_related("wave__community")
    return [
        QueuedComment(
            id=row.pk,
            community=row.wave.community.name,
            wave=row.wave.number,
            text=row.text,
            state=row.state,
        )
        for row in rows.order_by("wave__community__name", "wave__number", "pk")[:MOST_QUEUED]
    ]


def waiting() -> int:
    """Count the comments that nobody has read."""
    return _moderated().filter(state=Comment.State.NEW).count()


def decide(ids: Collection[int], *, show: bool) -> int:
    """Show comments to members and leaders alike, or hide them from all; give how many."""
    state = Comment.State.SHOWN if show else Comment.State.HIDDEN
    return _moderated().filter(pk__in=ids).exclude(state=state).update(state=state)


def shown(wave: Wave) -> tuple[str, ...] | Suppressed:
    """Give the comments of a wave that everybody may read, in shuffled order."""
    if wave.state != Wave.State.ASSESSED:
        reason = Reason.NOT_COMPUTED_YET if wave.sealed else Reason.WAVE_OPEN
        return Suppressed(reason=reason, minimum=_minimum(wave))
    if (wave.sheets or 0) < _minimum(wave):
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=_minimum(wave))
    rows = Comment.objects.filter(wave=wave, state=Comment.State.SHOWN).order_by("pk")
    return tuple(rows.values_list("text", flat=True))


def _minimum(wave: Wave) -> int:
    return max(MINIMUM, wave.minimum_answers)


def _moderated() -> QuerySet[Comment]:
    """Comments of fewer sheets are shown to nobody, moderators included."""
    enough = Q(wave__sheets__gte=MINIMUM) & Q(wave__sheets__gte=F("wave__minimum_answers"))
    return Comment.objects.filter(enough, wave__state=Wave.State.ASSESSED)
