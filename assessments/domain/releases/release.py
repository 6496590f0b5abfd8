"""What may be shown of one wave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.coarseness import COARSE_BELOW
from assessments.domain.releases.released import (
    Band,
    Banded,
    Reason,
    Released,
    Stage,
    Suppressed,
    Verdict,
)
from assessments.models import Wave
from scoring import Measure

CONFLICT = "conflict_voiced"
"""The question how openly members disagree."""

NARROW = {Banded(Band.LOW), Banded(Band.VERY_LOW)}
"""Words for a breadth under 50, where half of a group is not heard."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """What may be shown of a wave, the same to leaders and members.

    ``stage`` is None when no stage is clear. ``separating_items`` are the codes of the items on
    which two camps differ, most first; none without camps. ``flagged`` is what the scoring says of
    an echo chamber, None where only the values shown may say it. ``input_hash`` is empty where
    nothing is released, and where few enough sheets are possible to be tried against it.
    """

    wave: Wave
    scores: Mapping[tuple[str, str], Released]
    verdict: Verdict | Suppressed
    stage: Stage | Suppressed | None
    two_camps: bool | Suppressed
    separating_items: tuple[str, ...] | Suppressed
    withheld: Reason | None
    flagged: bool | None = None
    scoring_version: str = ""
    input_hash: str = ""
    computed_at: datetime | None = None

    @property
    def sheets(self) -> int | None:
        """How many answer sheets there are; None below the minimum: that would tell something."""
        return None if self.withheld else self.wave.sheets

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """What the wave asked."""
        return questionnaire_of(self.wave.instrument)

    @property
    def echo_chamber(self) -> bool | Suppressed:
        """Whether the group agrees while it hears half of itself, or flatters itself.

        Below 12 sheets told from the words for consensus and breadth, which are shown; where these
        leave it open it is suppressed.
        """
        if self.flagged is not None:
            return self.flagged
        consensus, breadth = self.score(Measure.CONSENSUS), self.score(Measure.BREADTH)
        if isinstance(consensus, Banded) and consensus.band is not Band.VERY_STRONG:
            return False
        if isinstance(consensus, Banded) and breadth in NARROW:
            return True
        return self.suppressed(Reason.TOO_FEW_ANSWERS, minimum=COARSE_BELOW)

    @property
    def overall_without_careless(self) -> Released:
        """The overall level without the sheets that look careless."""
        return self.score(Measure.OVERALL_WITHOUT_CARELESS)

    @property
    def careless_share(self) -> Released:
        """The share of sheets that look careless, from 0 to 1."""
        return self.score(Measure.CARELESS_SHARE)

    @property
    def response_rate(self) -> Released:
        """The share of the invited who took part, from 0 to 1."""
        return self.score(Measure.RATE)

    @property
    def representativity(self) -> Released:
        """How alike the classes of the roster took part, from 0 to 1 (R-indicator)."""
        return self.score(Measure.R_INDICATOR)

    @property
    def conflict(self) -> Released:
        """How often members disagreed openly, from 0 (never) to 100."""
        return self.score(Measure.QUESTION, CONFLICT)

    def score(self, measure: str, subject: str = "") -> Released:
        """Give a score of the whole group, or of a characteristic, stage or question."""
        return self.scores.get((measure, subject)) or self.suppressed(Reason.NOT_MEASURED)

    def suppressed(self, reason: Reason, *, minimum: int | None = None) -> Suppressed:
        """Suppress something, with what keeps the whole wave back coming first."""
        usual = self.wave.minimum_answers
        return Suppressed(
            reason=self.withheld or reason,
            minimum=usual if self.withheld or minimum is None else minimum,
        )
