"""The sheets of one wave, in canonical order, read by their meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scoring.canonical import Answers, canonical, checked
from scoring.frame import Frame
from scoring.histograms import histograms_of
from scoring.level import scale_values_of_each
from scoring.nonresponse import RosterClass
from scoring.statistics import (
    SHEETS_AT_ONCE,
    Statistics,
    agreement_states,
    of_histograms,
    statistics,
)

Floats = npt.NDArray[np.float64]

YES = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheets:
    """Everything a wave is scored from."""

    answers: Answers
    frame: Frame
    invited: int | None
    roster: Sequence[RosterClass] | None
    waves: int
    seed: bytes | None = None

    @classmethod
    def of(
        cls,
        answers: npt.ArrayLike,
        frame: Frame,
        *,
        invited: int | None,
        roster: Sequence[RosterClass] | None,
        waves: int,
        seed: bytes | None = None,
    ) -> "Sheets":
        """Check and sort the answers."""
        ordered = canonical(checked(answers, frame))
        return cls(
            answers=ordered, frame=frame, invited=invited, roster=roster, waves=waves, seed=seed
        )

    @property
    def count(self) -> int:
        """Number of sheets."""
        return int(self.answers.shape[1])

    @cached_property
    def statistics(self) -> Statistics:
        """Whole-number sums of the wave."""
        if self.count > SHEETS_AT_ONCE:
            return statistics(self.answers, self.frame)
        return of_histograms(self.answers, self.histograms, self.frame)

    @cached_property
    def histograms(self) -> npt.NDArray[np.int64]:
        """How each column was answered; see `Statistics.histograms`."""
        (counted,) = histograms_of([self.answers], self.frame)
        return np.asarray(counted)

    @cached_property
    def values(self) -> dict[str, Floats]:
        """Each member's scale value on each characteristic; NaN for none."""
        asked = self.frame.characteristics
        groups = [c.items for c in asked]
        if not groups:
            return {}
        values = scale_values_of_each(self.answers, self.frame, groups)
        return {c.code: of_each for c, of_each in zip(asked, values, strict=True)}

    @cached_property
    def states(self) -> Answers:
        """For each prediction, who agrees with its item (2), does not (1), gave no answer (0)."""
        return agreement_states(self.answers, self.frame)

    @cached_property
    def tenths(self) -> Answers:
        """Predictions: 0 none, 1 for "0 of 10" to 11 for "10 of 10"."""
        return self.answers[[column for column, _ in self.frame.predictions]]

    def chosen(self, code: str) -> Answers | None:
        """Options chosen on a question, turned round if it is reversed; None if not asked."""
        question = self.frame.question(code)
        if question is None:
            return None
        column: Answers = self.answers[question.column]
        if not question.reversed:
            return column
        turned: Answers = np.uint8(question.options + 1) - column
        return np.where(column > 0, turned, np.uint8(0))

    def share(self, code: str) -> Floats | None:
        """Answers to a question, from 0 (first option) to 1 (last); NaN for none."""
        question, column = self.frame.question(code), self.chosen(code)
        if question is None or column is None:
            return None
        return np.where(
            column > 0, (column.astype(np.float64) - 1) / (question.options - 1), np.nan
        )

    def without_careless(self) -> "Sheets":
        """Give the sheets not marked careless."""
        kept = self.answers[:, self.answers[self.frame.careless] != YES]
        return Sheets(
            answers=kept,
            frame=self.frame,
            invited=self.invited,
            roster=self.roster,
            waves=self.waves,
            seed=self.seed,
        )
