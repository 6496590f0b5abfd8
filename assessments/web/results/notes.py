"""How to read the numbers of a wave: what they speak of, and how they were coarsened."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.domain.releases.coarseness import COARSE_BELOW
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Shown
from assessments.models.waves import Wave
from assessments.web.results.sentences import number
from scoring import Measure


def notes(release: Release, *, intervals: bool, not_measured: str) -> tuple[str, ...]:
    """Give the notes; ``intervals`` says whether any is shown, ``not_measured`` what is missing."""
    return tuple(_notes(release, intervals=intervals, not_measured=not_measured))


def _notes(release: Release, *, intervals: bool, not_measured: str) -> Iterator[str]:
    if intervals:
        yield _(
            "An interval speaks of the members who were not heard, not of errors in answering. It "
            "holds the value of the whole group in 95 of 100 such surveys."
        )
    yield from _coarse(release)
    if release.wave.source == Wave.Source.IMPORT:
        yield _("The answers were collected elsewhere and imported.")
    without = release.overall_without_careless
    if isinstance(without, Shown):
        yield _(
            "Some answers look careless. All of them count; without these the overall level would "
            "be %(level)s."
        ) % {"level": number(without)}
    if not_measured:
        yield _("Not asked for in this wave: %(measures)s.") % {"measures": not_measured}
    yield _(
        "Calibration, facing, stages, bands, weights and cut-offs are our own and have not been "
        "validated on real groups."
    )


def _coarse(release: Release) -> Iterator[str]:
    overall = release.score(Measure.OVERALL)
    if (release.sheets or 0) < COARSE_BELOW:
        yield _(
            "Below %(most)s answer sheets there are words and rounded levels in place of exact "
            "numbers, so that nobody can work out what one member said."
        ) % {"most": COARSE_BELOW}
    elif isinstance(overall, Shown) and overall.step > 1:
        yield _(
            "Nearly the same people took part as in the wave before, or that cannot be known. So "
            "this result is rounded more, and nobody can work out what one member said."
        )
