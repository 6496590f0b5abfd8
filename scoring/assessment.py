"""The one call that turns the sheets of a sealed wave into everything said about the group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy.typing as npt

from scoring.absent import Absent, Estimate, Result
from scoring.camps import camps
from scoring.characteristic_scores import CharacteristicScores
from scoring.frame import Frame
from scoring.group_scores import GroupScores, stage_of
from scoring.item_scores import ItemScores, item_scores
from scoring.measure import Measure, Score, rounded
from scoring.nonresponse import RosterClass
from scoring.realism import echo_chamber
from scoring.realism_scores import RealismScores
from scoring.sheets import Sheets
from scoring.stage import Stage, StageEstimate
from scoring.verdict import Verdict, verdict

SCORING_VERSION = "4"


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """All scores of one wave, values rounded to 9 decimals.

    Attributes
    ----------
    version : str
        Version of the scoring: formulas, weights, cuts.
    sheets : int
        Sheets scored.
    scores : tuple of Score
        In a fixed order; each measure and subject once.
    items : tuple of ItemScores
        Items with at least 5 answers.
    verdict : Verdict
        Provisional.
    stage : Stage or Absent
        The stage; its probabilities are among the scores.
    echo_chamber : bool
        The group agrees while it hears only half of itself or flatters itself.
    two_camps : bool
        The members fall into two camps; see `scoring.camps`.
    separating_items : tuple of str
        Items on which the two camps differ, most first; none without camps.
    """

    version: str = SCORING_VERSION
    sheets: int
    scores: tuple[Score, ...]
    items: tuple[ItemScores, ...]
    verdict: Verdict
    stage: Stage | Absent
    echo_chamber: bool
    two_camps: bool
    separating_items: tuple[str, ...] = ()

    def result(self, measure: Measure, subject: str = "") -> Result:
        """Give the result of one score.

        Raises
        ------
        KeyError
            If the assessment has no such score.
        """
        for score in self.scores:
            if score.measure is measure and score.subject == subject:
                return score.result
        raise KeyError((measure, subject))


def assess(
    answers: npt.ArrayLike,
    frame: Frame,
    *,
    invited: int | None,
    roster: Sequence[RosterClass] | None,
    seed: bytes | None = None,
    conflict_waves: int = 1,
) -> Assessment:
    """Score a sealed wave.

    The same sheets in any order give the same bytes; the answers are not changed.

    Parameters
    ----------
    answers : array_like of uint8, shape (frame.width, sheets)
        Column-major: one row for each column of a sheet.
    frame : Frame
        What the columns mean.
    invited : int or None
        Members N of the roster; None for open links and imports.
    roster : sequence of RosterClass or None
        Who was invited and who took part, by role and tenure; None without a roster.
    seed : bytes, optional
        Seeds the groups that camps are compared with, a multiple of 4 bytes; the wave's
        `input_hash` when left out.
    conflict_waves : int
        Waves so far, this one included, that asked how openly members disagree: emptiness
        needs two.

    Returns
    -------
    Assessment
        Every score a value or absent with its reason; never NaN.

    Raises
    ------
    ValueError
        If the answers do not fit the frame.
    """
    sheets = Sheets.of(
        answers, frame, invited=invited, roster=roster, waves=conflict_waves, seed=seed
    )
    each, group, self_knowledge = (
        CharacteristicScores(sheets=sheets),
        GroupScores(sheets=sheets),
        RealismScores(sheets=sheets),
    )
    realism = self_knowledge.scores()
    whole = group.scores() | realism | _consensus(each)
    split = camps(sheets.answers, frame, seed=sheets.seed)
    stage = stage_of(
        group,
        each.levels,
        consensus=whole[Measure.CONSENSUS],
        polarisation=whole[Measure.POLARISATION],
        calibration=whole[Measure.CALIBRATION],
    )
    scores = [
        *(Score(measure=measure, result=result) for measure, result in whole.items()),
        *each.scores(),
        *group.questions(),
        *_stage_scores(stage, sheets.count),
    ]
    return Assessment(
        sheets=sheets.count,
        scores=tuple(_stored(score) for score in scores),
        items=item_scores(sheets),
        verdict=verdict(
            overall=group.overall,
            levels=list(each.levels.values()),
            facing=group.facing.facing,
        ),
        stage=stage if isinstance(stage, Absent) else stage.stage,
        echo_chamber=echo_chamber(
            consensus=whole[Measure.CONSENSUS],
            breadth=whole[Measure.BREADTH],
            self_enhancement=whole[Measure.SELF_ENHANCEMENT],
        ),
        two_camps=split is not None,
        separating_items=() if split is None else split.separating_items,
    )


def _consensus(each: CharacteristicScores) -> dict[Measure, Result]:
    return {
        Measure.CONSENSUS: each.consensus[1],
        Measure.POLARISATION: each.polarisation[1],
        Measure.CHANCE_LINE: each.chance_line,
    }


def _stage_scores(stage: StageEstimate | Absent, sheets: int) -> list[Score]:
    return [
        Score(
            measure=Measure.STAGE,
            subject=which,
            result=stage
            if isinstance(stage, Absent)
            else Estimate(value=stage.probabilities[which], answers=sheets),
        )
        for which in Stage
    ]


def _stored(score: Score) -> Score:
    return Score(measure=score.measure, subject=score.subject, result=rounded(score.result))
