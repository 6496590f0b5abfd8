"""How coarsely a wave is shown: by its sheets, its items, and who took part in the wave before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from math import comb
from typing import Self

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.released import Reason, Suppressed
from assessments.models import Wave

COARSE_BELOW = 12
"""From so many answer sheets on there are whole numbers, intervals and items."""

FEWEST_SUMS = 7
"""Below 12 sheets, a level whose members' sums can take fewer values is not shown at all: with the
word for its consensus it would say too often what each of them answered (docs/privacy.md)."""

FEWEST_GROUPS = 3000
"""Below 12 sheets, verdict and stage are not shown where the members' sums can be so few different
sets: both rest on exact values, and might tell the few sets apart that a level leaves."""


class Steps(IntEnum):
    """How coarse a level is."""

    FINE = 1
    COARSE = 5
    COARSEST = 10


@dataclass(frozen=True)
class Coarseness:
    """How coarsely a wave is shown, and the fewest answers it takes.

    ``sums`` counts, by characteristic, the values that the sum of a member's answers can take
    (with an empty code, all their answers);
    ``classes_shown`` says that every class of the roster may show how many of it took part.
    """

    sheets: int
    minimum: int
    guarded: bool
    sums: Mapping[str, int]
    classes_shown: bool = True

    @classmethod
    def of(cls, wave: Wave, asked: Questionnaire) -> Self:
        """Judge a wave by its sheets, its items, and who took part in the wave before."""
        items = Counter(item.characteristic for item in asked.items)
        items[""] = len(asked.items)
        return cls(
            sheets=wave.sheets or 0,
            minimum=wave.minimum_answers,
            guarded=wave.continuity in {Wave.Continuity.FEW, Wave.Continuity.UNKNOWN},
            sums={code: count * (asked.scale.points - 1) + 1 for code, count in items.items()},
            classes_shown=wave.classes_shown,
        )

    def step(self, answers: int) -> Steps:
        """Give the step of a level that so many members answered."""
        small = min(self.sheets, answers) < COARSE_BELOW
        if small and self.guarded:
            return Steps.COARSEST
        return Steps.COARSE if small or self.guarded else Steps.FINE

    def too_telling(self) -> Suppressed | None:
        """Say why verdict and stage, which rest on exact values, are suppressed; None if not."""
        sums = min(self.sums.values())
        if self.sheets < COARSE_BELOW and comb(sums + self.sheets - 1, self.sheets) < FEWEST_GROUPS:
            return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=COARSE_BELOW)
        return None

    def only_of_many(self) -> Suppressed | None:
        """Say why what takes 12 sheets and comparable waves is suppressed; None if it is not."""
        if self.sheets < COARSE_BELOW:
            return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=COARSE_BELOW)
        if self.guarded:
            return Suppressed(reason=Reason.REVEALED_BY_SUBTRACTION, minimum=COARSE_BELOW)
        return None
