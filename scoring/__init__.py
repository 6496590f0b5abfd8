"""Scores of groups from counts of answers: numpy only, usable without Django.

`assess` scores a whole wave; every index it uses can be called by itself.
"""

from scoring.absent import Absent, Estimate, Reason, Result
from scoring.agreement import (
    ad_mean,
    ad_median,
    consensus,
    leik,
    polarisation,
    tastle_wierman,
    van_der_eijk_a,
)
from scoring.assessment import SCORING_VERSION, Assessment, assess
from scoring.calibration import calibration
from scoring.camps import separating_items, two_camps
from scoring.canonical import input_hash
from scoring.careless import careless
from scoring.chance import chance_line
from scoring.expected_consensus import expected_consensus
from scoring.facing import (
    Facing,
    FacingOfInteractions,
    facing_from_interactions,
    facing_from_survey,
)
from scoring.frame import Characteristic, Frame, Item, Question
from scoring.histograms import histograms_of
from scoring.icc import Icc, icc
from scoring.item_scores import ItemScores
from scoring.krippendorff import Measurement, krippendorff_alpha
from scoring.level import level, overall, scale_values
from scoring.love_core import love_core
from scoring.measure import Measure, Score
from scoring.nonresponse import RosterClass, breadth, r_indicator
from scoring.realism import realism
from scoring.reliability import cronbach_alpha, feldt_interval, omega_total
from scoring.resampling import consensus_intervals
from scoring.rwg import Null, awg, awg_j, null_variance, rwg, rwg_j, rwg_star_j
from scoring.stage import Feature, Stage, StageEstimate, stage
from scoring.statistics import Statistics, merge, statistics, statistics_of_parts
from scoring.verdict import Verdict, verdict

__all__ = [
    "SCORING_VERSION",
    "Absent",
    "Assessment",
    "Characteristic",
    "Estimate",
    "Facing",
    "FacingOfInteractions",
    "Feature",
    "Frame",
    "Icc",
    "Item",
    "ItemScores",
    "Measure",
    "Measurement",
    "Null",
    "Question",
    "Reason",
    "Result",
    "RosterClass",
    "Score",
    "Stage",
    "StageEstimate",
    "Statistics",
    "Verdict",
    "ad_mean",
    "ad_median",
    "assess",
    "awg",
    "awg_j",
    "breadth",
    "calibration",
    "careless",
    "chance_line",
    "consensus",
    "consensus_intervals",
    "cronbach_alpha",
    "expected_consensus",
    "facing_from_interactions",
    "facing_from_survey",
    "feldt_interval",
    "histograms_of",
    "icc",
    "input_hash",
    "krippendorff_alpha",
    "leik",
    "level",
    "love_core",
    "merge",
    "null_variance",
    "omega_total",
    "overall",
    "polarisation",
    "r_indicator",
    "realism",
    "rwg",
    "rwg_j",
    "rwg_star_j",
    "scale_values",
    "separating_items",
    "stage",
    "statistics",
    "statistics_of_parts",
    "tastle_wierman",
    "two_camps",
    "van_der_eijk_a",
    "verdict",
]
