"""The scores of the group as a whole: overall, claim, facing, love core, stage, sheets."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.facing import Facing, facing_from_survey
from scoring.interval import FEWEST_ANSWERS, with_interval
from scoring.level import contributions, level, levels, overall, scale_values
from scoring.love_core import love_core
from scoring.measure import Measure, Score
from scoring.nonresponse import r_indicator
from scoring.sheets import YES, Sheets
from scoring.stage import Feature, StageEstimate, stage

Floats = npt.NDArray[np.float64]

TOO_FEW = Absent(Reason.TOO_FEW_ANSWERS)
NOT_MEASURED = Absent(Reason.NOT_MEASURED)
SHOWN_QUESTIONS = (
    "miss",
    "horizon",
    "give_to_get",
    "joint_action",
    "purpose",
    "conflict_voiced",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupScores:
    """What a wave's sheets say of the group as a whole; see `scores`."""

    sheets: Sheets

    def scores(self) -> dict[Measure, Result]:
        """Give every score of the whole group that needs nothing but the sheets."""
        return {
            Measure.OVERALL: self.overall,
            Measure.OVERALL_WITHOUT_CARELESS: self._without_careless(),
            Measure.CONSENSUS_CLAIMS: self._consensus_claims(),
            Measure.CLAIM: self.share("claim"),
            Measure.CLAIM_GAP: self.claim_gap,
            Measure.FACING: self.facing.facing,
            Measure.ORIENTATION: self.facing.orientation,
            Measure.TWO_WAY: self.facing.two_way,
            Measure.INDEPENDENCE: self.facing.independence,
            Measure.LOVE_CORE: self._love_core(),
            Measure.GIVER_SHARE: self._giver_share(),
            Measure.CARELESS_SHARE: self._careless_share(),
            Measure.RATE: self._rate(),
            Measure.R_INDICATOR: self._r_indicator(),
        }

    def questions(self) -> list[Score]:
        """Mean of each question of the last page that stands for itself, from 0 to 100."""
        return [
            Score(measure=Measure.QUESTION, subject=code, result=self.share(code))
            for code in SHOWN_QUESTIONS
            if self.sheets.frame.question(code) is not None
        ]

    @cached_property
    def overall(self) -> Result:
        """Mean of the levels."""
        return _overall(self.sheets)

    @cached_property
    def facing(self) -> Facing:
        """Which way the chairs face."""
        columns = [
            self.sheets.chosen(code) for code in ("talking_with", "helped", "was_helped", "go_on")
        ]
        asked = [column for column in columns if column is not None]
        if len(asked) < len(columns):
            nothing = NOT_MEASURED
            return Facing(
                facing=nothing, orientation=nothing, two_way=nothing, independence=nothing
            )
        toward, helped, was_helped, go_on = asked
        return facing_from_survey(
            talking_with=toward,
            helped=helped,
            was_helped=was_helped,
            go_on=go_on,
            invited=self.sheets.invited,
        )

    def share(self, code: str) -> Result:
        """Mean of a question, from 0 (all at the first option) to 100 (all at the last)."""
        shares = self._shown if code in SHOWN_QUESTIONS else self._levels_of([code])
        return shares.get(code, NOT_MEASURED)

    @cached_property
    def _shown(self) -> dict[str, Result]:
        return self._levels_of(SHOWN_QUESTIONS)

    def _levels_of(self, codes: Sequence[str]) -> dict[str, Result]:
        shares = {code: self.sheets.share(code) for code in codes}
        asked = {code: share for code, share in shares.items() if share is not None}
        if not asked:
            return {}
        # A share from 0 to 1 is a level on a scale of two points, 1 and 2.
        found = levels(np.array([*asked.values()]) + 1, options=2, invited=self.sheets.invited)
        return dict(zip(asked, found, strict=True))

    def _consensus_claims(self) -> Result:
        frame = self.sheets.frame
        if not frame.consensus_items:
            return NOT_MEASURED
        values = scale_values(self.sheets.answers, frame, frame.consensus_items)
        return level(values, options=frame.options, invited=self.sheets.invited)

    @property
    def claim_gap(self) -> Result:
        """How much more of a community the members call the group than their answers do."""
        share = self.sheets.share("claim")
        claim = self.share("claim")
        if isinstance(claim, Absent) or share is None:
            return claim
        if isinstance(self.overall, Absent):
            return self.overall
        values = list(self.sheets.values.values())
        mean, parts = contributions(values, options=self.sheets.frame.options)
        gaps = contributions([share + 1], options=2)[1] - parts
        answers = min(claim.answers, self.overall.answers)
        spread = math.sqrt((gaps**2).sum() * answers / (answers - 1))
        return with_interval(
            claim.value - mean,
            error=spread if spread > 1e-12 else 0.0,
            answers=answers,
            invited=self.sheets.invited,
            bounds=(-100, 100),
        )

    def _love_core(self) -> Result:
        miss, helped, was_helped = (
            self.sheets.chosen(code) for code in ("miss", "helped", "was_helped")
        )
        if miss is None or helped is None or was_helped is None:
            return NOT_MEASURED
        return love_core(miss=miss, helped=helped, was_helped=was_helped)

    def _giver_share(self) -> Result:
        helped = self.sheets.chosen("helped")
        if helped is None:
            return NOT_MEASURED
        answers = int((helped > 0).sum())
        if answers < FEWEST_ANSWERS:
            return TOO_FEW
        return Estimate(value=int((helped > 1).sum()) / answers, answers=answers)

    def _careless_marks(self) -> tuple[int, int]:
        """How many sheets are marked careless, and how many are marked at all."""
        marks = self.sheets.answers[self.sheets.frame.careless]
        return int((marks == YES).sum()), int((marks > 0).sum())

    def _careless_share(self) -> Result:
        careless, known = self._careless_marks()
        if known < FEWEST_ANSWERS:
            return TOO_FEW if known else NOT_MEASURED
        return Estimate(value=careless / known, answers=known)

    def _without_careless(self) -> Result:
        careless, known = self._careless_marks()
        if not known:
            return NOT_MEASURED
        # One careless sheet fewer would give that sheet's answers away.
        if 0 < careless < FEWEST_ANSWERS:
            return TOO_FEW
        return _overall(self.sheets.without_careless()) if careless else self.overall

    def _rate(self) -> Result:
        count, invited = self.sheets.count, self.sheets.invited
        if invited is None:
            return NOT_MEASURED
        return Estimate(value=count / max(invited, count, 1), answers=count)

    def _r_indicator(self) -> Result:
        roster = self.sheets.roster
        return NOT_MEASURED if roster is None else r_indicator(roster)


def stage_of(
    group: GroupScores,
    levels: Mapping[str, Result],
    *,
    consensus: Result,
    polarisation: Result,
    calibration: Result,
) -> StageEstimate | Absent:
    """Give the stage, where the wave asked how openly members disagreed and somebody answered."""
    if group.sheets.frame.question("conflict_voiced") is None:
        return NOT_MEASURED
    if group.sheets.count < FEWEST_ANSWERS:
        return TOO_FEW
    calibrated = _value(calibration)
    features = {
        Feature.CONFLICT_VOICED: _value(group.share("conflict_voiced")),
        Feature.SAFETY: _value(levels.get("safe_place", NOT_MEASURED)),
        Feature.DISARMAMENT: _value(levels.get("disarmament", NOT_MEASURED)),
        Feature.CONSENSUS: _value(consensus),
        Feature.POLARISATION: _value(polarisation),
        Feature.MISJUDGEMENT: None if calibrated is None else 100 - calibrated,
    }
    if all(value is None for value in features.values()):
        return TOO_FEW
    return stage(features, waves=group.sheets.waves)


def _overall(sheets: Sheets) -> Result:
    return overall(
        list(sheets.values.values()), options=sheets.frame.options, invited=sheets.invited
    )


def _value(result: Result) -> float | None:
    return result.value if isinstance(result, Estimate) else None
