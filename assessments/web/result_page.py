"""What the result page shows of a release, part by part; it computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.domain.questionnaires import Question, Questionnaire
from assessments.domain.questions import DiscussionQuestion, discussion_questions
from assessments.domain.released import Band, Reason, Released, Shown, Suppressed
from assessments.domain.releasing import Release
from assessments.domain.rounding import COARSE_BELOW
from assessments.domain.translations import worded
from assessments.web import sentences
from assessments.web.headlines import MEASURES, Headline, headline, measured
from assessments.web.plots.levels import plot_height
from assessments.web.research import Research
from assessments.web.sentences import Names, Said, say
from scoring import Measure
from scoring.verdict import LEVEL_CUT, OVERALL_CUT

ALL_CHARACTERISTICS = 8

STAGES: Mapping[str, Promise] = {
    "pseudocommunity": gettext_lazy("Pseudocommunity"),
    "chaos": gettext_lazy("Chaos"),
    "emptiness": gettext_lazy("Emptiness"),
    "community": gettext_lazy("Community"),
    "no_clear_stage": gettext_lazy("No clear stage"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One characteristic: its level and its consensus."""

    name: str
    level: Said
    consensus: Said


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question about the group, with what 0 and 100 mean."""

    text: str
    said: Said
    lowest: str
    highest: str


def worded_here(release: Release) -> Questionnaire:
    """Give what the wave asked in the reader's language, where it is translated."""
    instrument = release.wave.instrument
    return worded(instrument, get_language() or instrument.language).questionnaire


def names_of(release: Release) -> Names:
    """Give the names of the characteristics in the reader's language."""
    return {each.code: each.name for each in worded_here(release).characteristics}


@dataclass(frozen=True)
class ResultPage:
    """The parts of the page of one released wave."""

    release: Release
    names: Names

    @property
    def verdict(self) -> str:
        """The verdict in one sentence."""
        return sentences.verdict(self.release)

    @property
    def because(self) -> str:
        """Why."""
        return sentences.because(self.release, self.names)

    @property
    def shows_something(self) -> bool:
        """Whether anything of the wave may be shown."""
        return self.release.withheld is None

    @property
    def coarse(self) -> bool:
        """Whether the group is small, so that there are words and coarse numbers."""
        return (self.release.sheets or 0) < COARSE_BELOW

    @property
    def stepped(self) -> float:
        """The step of the overall level: 1 where nothing is coarsened."""
        overall = self.release.score(Measure.OVERALL)
        return overall.step if isinstance(overall, Shown) else 1

    @property
    def coarse_below(self) -> int:
        """From how many answer sheets on there are whole numbers."""
        return COARSE_BELOW

    @cached_property
    def has_intervals(self) -> bool:
        """Whether any level has an interval that may be shown."""
        return any(row.level.interval for row in self.rows)

    @property
    def plotted(self) -> bool:
        """Whether there is any level to plot."""
        return any(row.level.number for row in self.rows)

    @property
    def only_one(self) -> bool:
        """Whether there is one characteristic, of which the headlines say all."""
        return len(self.names) == 1

    @property
    def plot_height(self) -> int:
        """How high the plot is, in px, so that the page does not jump when it arrives."""
        return plot_height(self.release, self.names)

    @property
    def all_eight(self) -> bool:
        """Whether the wave asked about as many characteristics as make a true community."""
        return len(self.names) == ALL_CHARACTERISTICS

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """Overall, consensus and realism, without what was not measured."""
        parts = (
            (Measure.OVERALL, self._overall_title, self._overall_meaning, self._overall_sentences),
            (
                Measure.CONSENSUS,
                str(MEASURES[Measure.CONSENSUS]),
                _("How alike members answer: 0 is two opposite camps."),
                self._consensus_sentences,
            ),
            (
                Measure.REALISM,
                str(MEASURES[Measure.REALISM]),
                _("How well the group knows itself, from 0 to 100."),
                self._realism_sentences,
            ),
        )
        return tuple(
            headline(self.release, measure, title=title, meaning=meaning, sentences=said)
            for measure, title, meaning, said in parts
            if measured(self.release, measure)
        )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The table of the characteristics."""
        return tuple(
            Row(
                name=name,
                level=say(self.release.score(Measure.LEVEL, code)),
                consensus=say(self.release.score(Measure.CONSENSUS, code)),
            )
            for code, name in self.names.items()
        )

    @property
    def facts(self) -> tuple[Headline, ...]:
        """Claim gap, facing and love core, without what was not measured."""
        parts = (
            (Measure.CLAIM_GAP, _("What members said before the survey, minus what it finds.")),
            (Measure.FACING, _("Which way the chairs are facing: 0 is the front, 100 each other.")),
            (
                Measure.LOVE_CORE,
                _("Members who would miss the group most, and who both give and get help."),
            ),
        )
        return tuple(
            headline(self.release, measure, meaning=meaning)
            for measure, meaning in parts
            if measured(self.release, measure)
        )

    @property
    def stages(self) -> tuple[tuple[str, str], ...]:
        """Each stage with its probability in per cent; none where they may not be shown."""
        found = ((name, self.release.score(Measure.STAGE, code)) for code, name in STAGES.items())
        return tuple(
            (str(name), f"{100 * stage.value:.0f}")
            for name, stage in found
            if isinstance(stage, Shown)
        )

    @property
    def stage_reason(self) -> str:
        """Why no stage is shown; empty where one is, or none was asked for."""
        stage = self.release.score(Measure.STAGE, "community")
        if not isinstance(stage, Suppressed) or stage.reason == Reason.NOT_MEASURED:
            return ""
        return stage.message

    @cached_property
    def asked(self) -> tuple[QuestionRow, ...]:
        """The questions about the group that stand for themselves."""
        scores = (
            (each, self.release.score(Measure.QUESTION, each.code))
            for each in worded_here(self.release).questions
        )
        return tuple(
            _question_row(each, score)
            for each, score in scores
            if not isinstance(score, Suppressed) or score.reason != Reason.NOT_MEASURED
        )

    @property
    def asked_reason(self) -> str:
        """Why no answer to them is shown, where the reason is one for all."""
        said = {row.said for row in self.asked}
        return said.pop().reason if len(said) == 1 else ""

    @property
    def not_measured(self) -> str:
        """What this wave did not ask for, as a list in one line."""
        wanted = (Measure.REALISM, Measure.CLAIM_GAP, Measure.FACING, Measure.LOVE_CORE)
        missing = [
            str(MEASURES[measure]) for measure in wanted if not measured(self.release, measure)
        ]
        return sentences.listed(missing) if missing else ""

    @property
    def questions(self) -> tuple[DiscussionQuestion, ...]:
        """Three questions to discuss."""
        return discussion_questions(self.release, names=self.names)

    @cached_property
    def research(self) -> Research:
        """The tables for researchers."""
        return Research(self.release, self.names)

    @property
    def _overall_title(self) -> str:
        if self.only_one:
            return next(iter(self.names.values()))
        return str(MEASURES[Measure.OVERALL])

    @property
    def _overall_meaning(self) -> str:
        if self.only_one:
            return _("The level of the one characteristic asked about, from 0 to 100.")
        if self.all_eight:
            return _("The mean of the eight levels, from 0 to 100.")
        return _("The mean of the levels, from 0 to 100.")

    @property
    def _overall_sentences(self) -> tuple[str, ...]:
        if not self.all_eight:
            return ()
        cuts = {"overall": OVERALL_CUT, "level": LEVEL_CUT}
        return (
            _("A true community has at least %(overall)s, and %(level)s on each characteristic.")
            % cuts,
        )

    @property
    def _consensus_sentences(self) -> tuple[str, ...]:
        consensus = self._sentence(Measure.CONSENSUS, sentences.CONSENSUS_SENTENCES)
        return tuple(filter(None, (consensus, sentences.against_chance(self.release),
                                   self._consensus_claims())))  # fmt: skip

    @property
    def _realism_sentences(self) -> tuple[str, ...]:
        said = (
            self._sentence(Measure.REALISM, sentences.REALISM_SENTENCES),
            self._sentence(Measure.CALIBRATION, sentences.CALIBRATION_SENTENCES),
        )
        return tuple(filter(None, said))

    def _consensus_claims(self) -> str:
        claims = self.release.score(Measure.CONSENSUS_CLAIMS)
        if not isinstance(claims, Shown):
            return ""
        said = say(claims)
        shown = f"{said.number} ({said.interval})" if said.interval else said.number
        return _("Asked whether they decide by consensus, members say %(level)s.") % {
            "level": shown
        }

    def _sentence(self, measure: Measure, said: Mapping[Band, Promise]) -> str:
        return sentences.sentence(self.release.score(measure), said)


def _question_row(question: Question, score: Released) -> QuestionRow:
    scale = question.scale
    ends = [scale.low_label or scale.options[0][1], scale.high_label or scale.options[-1][1]]
    # Scoring turns reversed questions round: 100 is the answer that speaks for the group.
    lowest, highest = reversed(ends) if question.reversed else ends
    return QuestionRow(text=question.text, said=say(score), lowest=lowest, highest=highest)
