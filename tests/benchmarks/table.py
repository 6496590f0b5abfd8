"""What was measured, beside its baseline and the goal, as one table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tests.benchmarks.timing import Timing

HEADER = ("what", "measured", "baseline", "ratio", "goal", "")


class Unit(StrEnum):
    """In what something is measured."""

    SECONDS = "s"
    PER_SECOND = "/s"
    BYTES = "kB"
    QUERIES = "queries"
    REQUESTS = "requests"
    TIMES = "×"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """At most or at least so much; of the ratio to the baseline when ``unit`` is TIMES."""

    most: float | None = None
    least: float | None = None
    unit: Unit = Unit.TIMES

    def met(self, value: float) -> bool:
        """Whether a value is within the goal."""
        return (self.most is None or value <= self.most) and (
            self.least is None or value >= self.least
        )

    def __str__(self) -> str:
        sign, value = ("≤", self.most) if self.most is not None else ("≥", self.least)
        return f"{sign} {amount(value or 0, self.unit)}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing measured. ``ratio`` is measured to baseline, None where there is no baseline."""

    what: str
    measured: float
    unit: Unit = Unit.SECONDS
    baseline: float | None = None
    ratio: float | None = None
    goal: Goal | None = None

    def verdict(self, pace: float) -> str:
        """Whether the goal is met, empty without one; a goal in seconds also by the pace."""
        if self.goal is None:
            return ""
        value = self.ratio if self.goal.unit is Unit.TIMES else self.measured
        if value is None or self.goal.met(value):
            return "NOT MET" if value is None else "met"
        timed = self.goal.unit is Unit.SECONDS
        return "met at pace" if timed and self.goal.met(value / pace) else "NOT MET"

    def cells(self, pace: float) -> tuple[str, ...]:
        """Give the row as the reader sees it."""
        return (
            self.what,
            amount(self.measured, self.unit),
            "–" if self.baseline is None else amount(self.baseline, self.unit),
            "–" if self.ratio is None else amount(self.ratio, Unit.TIMES),
            "–" if self.goal is None else str(self.goal),
            self.verdict(pace),
        )


def timed(what: str, timing: Timing, goal: Goal | None = None) -> Row:
    """Make a row of a timing."""
    return Row(
        what=what,
        measured=timing.measured,
        baseline=timing.baseline,
        ratio=timing.ratio,
        goal=goal,
    )


def amount(value: float, unit: Unit) -> str:
    """Write an amount with three digits; seconds as the reader best compares them."""
    match unit:
        case Unit.SECONDS if value < 1e-3:
            return f"{value * 1e6:.3g} µs"
        case Unit.SECONDS if value < 1:
            return f"{value * 1e3:.3g} ms"
        case Unit.BYTES:
            return f"{value / 1000:.1f} kB"
        case Unit.PER_SECOND:
            return f"{value:,.0f} /s"
        case _:
            return f"{value:.3g} {unit}"


def table(rows: Iterable[Row], *, pace: float = 1) -> Iterator[str]:
    """Lay rows out as a Markdown table whose columns also line up in a terminal.

    ``pace`` is how many times as long as where the goals were set the same work takes here.
    """
    lines = [HEADER, *(row.cells(pace) for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADER))]
    for number, line in enumerate(lines):
        yield "| " + " | ".join(map(str.ljust, line, widths)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
