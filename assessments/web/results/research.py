"""The tables for researchers."""

from dataclasses import dataclass

from assessments.domain.releases.release import Release
from assessments.web.results.headlines import measured, title_of
from assessments.web.results.sentences import Names, Said, say
from scoring import Measure

RESEARCH_OF_EACH = (
    Measure.POLARISATION,
    Measure.CHANCE_LINE,
    Measure.RWG_STAR_J,
    Measure.RWG_STAR_J_SKEWED,
    Measure.ALPHA,
    Measure.OMEGA,
)
RESEARCH_OF_ALL = (
    Measure.POLARISATION,
    Measure.CHANCE_LINE,
    Measure.CALIBRATION,
    Measure.HUMILITY,
    Measure.BREADTH,
    Measure.BIAS,
    Measure.FALSE_CONSENSUS,
    Measure.RATE,
    Measure.R_INDICATOR,
    Measure.CARELESS_SHARE,
    Measure.OVERALL_WITHOUT_CARELESS,
)


@dataclass(frozen=True, kw_only=True)
class ResearchRow:
    """One characteristic in the table for researchers: measures with their titles."""

    name: str
    titled: tuple[tuple[str, Said], ...]


@dataclass(frozen=True)
class Research:
    """The measures of one release that only researchers ask for."""

    release: Release
    names: Names

    @property
    def rows(self) -> tuple[ResearchRow, ...]:
        """Each measure for researchers, by characteristic."""
        return tuple(
            ResearchRow(
                name=name,
                titled=tuple(
                    (title_of(m), say(self.release.score(m, code))) for m in RESEARCH_OF_EACH
                ),
            )
            for code, name in self.names.items()
        )

    @property
    def titles(self) -> tuple[str, ...]:
        """The heads of the columns of ``rows``."""
        return tuple(title_of(measure) for measure in RESEARCH_OF_EACH)

    @property
    def reason(self) -> str:
        """Why researchers get nothing on the characteristics, where the reason is one for all."""
        said = {cell for row in self.rows for _title, cell in row.titled}
        return said.pop().reason if len(said) == 1 else ""

    @property
    def of_all(self) -> tuple[tuple[str, Said], ...]:
        """Measures of the whole group for researchers, with their titles."""
        return tuple(
            (title_of(measure), say(self.release.score(measure)))
            for measure in RESEARCH_OF_ALL
            if measured(self.release, measure)
        )
