"""One measure over many waves, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.domain.released import Band, Banded, Reason, Shown, Suppressed
from assessments.domain.releasing import Release


@dataclass(frozen=True, kw_only=True)
class Series:
    """One entry a wave in each column; a wave has a value, or a band alone, or a reason."""

    values: tuple[float | None, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    bands: tuple[Band | None, ...]
    reasons: tuple[Reason | None, ...]


def series(releases: Sequence[Release], measure: str, subject: str = "") -> Series:
    """Give one measure of every release, in the order given."""
    scores = [release.score(measure, subject) for release in releases]
    shown = [score if isinstance(score, Shown) else None for score in scores]
    return Series(
        values=tuple(each.value if each else None for each in shown),
        lows=tuple(each.low if each else None for each in shown),
        highs=tuple(each.high if each else None for each in shown),
        bands=tuple(score.band if isinstance(score, Shown | Banded) else None for score in scores),
        reasons=tuple(score.reason if isinstance(score, Suppressed) else None for score in scores),
    )
