"""The scores of realism: the parts, how they are read off the sheets, and the whole."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.calibration import calibration_with_replicates, false_consensus, overall_bias
from scoring.interval import without_each
from scoring.level import level, rescaled
from scoring.measure import Measure
from scoring.nonresponse import breadth
from scoring.realism import (
    Part,
    Resampled,
    give_take,
    give_take_score,
    humility,
    leader_gap,
    leader_gap_score,
    realism,
    self_enhancement,
    self_enhancement_score,
)
from scoring.sheets import Sheets
from scoring.statistics import points

Floats = npt.NDArray[np.float64]

CODE = "realism"  # of the characteristic and the word of Peck


@dataclass(frozen=True, kw_only=True, eq=False)
class RealismScores:
    """Realism of a wave's sheets; see `scores`."""

    sheets: Sheets

    def scores(self) -> dict[Measure, Result]:
        """Give realism, its parts and what they are made of."""
        tables = self.sheets.statistics.predicted
        return {
            Measure.REALISM: self.realism,
            Measure.CALIBRATION: self.parts[Part.CALIBRATION].result,
            Measure.REALISM_LEVEL: self.parts[Part.REALISM_LEVEL].result,
            Measure.HUMILITY: self.parts[Part.HUMILITY].result,
            Measure.BREADTH: self.parts[Part.BREADTH].result,
            Measure.SELF_ENHANCEMENT: self.self_enhancement.result,
            Measure.LEADER_GAP: self._leader_gap.result,
            Measure.GIVE_TAKE: self._give_take.result,
            Measure.BIAS: overall_bias(tables),
            Measure.FALSE_CONSENSUS: false_consensus(tables),
        }

    @cached_property
    def realism(self) -> Result:
        """Realism of the group."""
        if not self.sheets.frame.predictions:
            return Absent(Reason.NOT_MEASURED)
        return realism(self.parts, members=self.sheets.count, invited=self.sheets.invited)

    @cached_property
    def parts(self) -> dict[Part, Resampled]:
        """The four parts of realism."""
        return {
            Part.CALIBRATION: self._calibration(),
            Part.REALISM_LEVEL: self._level(),
            Part.HUMILITY: self._humility(),
            Part.BREADTH: self._breadth(),
        }

    @cached_property
    def self_enhancement(self) -> Resampled:
        """How much better members speak of themselves than of the others."""
        frame = self.sheets.frame
        pairs = [(q.code, q.mirrors) for q in frame.questions if q.mirrors is not None]
        own = self._stack([self.sheets.chosen(code) for code, _ in pairs])
        others = points(self.sheets.answers, frame, tuple(column for _, column in pairs))
        return self_enhancement(own, _known(others), options=frame.options)

    def _stack(self, columns: list[npt.NDArray[np.uint8] | None]) -> Floats:
        asked = [column for column in columns if column is not None]
        stacked = np.array(asked, dtype=np.uint8).reshape(len(asked), self.sheets.count)
        return _known(stacked)

    @cached_property
    def _leader_gap(self) -> Resampled:
        frame, role = self.sheets.frame, self.sheets.frame.question("role")
        values = self.sheets.values.get(CODE)
        if role is None or values is None:
            return self._absent(Reason.NOT_MEASURED)
        column = self.sheets.answers[role.column]
        leads = np.isin(column, frame.leader_roles)
        return leader_gap(values, leads, column > 0, options=frame.options)

    @cached_property
    def _give_take(self) -> Resampled:
        helped, was_helped = (self.sheets.chosen(code) for code in ("helped", "was_helped"))
        if helped is None or was_helped is None:
            return self._absent(Reason.NOT_MEASURED)
        return give_take(helped, was_helped)

    def _calibration(self) -> Resampled:
        result, without = calibration_with_replicates(
            self.sheets.states, self.sheets.tenths, invited=self.sheets.invited
        )
        return Resampled(result=result, without=without)

    def _level(self) -> Resampled:
        values, options = self.sheets.values.get(CODE), self.sheets.frame.options
        if values is None:
            return self._absent(Reason.NOT_MEASURED)
        result = level(values, options=options, invited=self.sheets.invited)
        return Resampled(result=result, without=rescaled(without_each(values), options))

    def _humility(self) -> Resampled:
        return humility(
            {
                "self_enhancement": self.self_enhancement.scored(self_enhancement_score),
                "leader_gap": self._leader_gap.scored(leader_gap_score),
                "give_take": self._give_take.scored(give_take_score),
            }
        )

    def _breadth(self) -> Resampled:
        if self.sheets.roster is None:
            return self._absent(Reason.NOT_MEASURED)
        result = breadth(self.sheets.roster)
        # Who took part stands beside the sheets, never on them: no sheet can be left out of it.
        value = result.value if isinstance(result, Estimate) else np.nan
        return Resampled(result=result, without=np.full(self.sheets.count, value))

    def _absent(self, reason: Reason) -> Resampled:
        return Resampled(result=Absent(reason), without=np.full(self.sheets.count, np.nan))


def _known(chosen: npt.NDArray[np.uint8]) -> Floats:
    return np.where(chosen > 0, chosen.astype(np.float64), np.nan)
