"""Whether an instrument is any good: its items and characteristics over all communities.

Everything is pooled, and nothing names a community or a wave. What leaves is rounded, so that two
reports before and after one more wave do not give that wave away (`InstrumentReport.shown`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.instruments.frames import frame_of
from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Item, Questionnaire
from assessments.domain.refusals import RefusedError
from assessments.domain.scores.instrument_pools import Pool, Progress, pool_of, waves_of
from assessments.models import Instrument
from scoring import Statistics, cronbach_alpha, feldt_interval, icc, omega_total
from scoring.covariance import covariance_from_sums
from scoring.dimensions import components, group_factors
from scoring.frame import Frame
from scoring.interval import FEWEST_ANSWERS
from scoring.reliability import alpha_if_dropped, item_rest_correlation

FEWEST_COMMUNITIES, FEWEST_SHEETS = 10, 100
MANY_SHEETS = 1_000
"""From so many sheets on one wave more or less hardly moves a mean, and finer steps are shown."""
MEAN_DECIMALS = {False: 1, True: 2}
"""Decimals of a mean that are shown below so many sheets, and from there on."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ItemReport:
    """One item over all communities; None is what cannot be computed.

    ``mean`` is as answered, on reversed items too, in the points of the scale; ``cant_say`` is a
    share from 0 to 1 of those who chose a point or can't say; ``item_rest`` (-1 to 1) and
    ``alpha_if_dropped`` are over the members who answered every item of the characteristic.
    """

    code: str
    characteristic: str
    reversed: bool
    answers: int
    mean: float | None
    cant_say: float | None
    item_rest: float | None
    alpha_if_dropped: float | None


@dataclass(frozen=True, kw_only=True)
class CharacteristicReport:
    """One characteristic over all communities; None is what cannot be computed.

    ``members`` answered every item; ``alpha``, its Feldt interval and ``omega`` are over them.
    ``icc1`` and ``icc2`` compare the communities by their members' scale values.
    """

    code: str
    members: int
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    omega: float | None
    icc1: float | None
    icc2: float | None


@dataclass(frozen=True, kw_only=True)
class Dimensions:
    """How many things the items tell apart; None is what cannot be computed.

    ``components`` by Velicer's test; root mean square residuals of the correlations under one
    general factor and under one factor for each characteristic; the two characteristics whose
    factors correlate most.
    """

    components: int | None
    misfit_of_one: float | None
    misfit_of_each: float | None
    closest: tuple[str, str] | None
    closest_correlation: float | None


@dataclass(frozen=True, kw_only=True)
class InstrumentReport:
    """An instrument over all sealed waves that asked it."""

    key: str
    version: int
    communities: int
    waves: int
    sheets: int
    items: tuple[ItemReport, ...]
    characteristics: tuple[CharacteristicReport, ...]
    dimensions: Dimensions

    @property
    def shown(self) -> Self:
        """What may leave the service: means and shares in coarse steps below 1,000 sheets."""
        many = self.sheets >= MANY_SHEETS
        return replace(
            self,
            items=tuple(_shown_item(item, many=many) for item in self.items),
            characteristics=tuple(_shown_characteristic(c) for c in self.characteristics),
            dimensions=replace(
                self.dimensions,
                misfit_of_one=_rounded(self.dimensions.misfit_of_one, 3),
                misfit_of_each=_rounded(self.dimensions.misfit_of_each, 3),
                closest_correlation=_rounded(self.dimensions.closest_correlation, 2),
            ),
        )


def instrument_report(
    instrument: Instrument, *, progress: Progress = lambda _done, _total: None
) -> InstrumentReport:
    """Pool all sealed waves of an instrument that reached their minimum of answer sheets.

    Chunks are read one after the other and leave only sums, so that memory does not grow with
    their number. What is returned is exact; show its ``shown``.

    Parameters
    ----------
    progress : callable
        Called with the waves done and their number.

    Raises
    ------
    RefusedError
        If there are fewer than 10 communities or 100 sheets, with what is missing.
    """
    waves = waves_of(instrument)
    sizes = [*waves.values_list("community_id", "sheets")]
    communities = len({community for community, _sheets in sizes})
    _refuse_few(communities, sum(sheets or 0 for _community, sheets in sizes))
    asked = questionnaire_of(instrument)
    frame = frame_of(asked)
    pool = pool_of(waves, frame, communities=communities, progress=progress)
    return InstrumentReport(
        key=instrument.key,
        version=instrument.version,
        communities=communities,
        waves=len(sizes),
        sheets=pool.everything.sheets,
        items=tuple(_items(asked, frame, pool.everything)),
        characteristics=tuple(_characteristics(frame, pool)),
        dimensions=_dimensions(frame, pool.pairs.correlations()),
    )


def _refuse_few(communities: int, sheets: int) -> None:
    missing = []
    if (few := FEWEST_COMMUNITIES - communities) > 0:
        text = ngettext("%(missing)s more community", "%(missing)s more communities", few)
        missing.append(text % {"missing": few})
    if (few := FEWEST_SHEETS - sheets) > 0:
        text = ngettext("%(missing)s more answer sheet", "%(missing)s more answer sheets", few)
        missing.append(text % {"missing": few})
    if missing:
        text = _("It takes %(communities)s communities and %(sheets)s answer sheets: %(missing)s.")
        least = {"communities": FEWEST_COMMUNITIES, "sheets": FEWEST_SHEETS}
        raise RefusedError(text % {**least, "missing": ", ".join(missing)})


def _items(asked: Questionnaire, frame: Frame, pooled: Statistics) -> Iterator[ItemReport]:
    by_code = {item.code: item for item in asked.items}
    codes = {item.column: item.code for item in frame.items}
    for number, characteristic in enumerate(frame.characteristics):
        covariances = _covariances(pooled, number)
        rest = item_rest_correlation(covariances)
        dropped = alpha_if_dropped(covariances)
        for place, column in enumerate(characteristic.items):
            yield _item(
                by_code[codes[column]],
                asked,
                pooled.histograms[column],
                item_rest=rest[place],
                dropped=dropped[place],
            )


def _item(
    item: Item,
    asked: Questionnaire,
    histogram: npt.NDArray[np.int64],
    *,
    item_rest: float,
    dropped: float,
) -> ItemReport:
    counts, cant_say = histogram[1 : asked.scale.points + 1], int(histogram[-1])
    answers = int(counts.sum())
    enough = answers >= FEWEST_ANSWERS
    labels = np.arange(asked.scale.points) + asked.scale.lowest
    return ItemReport(
        code=item.code,
        characteristic=item.characteristic,
        reversed=item.reversed,
        answers=answers,
        mean=float(counts @ labels) / answers if enough else None,
        cant_say=cant_say / (answers + cant_say) if enough else None,
        item_rest=_defined(item_rest),
        alpha_if_dropped=_defined(dropped),
    )


def _covariances(pooled: Statistics, number: int) -> Floats:
    """Covariances of a characteristic's items; NaN where too few answered them all."""
    products = pooled.products[number]
    complete = int(products[0, 0])
    found = covariance_from_sums(n=complete, sums=products[0, 1:], products=products[1:, 1:])
    return found if complete >= FEWEST_ANSWERS else np.full(found.shape, np.nan)


def _characteristics(frame: Frame, pool: Pool) -> Iterator[CharacteristicReport]:
    for number, characteristic in enumerate(frame.characteristics):
        covariances = _covariances(pool.everything, number)
        members = int(pool.everything.products[number][0, 0])
        alpha = _defined(float(cronbach_alpha(covariances)))
        interval = (
            (None, None)
            if alpha is None
            else feldt_interval(alpha, members=members, items=len(characteristic.items))
        )
        answers, sums, squares = pool.moments[:, number].T
        apart = icc(answers=answers, sums=sums, squares=squares)
        yield CharacteristicReport(
            code=characteristic.code,
            members=members,
            alpha=alpha,
            alpha_low=interval[0],
            alpha_high=interval[1],
            omega=_defined(float(omega_total(covariances))),
            icc1=_defined(apart.icc1),
            icc2=_defined(apart.icc2),
        )


def _dimensions(frame: Frame, correlations: Floats) -> Dimensions:
    groups = [n for n, c in enumerate(frame.characteristics) for _column in c.items]
    one = group_factors(correlations, [0] * len(groups))
    each = group_factors(correlations, groups) if max(groups) else None
    closest = None
    if each is not None:
        below = np.tril(each.correlations, k=-1) - 2 * np.triu(np.ones_like(each.correlations))
        closest = divmod(int(below.argmax()), len(below))
    return Dimensions(
        components=components(correlations),
        misfit_of_one=None if one is None else one.misfit,
        misfit_of_each=None if each is None else each.misfit,
        closest=(
            (frame.characteristics[closest[1]].code, frame.characteristics[closest[0]].code)
            if closest
            else None
        ),
        closest_correlation=(
            float(each.correlations[closest]) if each is not None and closest else None
        ),
    )


def _shown_item(item: ItemReport, *, many: bool) -> ItemReport:
    share = 0.01 if many else 0.05
    return replace(
        item,
        mean=_rounded(item.mean, MEAN_DECIMALS[many]),
        cant_say=None if item.cant_say is None else round(round(item.cant_say / share) * share, 2),
        item_rest=_rounded(item.item_rest, 2),
        alpha_if_dropped=_rounded(item.alpha_if_dropped, 2),
    )


def _shown_characteristic(of: CharacteristicReport) -> CharacteristicReport:
    return replace(
        of,
        alpha=_rounded(of.alpha, 2),
        alpha_low=_rounded(of.alpha_low, 2),
        alpha_high=_rounded(of.alpha_high, 2),
        omega=_rounded(of.omega, 2),
        icc1=_rounded(of.icc1, 2),
        icc2=_rounded(of.icc2, 2),
    )


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits) + 0.0
