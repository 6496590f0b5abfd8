"""What is scored, and the score: a result with the measure and the subject it is about."""

from dataclasses import dataclass
from enum import StrEnum

from scoring.absent import Estimate, Result

DECIMALS = 9


class Measure(StrEnum):
    """What a score measures. Codes are stable and public.

    0 to 100: level, consensus, polarisation, chance_line, overall, overall_without_careless,
    consensus_claims, claim, realism, calibration, realism_level, humility, breadth, facing,
    question. -100 to 100: claim_gap. 0 to 1: orientation, two_way, independence, giver_share,
    careless_share, rate, stage, r_indicator. -1 to 1: self_enhancement, leader_gap, bias,
    false_consensus, and at most 1: rwg_star_j, rwg_star_j_skewed, alpha, omega. 0 and more:
    give_take, love_core (a count).
    """

    # Of one characteristic; consensus, polarisation and chance line of the whole group too.
    LEVEL = "level"
    CONSENSUS = "consensus"
    POLARISATION = "polarisation"
    CHANCE_LINE = "chance_line"
    RWG_STAR_J = "rwg_star_j"
    RWG_STAR_J_SKEWED = "rwg_star_j_skewed"
    ALPHA = "alpha"
    OMEGA = "omega"
    # Of the whole group.
    OVERALL = "overall"
    OVERALL_WITHOUT_CARELESS = "overall_without_careless"
    CONSENSUS_CLAIMS = "consensus_claims"
    CLAIM = "claim"
    CLAIM_GAP = "claim_gap"
    REALISM = "realism"
    CALIBRATION = "calibration"
    REALISM_LEVEL = "realism_level"
    HUMILITY = "humility"
    BREADTH = "breadth"
    SELF_ENHANCEMENT = "self_enhancement"
    LEADER_GAP = "leader_gap"
    GIVE_TAKE = "give_take"
    BIAS = "bias"
    FALSE_CONSENSUS = "false_consensus"
    FACING = "facing"
    ORIENTATION = "orientation"
    TWO_WAY = "two_way"
    INDEPENDENCE = "independence"
    LOVE_CORE = "love_core"
    GIVER_SHARE = "giver_share"
    CARELESS_SHARE = "careless_share"
    RATE = "rate"
    R_INDICATOR = "r_indicator"
    # Of one stage, the subject its name; of one question, the subject its code.
    STAGE = "stage"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One result; the subject is a code, or "" for the whole group."""

    measure: Measure
    subject: str = ""
    result: Result


def rounded(result: Result) -> Result:
    """Round to the 9 decimals that are stored."""
    if not isinstance(result, Estimate):
        return result
    return Estimate(
        value=decimals(result.value),
        low=None if result.low is None else decimals(result.low),
        high=None if result.high is None else decimals(result.high),
        answers=result.answers,
    )


def decimals(value: float) -> float:
    """Round to the 9 decimals that are stored; -0 is 0."""
    return round(float(value), DECIMALS) + 0.0
