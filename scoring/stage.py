"""Peck's stages of community making, as probabilities. Experimental."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A stage, or that none is clear."""

    PSEUDOCOMMUNITY = "pseudocommunity"
    CHAOS = "chaos"
    EMPTINESS = "emptiness"
    COMMUNITY = "community"
    NO_CLEAR_STAGE = "no_clear_stage"


class Feature(StrEnum):
    """What the stages are told apart by, each from 0 to 100."""

    CONFLICT_VOICED = "conflict_voiced"
    SAFETY = "safety"
    DISARMAMENT = "disarmament"
    CONSENSUS = "consensus"
    POLARISATION = "polarisation"
    MISJUDGEMENT = "misjudgement"  # 100 - calibration


PROTOTYPES: dict[Stage, tuple[float, ...]] = {
    Stage.PSEUDOCOMMUNITY: (20, 45, 35, 70, 15, 60),
    Stage.CHAOS: (80, 30, 20, 40, 50, 45),
    Stage.EMPTINESS: (50, 55, 75, 50, 25, 35),
    Stage.COMMUNITY: (65, 85, 80, 70, 12, 15),
    Stage.NO_CLEAR_STAGE: (50,) * 6,
}
SPREAD, SPREAD_OF_NONE = 16.0, 26.0
PRIOR, PRIOR_OF_NONE = 0.15, 0.4
LEAST_PROBABILITY, LEAST_LEAD = 0.5, 0.15


@dataclass(frozen=True, kw_only=True)
class StageEstimate:
    """The stage, and the probability of each; they add up to 1."""

    stage: Stage
    probabilities: Mapping[Stage, float]


def stage(features: Mapping[Feature, float | None], *, waves: int) -> StageEstimate:
    """Posterior of the four stages and of no clear stage.

    ``P(s) ∝ prior_s · Π_f exp(-((x_f - μ_sf)/σ_s)²/2)/σ_s`` over the features f that are known:
    Gaussian likelihoods around each stage's prototype (SD 16) and around 50 for none (SD 26);
    priors .15 each and .4 for none. A feature that is None or missing is left out. Emptiness
    cannot be told in a first wave: its prior is 0 then, and the others are scaled up.

    Parameters
    ----------
    features : mapping of Feature to float or None
        From 0 to 100; what lies beyond is only farther from every prototype.
    waves : int
        Waves of the community so far that asked for conflict, this one included; under 2
        there is no emptiness.

    Returns
    -------
    StageEstimate
        Probabilities from 0 to 1 that add up to 1. Its `stage` is NO_CLEAR_STAGE when that is
        likeliest, or the likeliest is under .5, or leads the next by less than .15; without
        any feature the probabilities are the priors.

    Raises
    ------
    ValueError
        If a feature is unknown or not finite.

    References
    ----------
    Stages after Peck (1987), The Different Drum. Prototypes, spread and priors are ours, not
    validated on real groups.
    """
    if not set(features) <= set(Feature):
        raise ValueError(f"the features are {[*Feature]}, got {[*features]}")
    known = [(i, value) for i, f in enumerate(Feature) if (value := features.get(f)) is not None]
    if not all(math.isfinite(value) for _, value in known):
        raise ValueError(f"features must be finite, None where unknown, got {features}")
    logs = {s: _log_posterior(s, known) for s in Stage if waves > 1 or s is not Stage.EMPTINESS}
    largest = max(logs.values())
    weights = {s: math.exp(log - largest) for s, log in logs.items()}
    total = sum(weights.values())
    probabilities = {s: weights.get(s, 0.0) / total for s in Stage}
    return StageEstimate(stage=_clear(probabilities), probabilities=probabilities)


def _log_posterior(which: Stage, features: list[tuple[int, float]]) -> float:
    none = which is Stage.NO_CLEAR_STAGE
    spread = SPREAD_OF_NONE if none else SPREAD
    squares = sum(((value - PROTOTYPES[which][i]) / spread) ** 2 for i, value in features)
    prior = PRIOR_OF_NONE if none else PRIOR
    return math.log(prior) - squares / 2 - len(features) * math.log(spread)


def _clear(probabilities: Mapping[Stage, float]) -> Stage:
    first, second = sorted(probabilities, key=lambda s: -probabilities[s])[:2]
    lead = probabilities[first] - probabilities[second]
    clear = probabilities[first] >= LEAST_PROBABILITY and lead >= LEAST_LEAD
    return first if clear else Stage.NO_CLEAR_STAGE
