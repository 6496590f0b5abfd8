"""What the result page shows of a release, part by part; it computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.domain.releases.questions import DiscussionQuestion, discussion_questions
from assessments.domain.releases.released import Band, Reason, Shown, Suppressed
from assessments.domain.releases.releasing import Release
from assessments.web.results import sentences
from assessments.web.results.breakdowns import Comparison, comparisons
from assessments.web.results.cautions import Caution, cautions
from assessments.web.results.changes import SaidChange, say_change
from assessments.web.results.comments import Comments, comments
from assessments.web.results.counts import Counts, counts
from assessments.web.results.findings import Findings
from assessments.web.results.headlines import Headline, headline, measured, title_of
from assessments.web.results.notes import notes
from assessments.web.results.participation import Participation, participation
from assessments.web.results.plots.gallery import picture
from assessments.web.results.plots.picture import Picture
from assessments.web.results.question_rows import QuestionRow, question_row
from assessments.web.results.research import Research
from assessments.web.results.sections import Section, sections
from assessments.web.results.sentences import Names, Said, say
from scoring import Measure
from scoring.verdict import LEVEL_CUT, OVERALL_CUT

ALL_CHARACTERISTICS = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """One characteristic: its level, its consensus, and how the level changed."""

    name: str
    level: Said
    consensus: Said
    change: SaidChange | None


@dataclass(frozen=True)
class ResultPage:
    """The parts of the page of one released wave."""

    findings: Findings

    @property
    def release(self) -> Release:
        """What may be shown of the wave."""
        return self.findings.release

    @property
    def names(self) -> Names:
        """The names of the characteristics in the reader's language."""
        return self.findings.names

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
    def stepped(self) -> float:
        """The step of the overall level: 1 where nothing is coarsened."""
        overall = self.release.score(Measure.OVERALL)
        return overall.step if isinstance(overall, Shown) else 1

    @cached_property
    def has_intervals(self) -> bool:
        """Whether any level has an interval that may be shown."""
        return any(row.level.interval for row in self.rows)

    @cached_property
    def levels(self) -> Picture | None:
        """The picture of the levels; nothing where none is shown."""
        return picture(self.findings, "levels")

    @property
    def levels_caption(self) -> str:
        """How to read it."""
        if self.stepped > 1:
            caption = _("Each circle is a level from 0 to 100, to the nearest %(step)s.") % {
                "step": f"{self.stepped:.0f}"
            }
        else:
            caption = _("Each dot is a level from 0 to 100; the bar is its interval.")
        if not self.all_eight:
            return caption
        return caption + " " + _("In a true community each lies beyond 50.")

    @property
    def columns(self) -> int:
        """How many columns of the table follow the name of a characteristic."""
        return 2 + self.has_intervals + (self.since is not None)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What to keep in mind while reading."""
        return cautions(self.findings)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What there is a closer look at."""
        return sections(self.findings)

    @property
    def since(self) -> int | None:
        """The number of the wave that the changes are counted from; None in a first wave."""
        earlier = self.findings.earlier
        return earlier.wave.number if earlier else None

    @property
    def only_one(self) -> bool:
        """Whether there is one characteristic, of which the headlines say all."""
        return len(self.names) == 1

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
                title_of(Measure.CONSENSUS),
                _("How alike members answer: 100 is all alike, 0 is two opposite camps."),
                self._consensus_sentences,
            ),
            (
                Measure.REALISM,
                title_of(Measure.REALISM),
                _("How well the group knows itself, from 0 to 100."),
                self._realism_sentences,
            ),
        )
        return tuple(
            headline(
                self.release,
                measure,
                title=title,
                meaning=meaning,
                sentences=said,
                change=self._change(measure),
            )
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
                change=self._change(Measure.LEVEL, code),
            )
            for code, name in self.names.items()
        )

    @property
    def facts(self) -> tuple[Headline, ...]:
        """Claim gap and love core, without what was not measured."""
        parts = (
            (Measure.CLAIM_GAP, _("What members said before the survey, minus what it finds.")),
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

    @cached_property
    def asked(self) -> tuple[QuestionRow, ...]:
        """The questions about the group that stand for themselves."""
        scores = (
            (each, self.release.score(Measure.QUESTION, each.code))
            for each in self.findings.asked.questions
        )
        return tuple(
            question_row(each, score)
            for each, score in scores
            if not isinstance(score, Suppressed) or score.reason != Reason.NOT_MEASURED
        )

    @property
    def asked_reason(self) -> str:
        """Why no answer to them is shown, where the reason is one for all."""
        said = {row.said for row in self.asked}
        return said.pop().reason if len(said) == 1 else ""

    @cached_property
    def counts(self) -> Counts:
        """Posts, conversations and connections, as leaders state them."""
        return counts(self.release.wave.community)

    @cached_property
    def participation(self) -> Participation | None:
        """Who took part, by band; nothing where the roster tells none apart."""
        return participation(self.findings.participation)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """How the declared bands compare."""
        return comparisons(self.findings)

    @cached_property
    def comments(self) -> Comments | None:
        """What members wrote, or why it is not shown."""
        return comments(self.findings.comments)

    @property
    def not_measured(self) -> str:
        """What this wave did not ask for, as a list in one line."""
        wanted = (Measure.REALISM, Measure.CLAIM_GAP, Measure.FACING, Measure.LOVE_CORE)
        missing = [title_of(measure) for measure in wanted if not measured(self.release, measure)]
        return sentences.listed(missing) if missing else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read the numbers."""
        return notes(self.release, intervals=self.has_intervals, not_measured=self.not_measured)

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
        return title_of(Measure.OVERALL)

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
        parts = _("It counts how well members guess each other, whether they are humble, and how "
                  "much of the group was heard.")  # fmt: skip
        said = (
            self._sentence(Measure.REALISM, sentences.REALISM_SENTENCES),
            self._sentence(Measure.CALIBRATION, sentences.CALIBRATION_SENTENCES),
            parts,
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

    def _change(self, measure: Measure, subject: str = "") -> SaidChange | None:
        change = self.findings.changes.get((measure, subject))
        return say_change(change) if change else None

    def _sentence(self, measure: Measure, said: Mapping[Band, Promise]) -> str:
        return sentences.sentence(self.release.score(measure), said)
