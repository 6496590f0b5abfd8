"""How coarsely each kind of score is shown; the rule behind ``releasing``."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.releases.coarseness import COARSE_BELOW, FEWEST_SUMS, Coarseness, Steps
from assessments.domain.releases.released import (
    AGREEMENT_CUTS,
    CLAIM_CUTS,
    FACING_CUTS,
    KNOWLEDGE_CUTS,
    SHARE_CUTS,
    Band,
    Banded,
    Edge,
    Reason,
    Released,
    Shown,
    Suppressed,
    word,
)
from scoring import Measure
from scoring.absent import Absent, Estimate, Result

LOWEST, HIGHEST = 5, 95
"""Ends of the scale 0–100 beyond which only the end is shown."""


class Kind(StrEnum):
    """How a measure is shown."""

    LEVEL = "level"  # a number at every size, the smaller the group the coarser
    WORD = "word"  # a word below 12, a number with its word from there on
    ONE_ITEM = "one item"  # the same, but rests on single questions: never an interval
    SHARE = "share"  # a count out of those who answered; a word below 12
    PROBABILITY = "probability"  # to 10 %, from 12 on
    RESEARCH = "research"  # a number from 12 on, nothing below
    REMAINDER = "remainder"  # a level of most sheets, from 12 of them on
    PART = "part"  # the share of some sheets, from 12 on; none of them, or the minimum
    CLASSES = "classes"  # from 12 on, where every class of the roster may show its share
    TURNOUT = "turnout"  # a number at every size: that of the sheets is shown


@dataclass(frozen=True)
class Rule:
    """How one measure is shown: its kind, its words, and the step of its numbers."""

    kind: Kind
    words: Callable[[float], Band] | None = None
    step: float = 1
    bounded: bool = True


def _agreement(value: float) -> Band:
    return word(value, AGREEMENT_CUTS, Band.DIVIDED)


def _knowledge(value: float) -> Band:
    return word(value, KNOWLEDGE_CUTS, Band.VERY_LOW)


def _claim(value: float) -> Band:
    return word(value, CLAIM_CUTS, Band.CLAIMS_LESS)


def _facing(value: float) -> Band:
    return word(value, FACING_CUTS, Band.FACING_FRONT)


def _share(value: float) -> Band:
    return word(value, SHARE_CUTS, Band.NOBODY)


RULES: Mapping[Measure, Rule] = {
    Measure.LEVEL: Rule(Kind.LEVEL),
    Measure.OVERALL: Rule(Kind.LEVEL),
    Measure.CONSENSUS_CLAIMS: Rule(Kind.LEVEL),
    Measure.CONSENSUS: Rule(Kind.WORD, _agreement),
    Measure.REALISM: Rule(Kind.WORD, _knowledge),
    Measure.CALIBRATION: Rule(Kind.WORD, _knowledge),
    Measure.HUMILITY: Rule(Kind.WORD, _knowledge),
    Measure.BREADTH: Rule(Kind.CLASSES, _knowledge),
    Measure.R_INDICATOR: Rule(Kind.CLASSES, step=0.1, bounded=False),
    Measure.RATE: Rule(Kind.TURNOUT, _share, step=0.01, bounded=False),
    Measure.CLAIM_GAP: Rule(Kind.ONE_ITEM, _claim, bounded=False),
    Measure.FACING: Rule(Kind.ONE_ITEM, _facing),
    Measure.LOVE_CORE: Rule(Kind.SHARE, _share, bounded=False),
    Measure.STAGE: Rule(Kind.PROBABILITY, step=0.1, bounded=False),
    Measure.OVERALL_WITHOUT_CARELESS: Rule(Kind.REMAINDER),
    Measure.CARELESS_SHARE: Rule(Kind.PART, step=0.01, bounded=False),
    Measure.POLARISATION: Rule(Kind.RESEARCH),
    Measure.CHANCE_LINE: Rule(Kind.RESEARCH, bounded=False),
    Measure.RWG_STAR_J: Rule(Kind.RESEARCH, step=0.01, bounded=False),
    Measure.RWG_STAR_J_SKEWED: Rule(Kind.RESEARCH, step=0.01, bounded=False),
    Measure.ALPHA: Rule(Kind.RESEARCH, step=0.01, bounded=False),
    Measure.OMEGA: Rule(Kind.RESEARCH, step=0.01, bounded=False),
    Measure.QUESTION: Rule(Kind.RESEARCH),
    Measure.BIAS: Rule(Kind.RESEARCH, step=0.01, bounded=False),
    Measure.FALSE_CONSENSUS: Rule(Kind.RESEARCH, step=0.01, bounded=False),
}
"""Every measure that is shown; what is not here is kept for reproducing and never leaves."""

COMPANIONS: Mapping[Measure, frozenset[Measure]] = {
    Measure.LEVEL: frozenset({Measure.CONSENSUS}),
    Measure.OVERALL: frozenset({Measure.CONSENSUS}),
    Measure.CONSENSUS_CLAIMS: frozenset({Measure.CONSENSUS}),
    Measure.CONSENSUS: frozenset({Measure.CHANCE_LINE}),
    Measure.OVERALL_WITHOUT_CARELESS: frozenset({Measure.CONSENSUS, Measure.CARELESS_SHARE}),
}
"""What decides, by the same subject, how coarsely a measure is shown."""


def with_companions(measures: Collection[Measure]) -> frozenset[Measure]:
    """Add to measures those that decide how coarsely they are shown."""
    return frozenset(measures).union(*(COMPANIONS.get(each, ()) for each in measures))


def released_score(
    key: tuple[str, str],
    results: Mapping[tuple[str, str], Result],
    *,
    coarseness: Coarseness,
) -> Released:
    """Turn one stored result into what may be shown of it."""
    result = results[key]
    if isinstance(result, Absent):
        return Suppressed(reason=Reason(result.reason.value), minimum=coarseness.minimum)
    if result.answers < coarseness.minimum:
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=coarseness.minimum)
    step = coarseness.step(result.answers)
    if step is not Steps.FINE and coarseness.sums.get(key[1], FEWEST_SUMS) < FEWEST_SUMS:
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=COARSE_BELOW)
    return _shown(key, result, results, step=step, coarseness=coarseness)


def _shown(
    key: tuple[str, str],
    result: Estimate,
    results: Mapping[tuple[str, str], Result],
    *,
    step: Steps,
    coarseness: Coarseness,
) -> Released:
    rule = RULES[Measure(key[0])]
    if rule.kind is Kind.LEVEL:
        return _level(result, step, agreement=_agreement_of(results, key[1]))
    hidden = rule.kind is Kind.CLASSES and not coarseness.classes_shown
    line = results.get((Measure.CHANCE_LINE, key[1]))
    if rule.kind is not Kind.TURNOUT and (hidden or step is not Steps.FINE):
        return _small(rule, result, line)
    if rule.kind in {Kind.REMAINDER, Kind.PART}:
        return _divided(rule, result, results, minimum=coarseness.minimum)
    return _fine(rule, result, line)


def _level(result: Estimate, step: Steps, *, agreement: float) -> Shown:
    """Show a level, the coarser the nearer the members stand; only fine ones have an interval.

    Where nearly all answer alike, a number speaks for each; the exact interval of a coarse level
    would give the spread away.
    """
    if step is Steps.FINE and agreement < HIGHEST:
        return _number(result, step=step)
    alike = step is Steps.COARSE and agreement >= AGREEMENT_CUTS[0][0]
    coarse = Steps.COARSEST if alike else max(step, Steps.COARSE)
    return _number(Estimate(value=result.value, answers=result.answers), step=coarse)


def _divided(
    rule: Rule, result: Estimate, results: Mapping[tuple[str, str], Result], *, minimum: int
) -> Released:
    """Show what speaks of the careless sheets or of the others, where none or many are careless.

    Without an interval: with that of the overall level it would give the spread of the few.
    """
    share = results.get((Measure.CARELESS_SHARE, ""))
    careless = round(share.value * share.answers) if isinstance(share, Estimate) else 1
    left = share.answers - careless if isinstance(share, Estimate) else 0
    if 0 < careless < minimum or left < minimum:
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=minimum)
    plain = Estimate(value=result.value, answers=result.answers)
    if rule.kind is Kind.PART:
        return _number(plain, step=rule.step, bounded=rule.bounded)
    return _level(plain, Steps.FINE, agreement=_agreement_of(results, ""))


def _small(rule: Rule, result: Estimate, line: Result | None) -> Released:
    band = _word(rule, result.value, result, line)
    if band is None:
        return Suppressed(reason=Reason.TOO_FEW_ANSWERS, minimum=COARSE_BELOW)
    return Banded(band)


def _fine(rule: Rule, result: Estimate, line: Result | None) -> Released:
    plain = (
        result if rule.kind is Kind.WORD else Estimate(value=result.value, answers=result.answers)
    )
    # The word is that of the number a reader sees: 64.6 is shown as 65, and 65 is high.
    band = _word(rule, _rounded(result.value, rule.step), result, line)
    return _number(plain, step=rule.step, bounded=rule.bounded, band=band)


def _word(rule: Rule, seen: float, exact: Estimate, line: Result | None) -> Band | None:
    """Give the word for a value as it is seen; whether chance does as well is told exactly."""
    if rule.words is None:
        return None
    if rule.kind is Kind.SHARE:
        return rule.words(seen / exact.answers)
    if rule.words is _agreement and isinstance(line, Estimate) and exact.value <= line.value:
        return Band.NO_MORE_THAN_CHANCE
    return rule.words(seen)


def _agreement_of(results: Mapping[tuple[str, str], Result], subject: str) -> float:
    """Give the consensus behind a level, 0 where there is none."""
    consensus = results.get((Measure.CONSENSUS, subject))
    return consensus.value if isinstance(consensus, Estimate) else 0


def _number(
    result: Estimate, *, step: float, bounded: bool = True, band: Band | None = None
) -> Shown:
    value = _rounded(result.value, step)
    if not bounded:
        return Shown(value=value, step=step, band=band)
    edge = Edge.HIGH if value >= HIGHEST else Edge.LOW if value <= LOWEST else None
    return Shown(
        value=_clipped(value),
        step=step,
        low=None if result.low is None else _clipped(_rounded(result.low, step)),
        high=None if result.high is None else _clipped(_rounded(result.high, step)),
        edge=edge,
        band=band,
    )


def _rounded(value: float, step: float) -> float:
    return round(round(value / step) * step, 2)


def _clipped(value: float) -> float:
    return min(max(value, LOWEST), HIGHEST)
