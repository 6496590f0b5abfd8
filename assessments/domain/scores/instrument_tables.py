"""The report on an instrument in words and figures, the same at a terminal and in the admin."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.scores.instrument_reports import (
    MANY_SHEETS,
    MEAN_DECIMALS,
    CharacteristicReport,
    Dimensions,
    InstrumentReport,
    ItemReport,
)

ABSENT = "–"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a figure is called, and in one sentence what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """The figures of one item or characteristic, as they are shown.

    ``text`` is its statement or name, in the language of the instrument.
    """

    code: str
    text: str
    reversed: bool
    shown: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of the figures that ``figures`` explains; ``of`` is what a row is about."""

    of: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One figure about the whole instrument."""

    figure: Figure
    shown: str


def sizes(report: InstrumentReport) -> dict[str, str]:
    """Say how much the report is about."""
    return {
        _("answer sheets"): _count(report.sheets),
        _("waves"): _count(report.waves),
        _("communities"): _count(report.communities),
    }


def characteristics_table(report: InstrumentReport, asked: Questionnaire) -> Table:
    """Say how the items of each characteristic hold together, and whether communities differ."""
    names = {each.code: each.name for each in asked.characteristics}
    return Table(
        of=_("characteristic"),
        figures=_characteristic_figures(),
        rows=tuple(_characteristic(each, names[each.code]) for each in report.characteristics),
    )


def items_table(report: InstrumentReport, asked: Questionnaire) -> Table:
    """Say how each item was answered, and how it fits the others of its characteristic."""
    texts = {each.code: each.text for each in asked.items}
    decimals = MEAN_DECIMALS[report.sheets >= MANY_SHEETS]
    return Table(
        of=_("item"),
        figures=_item_figures(),
        rows=tuple(_item(each, texts[each.code], decimals) for each in report.items),
    )


def dimension_facts(found: Dimensions) -> tuple[Fact, ...]:
    """Say how many things the items tell apart."""
    shown = (
        ABSENT if found.components is None else _count(found.components),
        _number(found.misfit_of_one, 3),
        _number(found.misfit_of_each, 3),
        _closest(found),
    )
    pairs = zip(_dimension_figures(), shown, strict=True)
    return tuple(Fact(figure=figure, shown=text) for figure, text in pairs)


def _characteristic(of: CharacteristicReport, name: str) -> Row:
    numbers = (of.alpha, of.alpha_low, of.alpha_high, of.omega, of.icc1, of.icc2)
    return Row(
        code=of.code,
        text=name,
        reversed=False,
        shown=(_count(of.members), *map(_number, numbers)),
    )


def _item(of: ItemReport, text: str, decimals: int) -> Row:
    return Row(
        code=of.code,
        text=text,
        reversed=of.reversed,
        shown=(
            _count(of.answers),
            _number(of.mean, decimals),
            ABSENT if of.cant_say is None else _percent(of.cant_say),
            _number(of.item_rest),
            _number(of.alpha_if_dropped),
        ),
    )


def _closest(found: Dimensions) -> str:
    if found.closest is None:
        return ABSENT
    one, other = found.closest
    number = _number(found.closest_correlation)
    return _("%(one)s and %(other)s, %(number)s") % {"one": one, "other": other, "number": number}


def _count(number: int) -> str:
    return number_format(number, force_grouping=True)


def _number(value: float | None, decimals: int = 2) -> str:
    return ABSENT if value is None else number_format(value, decimals)


def _percent(share: float) -> str:
    return f"{number_format(100 * share, 0)} %"


def _figures(pairs: Iterable[tuple[str, str]]) -> tuple[Figure, ...]:
    return tuple(Figure(name=name, meaning=meaning) for name, meaning in pairs)


def _characteristic_figures() -> tuple[Figure, ...]:
    return _figures(
        [
            (_("members"), _("Who answered every item of the characteristic.")),
            (
                _("alpha"),
                _(
                    "How far its items go together, 1 at most. Below 0.70 the characteristic is"
                    " too coarse for judging single groups."
                ),
            ),
            (
                _("alpha from"),
                _("The low end of an interval that holds the true alpha 19 times out of 20."),
            ),
            (_("alpha to"), _("The high end of that interval.")),
            (
                _("omega"),
                _(
                    "The same as alpha, without taking every item for equally good. Worry below"
                    " 0.70 as well."
                ),
            ),
            (
                _("ICC(1)"),
                _(
                    "Which part of the differences between members is one between communities."
                    " Near 0 the answers are about persons, not about the group."
                ),
            ),
            (
                _("ICC(2)"),
                _(
                    "How reliably levels tell these communities apart, 1 at most. Below 0.70 they"
                    " do not."
                ),
            ),
        ]
    )


def _item_figures() -> tuple[Figure, ...]:
    return _figures(
        [
            (_("answers"), _("Members who chose a point of the scale.")),
            (
                _("mean"),
                _(
                    "The mean answer as given, on reversed items too. Near an end of the scale"
                    " everybody answers alike, and the item tells nothing."
                ),
            ),
            (
                _("can't say"),
                _(
                    "Who chose it, of all who chose anything. If it is more than one in ten,"
                    " members cannot know, or do not understand."
                ),
            ),
            (
                _("item–rest"),
                _(
                    "How the item correlates with the others of its characteristic. Below 0.30 it"
                    " does not fit them; below 0 it may have to be reversed."
                ),
            ),
            (
                _("alpha without"),
                _(
                    "What alpha would be without the item. Above the alpha of the characteristic"
                    " it is better without."
                ),
            ),
        ]
    )


def _dimension_figures() -> tuple[Figure, ...]:
    return _figures(
        [
            (
                _("components the items call for"),
                _("How many different things the items tell, by Velicer's test."),
            ),
            (
                _("misfit of one general factor"),
                _(
                    "What is left unexplained of the correlations between items if all measure one"
                    " thing. 0 is a perfect fit."
                ),
            ),
            (
                _("misfit of one factor for each characteristic"),
                _(
                    "The same if each characteristic is a thing of its own. Where it is hardly"
                    " smaller, the characteristics are not told apart."
                ),
            ),
            (
                _("closest characteristics"),
                _(
                    "The two that correlate most, and how much. Near 1 they are one thing to the"
                    " members."
                ),
            ),
        ]
    )
