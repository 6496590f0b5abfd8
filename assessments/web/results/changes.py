"""What changed since the wave before, as the reader sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.releases.released import (
    Changed,
    Direction,
    Moved,
    ReleasedChange,
    Suppressed,
)
from assessments.web.results.sentences import isolated

ARROWS: Mapping[Direction, str] = {Direction.UP: "▲", Direction.LEVEL: "●", Direction.DOWN: "▼"}
WORDS: Mapping[Direction, Promise] = {
    Direction.UP: gettext_lazy("up"),
    Direction.LEVEL: gettext_lazy("about the same"),
    Direction.DOWN: gettext_lazy("down"),
}


@dataclass(frozen=True, kw_only=True)
class SaidChange:
    """A change in words: its arrow, its number where that may be shown, or why there is none.

    ``clear`` is the direction, where chance can hardly have made the change; only then it is
    coloured.
    """

    arrow: str = ""
    word: str = ""
    number: str = ""
    interval: str = ""
    clear: str = ""
    reason: str = ""


def say_change(change: ReleasedChange) -> SaidChange:
    """Put a change into words."""
    match change:
        case Changed():
            return SaidChange(
                arrow=ARROWS[change.direction],
                word=str(WORDS[change.direction]),
                number=_signed(change.value),
                interval=_interval(change),
                clear=change.direction.value.lower() if change.clear else "",
            )
        case Moved(direction=direction):
            return SaidChange(arrow=ARROWS[direction], word=str(WORDS[direction]))
        case Suppressed():
            return SaidChange(reason=change.message)


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−") if round(value) else "0"


def _interval(change: Changed) -> str:
    if change.low is None or change.high is None:
        return ""
    low, high = _signed(change.low), _signed(change.high)
    return _("%(low)s to %(high)s") % {"low": isolated(low), "high": isolated(high)}
