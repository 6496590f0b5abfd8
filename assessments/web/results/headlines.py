"""The cards of the result page: a score each, with its title, place on the scale, sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.domain.exports.codebook import CODEBOOK
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Reason, Released, Shown, Suppressed
from assessments.web.results.changes import SaidChange
from assessments.web.results.sentences import Said, say
from scoring import Measure


def title_of(measure: Measure) -> str:
    """Give the title of a measure in the reader's language: that of the codebook."""
    return str(CODEBOOK[measure].title)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A score with its sentences; ``at``, ``start`` and ``end`` are per cents of a drawn scale."""

    title: str
    meaning: str
    said: Said
    sentences: tuple[str, ...] = ()
    change: SaidChange | None = None
    coarse: bool = False
    at: str = ""
    start: str = ""
    end: str = ""


def measured(release: Release, measure: Measure) -> bool:
    """Whether a wave asked for a measure, whether or not it may be shown."""
    released = release.score(measure)
    return not isinstance(released, Suppressed) or released.reason != Reason.NOT_MEASURED


def headline(
    release: Release,
    measure: Measure,
    *,
    meaning: str,
    title: str = "",
    sentences: tuple[str, ...] = (),
    change: SaidChange | None = None,
) -> Headline:
    """Make the card of a measure of the whole group."""
    released = release.score(measure)
    return Headline(
        title=title or title_of(measure),
        meaning=meaning,
        said=_say(release, measure),
        sentences=sentences,
        change=change,
        coarse=isinstance(released, Shown) and released.step > 1,
        **dict(_scale(measure, released)),
    )


def _say(release: Release, measure: Measure) -> Said:
    """Put a value into words with its unit: a sign before a gap, a count out of all."""
    released = release.score(measure)
    said = say(released)
    if measure is Measure.CLAIM_GAP and isinstance(released, Shown) and released.value > 0:
        return replace(said, number=f"+{said.number}")
    if measure is Measure.LOVE_CORE and isinstance(released, Shown):
        counted = {"count": said.number, "sheets": release.sheets}
        return replace(said, number=_("%(count)s of %(sheets)s") % counted)
    return said


def _scale(measure: Measure, released: Released) -> Iterator[tuple[str, str]]:
    """Place a value on a drawn scale from 0 to 100; nothing for words and other units."""
    if measure in {Measure.CLAIM_GAP, Measure.LOVE_CORE} or not isinstance(released, Shown):
        return
    yield "at", f"{released.value:.0f}"
    if released.low is not None and released.high is not None:
        yield "start", f"{released.low:.0f}"
        yield "end", f"{released.high:.0f}"
