"""One measure over many waves, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Band, Banded, Reason, Released, Shown

Entry = tuple[float | None, float | None, float | None, Band | None, Reason | None]


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
    entries = [_entry(release.score(measure, subject)) for release in releases]
    values, lows, highs, bands, reasons = zip(*entries, strict=True) if entries else [()] * 5
    return Series(values=values, lows=lows, highs=highs, bands=bands, reasons=reasons)


def _entry(score: Released) -> Entry:
    if isinstance(score, Shown):
        return score.value, score.low, score.high, score.band, None
    if isinstance(score, Banded):
        return None, None, None, score.band, None
    return None, None, None, None, score.reason
