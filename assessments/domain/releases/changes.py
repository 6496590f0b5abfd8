"""What changed from one wave to another, told from nothing but their two releases.

A change is a difference of two values that are shown already, so it gives nothing away that its
reader could not work out; where such a difference might speak of single people it is an arrow.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import (
    AGREEMENT_ORDER,
    KNOWLEDGE_ORDER,
    Band,
    Banded,
    Changed,
    Direction,
    Edge,
    Moved,
    Reason,
    Released,
    ReleasedChange,
    Shown,
    Suppressed,
)
from assessments.models import Wave
from scoring import Measure

CHANGING = (Measure.OVERALL, Measure.LEVEL, Measure.CONSENSUS, Measure.REALISM)
"""The measures of which a change is shown."""

LOWEST, HIGHEST = 5, 95
BOTTOM, TOP = 0, 100

Changes = Mapping[tuple[str, str], ReleasedChange]


def changes(earlier: Release, later: Release, *, between: Sequence[Wave] | None = None) -> Changes:
    """Give, by measure and subject, what changed from one release to a later one.

    Characteristics that only one of the waves asked for are left out. Values of another scale or
    of another version of the scoring are not compared; those of another instrument, and of waves
    in which people hardly differ or cannot be compared (C7), as an arrow only.

    Parameters
    ----------
    earlier, later : Release
        Two waves of one community.
    between : sequence of Wave, optional
        The sealed waves between the two. Without it they are looked up, with one query unless
        the numbers of the two follow each other.
    """
    waves = _between(earlier.wave, later.wave) if between is None else between
    arrows = not (comparable(earlier.wave, later.wave, waves) and _same_instrument(earlier, later))
    return {key: _change(key, earlier, later, arrows=arrows) for key in _subjects(earlier, later)}


def changes_in_turn(releases: Sequence[Release]) -> tuple[Changes, ...]:
    """Give what changed from each release of a community to the next one, without a query.

    ``releases`` are of all its sealed waves, the earliest first.
    """
    return tuple(changes(earlier, later, between=()) for earlier, later in pairwise(releases))


def comparable(earlier: Wave, later: Wave, between: Iterable[Wave] = ()) -> bool:
    """Whether at least the minimum of people differ between two waves, or nobody does.

    Each wave knows how it differs from the one before. Where nobody differs in any of them, or
    many in exactly one, that is known of the two ends; where many differ more than once, the same
    people may be back, and only the numbers of sheets can show that enough differ.
    """
    steps = [wave.continuity for wave in (*between, later)]
    many = steps.count(Wave.Continuity.MANY)
    if many + steps.count(Wave.Continuity.SAME) < len(steps):
        return False
    apart = abs((earlier.sheets or 0) - (later.sheets or 0))
    return many <= 1 or apart >= max(earlier.minimum_answers, later.minimum_answers)


def _between(earlier: Wave, later: Wave) -> Sequence[Wave]:
    if later.number - earlier.number <= 1:
        return ()
    return [
        *Wave.objects.filter(
            community=earlier.community_id,
            number__gt=earlier.number,
            number__lt=later.number,
            sealed_at__isnull=False,
        ).only("continuity")
    ]


def _subjects(earlier: Release, later: Release) -> list[tuple[str, str]]:
    before = [each.code for each in earlier.questionnaire.characteristics]
    shared = [each.code for each in later.questionnaire.characteristics if each.code in before]
    return [
        (Measure.OVERALL, ""),
        (Measure.CONSENSUS, ""),
        (Measure.REALISM, ""),
        *((measure, code) for code in shared for measure in (Measure.LEVEL, Measure.CONSENSUS)),
    ]


def _change(
    key: tuple[str, str], earlier: Release, later: Release, *, arrows: bool
) -> ReleasedChange:
    before, after = earlier.score(*key), later.score(*key)
    for each in (after, before):
        if isinstance(each, Suppressed):
            return each
    if not _measured_alike(key, earlier, later):
        return later.suppressed(Reason.NOT_MEASURED)
    if arrows or not (isinstance(before, Shown) and isinstance(after, Shown)):
        return Moved(direction(before, after))
    return difference(before, after)


def _measured_alike(key: tuple[str, str], earlier: Release, later: Release) -> bool:
    asked, asks = earlier.questionnaire, later.questionnaire
    parts = [{each.code for each in one.characteristics} for one in (asked, asks)]
    return (
        earlier.scoring_version == later.scoring_version
        and asked.scale.points == asks.scale.points
        and (bool(key[1]) or parts[0] == parts[1])
    )


def _same_instrument(earlier: Release, later: Release) -> bool:
    return earlier.questionnaire.key == later.questionnaire.key


def difference(before: Shown, after: Shown) -> Changed:
    """Give the difference of two shown numbers, the finer one rounded as the coarser.

    The interval is that of a difference of independent estimates from the intervals of both
    (Zou & Donner 2008): from ``d - √((after - its low)² + (its high of before - before)²)`` to
    ``d + √((its high of after - after)² + (before - its low)²)``. Mostly the same people answer
    both times, which makes their difference surer than this, so that the interval is wide rather
    than narrow; where all answered both times it has no width. An end of the scale stands for all
    that lies beyond it, on the side where that makes the interval wider.

    References
    ----------
    Zou & Donner (2008), Construction of confidence limits about effect measures, Statistics in
    Medicine 27(10), 1693-1702.
    """
    step = max(before.step, after.step)
    moved = _on_grid(after, step) - _on_grid(before, step)
    ends = _interval(_Range.of(before), _Range.of(after))
    low, high = (None, None) if ends is None else ends
    return Changed(
        value=moved,
        step=step,
        low=low,
        high=high,
        direction=_sign(moved),
        clear=low is not None and high is not None and (low > 0 or high < 0),
    )


def direction(before: Released, after: Released) -> Direction:
    """Tell which way it went from what is shown: two numbers, two words, or a number's word."""
    if isinstance(before, Shown) and isinstance(after, Shown):
        step = max(before.step, after.step)
        return _sign(_on_grid(after, step) - _on_grid(before, step))
    return _sign(_place(after) - _place(before))


class _Range(NamedTuple):
    """What a shown number may stand for, and the ends of its interval, at their widest."""

    least: float
    most: float
    low: float | None
    high: float | None

    @classmethod
    def of(cls, shown: Shown) -> "_Range":
        return cls(
            least=BOTTOM if shown.edge is Edge.LOW else shown.value,
            most=TOP if shown.edge is Edge.HIGH else shown.value,
            low=BOTTOM if shown.low == LOWEST else shown.low,
            high=TOP if shown.high == HIGHEST else shown.high,
        )


def _interval(before: _Range, after: _Range) -> tuple[float, float] | None:
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return None
    down = math.hypot(max(after.least - after.low, 0), max(before.high - before.most, 0))
    up = math.hypot(max(after.high - after.most, 0), max(before.least - before.low, 0))
    return (
        float(math.floor(after.least - before.most - down + SLACK)),
        float(math.ceil(after.most - before.least + up - SLACK)),
    )


SLACK = 1e-9
"""So that √ of whole numbers does not miss the whole number it ought to give."""


def _on_grid(shown: Shown, step: float) -> float:
    """Round a shown number to a step that is coarser than its own."""
    return shown.value if shown.step >= step else round(shown.value / step) * step


def _place(released: Released) -> int:
    band = released.band if isinstance(released, Shown | Banded) else None
    order: Sequence[Band] = AGREEMENT_ORDER if band in AGREEMENT_ORDER else KNOWLEDGE_ORDER
    return order.index(band) if band in order else 0


def _sign(moved: float) -> Direction:
    if moved == 0:
        return Direction.LEVEL
    return Direction.UP if moved > 0 else Direction.DOWN
