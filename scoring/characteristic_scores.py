"""The scores of each characteristic, and consensus and polarisation of the whole group."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.agreement import polarisation
from scoring.chance import chance_line
from scoring.covariance import covariance_from_sums
from scoring.interval import FEWEST_ANSWERS
from scoring.level import levels
from scoring.measure import Measure, Score
from scoring.reliability import cronbach_alpha, feldt_interval, omega_total
from scoring.resampling import consensus_intervals
from scoring.rwg import Null, null_variance, rwg_star_j
from scoring.sheets import Sheets

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TOO_FEW = Absent(Reason.TOO_FEW_ANSWERS)
NOT_MEASURED = Absent(Reason.NOT_MEASURED)


@dataclass(frozen=True, kw_only=True, eq=False)
class CharacteristicScores:
    """What a wave's sheets say on each characteristic; see `scores`."""

    sheets: Sheets

    @cached_property
    def levels(self) -> dict[str, Result]:
        """Level of each characteristic."""
        values = self.sheets.values
        options, invited = self.sheets.frame.options, self.sheets.invited
        found = (
            levels(np.array([*values.values()]), options=options, invited=invited) if values else []
        )
        return dict(zip(values, found, strict=True))

    @cached_property
    def counts(self) -> Whole:
        """Answers at each point of the scale; shape (columns, k), for items alone."""
        return self.sheets.histograms[:, 1 : self.sheets.frame.options + 1]

    @cached_property
    def groups(self) -> list[list[int]]:
        """Columns of the items with 5 answers, of each characteristic with 5 scale values."""
        answered = self.counts.sum(axis=1)
        return [
            [column for column in c.items if answered[column] >= FEWEST_ANSWERS]
            if isinstance(self.levels[c.code], Estimate)
            else []
            for c in self.sheets.frame.characteristics
        ]

    @cached_property
    def consensus(self) -> tuple[list[Result], Result]:
        """Consensus of each characteristic and of the whole group."""
        return consensus_intervals(
            self.sheets.answers,
            self.groups,
            options=self.sheets.frame.options,
            invited=self.sheets.invited,
        )

    @cached_property
    def polarisation(self) -> tuple[list[Result], Result]:
        """Polarisation of each characteristic and of the whole group."""
        values = self._of_groups(lambda counts: polarisation(counts).mean(axis=-1))
        each = [
            self._counted(group, value) for group, value in zip(self.groups, values, strict=True)
        ]
        known = [result for result in each if isinstance(result, Estimate)]
        if not known or len(known) < len(each):
            return each, TOO_FEW if each else NOT_MEASURED
        mean = sum(result.value for result in known) / len(known)
        return each, Estimate(value=mean, answers=min(result.answers for result in known))

    @cached_property
    def chance_line(self) -> Result:
        """Chance line of the consensus of the whole group."""
        if not self.groups or not all(self.groups):
            return TOO_FEW if self.groups else NOT_MEASURED
        return self._chance_line([column for group in self.groups for column in group])

    def scores(self) -> list[Score]:
        """Give the scores of every characteristic."""
        return [
            Score(measure=measure, subject=c.code, result=result)
            for number, c in enumerate(self.sheets.frame.characteristics)
            for measure, result in self._of_characteristic(number, c.code).items()
        ]

    def _of_characteristic(self, number: int, code: str) -> dict[Measure, Result]:
        group = self.groups[number]
        return {
            Measure.LEVEL: self.levels[code],
            Measure.CONSENSUS: self.consensus[0][number],
            Measure.POLARISATION: self.polarisation[0][number],
            Measure.CHANCE_LINE: self._chance_line(group),
            Measure.RWG_STAR_J: self._rwg(number, Null.UNIFORM),
            Measure.RWG_STAR_J_SKEWED: self._rwg(number, Null.SLIGHT_SKEW),
            Measure.ALPHA: self._alpha(number),
            Measure.OMEGA: self._omega(number),
        }

    def _fewest(self, group: Sequence[int]) -> int:
        return int(self.counts[group].sum(axis=1).min())

    def _counted(self, group: Sequence[int], value: float) -> Result:
        return Estimate(value=value, answers=self._fewest(group)) if group else TOO_FEW

    def _of_groups(self, index: Callable[[Whole], Floats]) -> list[float]:
        """Give an index of each group's counts, NaN without items; groups of a size at once."""
        values = [math.nan] * len(self.groups)
        for numbers in _of_one_size([len(group) for group in self.groups]):
            found = index(np.array([self.counts[self.groups[number]] for number in numbers]))
            for number, value in zip(numbers, found, strict=True):
                values[number] = float(value)
        return values

    def _chance_line(self, group: Sequence[int]) -> Result:
        if not group:
            return TOO_FEW
        fewest, options = self._fewest(group), self.sheets.frame.options
        value = chance_line(options=options, items=len(group), members=fewest)
        return Estimate(value=value, answers=fewest)

    @cached_property
    def _agreed(self) -> dict[Null, list[float] | None]:
        return {null: self._agreed_beyond(null) for null in (Null.UNIFORM, Null.SLIGHT_SKEW)}

    def _agreed_beyond(self, null: Null) -> list[float] | None:
        try:
            variance = null_variance(self.sheets.frame.options, null)
        except ValueError:  # the published table ends
            return None
        return self._of_groups(lambda counts: rwg_star_j(counts, null=variance))

    def _rwg(self, number: int, null: Null) -> Result:
        group, agreed = self.groups[number], self._agreed[null]
        if not group:
            return TOO_FEW
        return NOT_MEASURED if agreed is None else self._counted(group, agreed[number])

    @cached_property
    def _complete(self) -> list[int]:
        """Members who answered all items of each characteristic; 0 where too few for anything."""
        complete = [int(products[0, 0]) for products in self.sheets.statistics.products]
        return [
            n if n >= FEWEST_ANSWERS and group else 0
            for n, group in zip(complete, self.groups, strict=True)
        ]

    @cached_property
    def _reliability(self) -> dict[int, tuple[float, float]]:
        """Alpha and omega of each characteristic that enough answered completely."""
        products = self.sheets.statistics.products
        sizes = [len(p) - 1 if n else 0 for p, n in zip(products, self._complete, strict=True)]
        found: dict[int, tuple[float, float]] = {}
        for numbers in _of_one_size(sizes):
            sums = np.array([products[number] for number in numbers])
            covariances = covariance_from_sums(
                n=sums[:, :1, :1], sums=sums[:, 0, 1:], products=sums[:, 1:, 1:]
            )
            alphas, omegas = cronbach_alpha(covariances), omega_total(covariances)
            found.update(
                zip(numbers, zip(alphas.tolist(), omegas.tolist(), strict=True), strict=True)
            )
        return found

    def _alpha(self, number: int) -> Result:
        members = self._complete[number]
        if not members:
            return TOO_FEW
        value, _ = self._reliability[number]
        if math.isnan(value):
            return NOT_MEASURED
        items = len(self.sheets.frame.characteristics[number].items)
        low, high = feldt_interval(value, members=members, items=items)
        return Estimate(value=value, low=low, high=high, answers=members)

    def _omega(self, number: int) -> Result:
        members = self._complete[number]
        if not members:
            return TOO_FEW
        _, value = self._reliability[number]
        return NOT_MEASURED if math.isnan(value) else Estimate(value=value, answers=members)


def _of_one_size(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Give the places of each size above 0 together."""
    for size in sorted({size for size in sizes if size}):
        yield [place for place, each in enumerate(sizes) if each == size]
