"""What each measure is called and counted in: the codebook of exports and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.domain.releases.released import Stage
from scoring import Measure


@dataclass(frozen=True)
class Entry:
    """A measure in the codebook: its title, its unit, and the ends of its range, None for none."""

    title: Promise
    unit: str
    lowest: float | None
    highest: float | None


def _scale(title: Promise) -> Entry:
    return Entry(title, "0 to 100", 0, 100)


def _difference(title: Promise) -> Entry:
    return Entry(title, "difference of shares", -1, 1)


def _coefficient(title: Promise) -> Entry:
    return Entry(title, "coefficient", None, 1)


def _share(title: Promise) -> Entry:
    return Entry(title, "share", 0, 1)


CODEBOOK: Mapping[Measure, Entry] = {
    Measure.LEVEL: _scale(_("Level")),
    Measure.OVERALL: _scale(_("Overall")),
    Measure.OVERALL_WITHOUT_CARELESS: _scale(_("Overall without careless answer sheets")),
    Measure.CONSENSUS: _scale(_("Consensus")),
    Measure.CONSENSUS_CLAIMS: _scale(_("Level of the consensus claims")),
    Measure.POLARISATION: _scale(_("Polarisation")),
    Measure.CHANCE_LINE: _scale(_("Chance line")),
    Measure.REALISM: _scale(_("Realism")),
    Measure.CALIBRATION: _scale(_("Calibration")),
    Measure.REALISM_LEVEL: _scale(_("Level of realism")),
    Measure.HUMILITY: _scale(_("Humility")),
    Measure.BREADTH: _scale(_("Breadth")),
    Measure.CLAIM: _scale(_("Claim")),
    Measure.CLAIM_GAP: Entry(_("Claim gap"), "points of 0 to 100", -100, 100),
    Measure.FACING: _scale(_("Facing")),
    Measure.ORIENTATION: _share(_("Orientation")),
    Measure.TWO_WAY: _share(_("Two-way share")),
    Measure.INDEPENDENCE: _share(_("Independence of the leaders")),
    Measure.LOVE_CORE: Entry(_("Love core"), "answer sheets", 0, None),
    Measure.GIVER_SHARE: _share(_("Giver share")),
    Measure.GIVE_TAKE: Entry(_("Given for each received"), "ratio", 0, None),
    Measure.STAGE: Entry(_("Probability of a stage"), "probability", 0, 1),
    Measure.RWG_STAR_J: _coefficient(_("r*wg(j), uniform null")),
    Measure.RWG_STAR_J_SKEWED: _coefficient(_("r*wg(j), skewed null")),
    Measure.ALPHA: _coefficient(_("Cronbach’s alpha")),
    Measure.OMEGA: _coefficient(_("Omega total")),
    Measure.SELF_ENHANCEMENT: _difference(_("Self-enhancement")),
    Measure.LEADER_GAP: _difference(_("Leader gap")),
    Measure.BIAS: _difference(_("Bias of the predictions")),
    Measure.FALSE_CONSENSUS: _difference(_("False consensus")),
    Measure.CARELESS_SHARE: _share(_("Share of careless answer sheets")),
    Measure.RATE: _share(_("Response rate")),
    Measure.R_INDICATOR: _share(_("Representativity (R-indicator)")),
    Measure.QUESTION: _scale(_("Mean of a question")),
}
"""Every measure; docs/scoring.md has the formulas. A test keeps both complete."""


class Finding(TextChoices):
    """What a release says of a group in one word, beside its scores."""

    VERDICT = "verdict", _("Verdict")
    NAMED_STAGE = "named_stage", _("Stage that stands out")
    TWO_CAMPS = "two_camps", _("Whether members stand in two camps")
    ECHO_CHAMBER = "echo_chamber", _("Whether the group is an echo chamber")
    SEPARATING_ITEM = "separating_item", _("Place among the items that separate two camps")


class NamedStage(TextChoices):
    """A stage that stands out, or that none is clear; the codes are those of the scoring."""

    PSEUDOCOMMUNITY = Stage.PSEUDOCOMMUNITY.value, Stage.PSEUDOCOMMUNITY.label
    CHAOS = Stage.CHAOS.value, Stage.CHAOS.label
    EMPTINESS = Stage.EMPTINESS.value, Stage.EMPTINESS.label
    COMMUNITY = Stage.COMMUNITY.value, Stage.COMMUNITY.label
    NO_CLEAR_STAGE = "no_clear_stage", _("no clear stage")

    @classmethod
    def of(cls, stage: Stage | None) -> Self:
        """Name what a release gives, which is None where no stage is clear."""
        return cls("no_clear_stage" if stage is None else stage.value)


class Flag(TextChoices):
    """A yes or no in a table."""

    YES = "YES", _("yes")
    NO = "NO", _("no")
