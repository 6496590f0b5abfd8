"""What the result page shows of a release, part by part; it computes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.domain.releases.questions import DiscussionQuestion, discussion_questions
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Reason, Shown, Suppressed
from assessments.web.results import sentences
from assessments.web.results.breakdowns import Comparison, comparisons
from assessments.web.results.cards import Cards
from assessments.web.results.cautions import Caution, cautions
from assessments.web.results.changes import SaidChange
from assessments.web.results.comments import Comments, comments
from assessments.web.results.counts import Counts, counts
from assessments.web.results.findings import Findings
from assessments.web.results.headlines import Headline, measured, title_of
from assessments.web.results.notes import notes
from assessments.web.results.participation import Participation, participation
from assessments.web.results.plots.gallery import picture
from assessments.web.results.plots.picture import Picture
from assessments.web.results.question_rows import QuestionRow, question_row
from assessments.web.results.research import Research
from assessments.web.results.sections import Section, sections
from assessments.web.results.sentences import Names, Said, say
from scoring import Measure


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
        return " ".join(self._levels_read())

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
        return self._cards.only_one

    @property
    def all_eight(self) -> bool:
        """Whether the wave asked about as many characteristics as make a true community."""
        return self._cards.all_eight

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """Overall, consensus and realism, without what was not measured."""
        return self._cards.headlines

    @property
    def facts(self) -> tuple[Headline, ...]:
        """Claim gap and love core, without what was not measured."""
        return self._cards.facts

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The table of the characteristics."""
        return tuple(
            Row(
                name=name,
                level=say(self.release.score(Measure.LEVEL, code)),
                consensus=say(self.release.score(Measure.CONSENSUS, code)),
                change=self._cards.change(Measure.LEVEL, code),
            )
            for code, name in self.names.items()
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
        reason = said.pop().reason if len(said) == 1 else ""
        return sentences.not_shown(reason) if reason else ""

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
    def _cards(self) -> Cards:
        return Cards(self.findings)

    def _levels_read(self) -> Iterator[str]:
        levels = (self.release.score(Measure.LEVEL, code) for code in self.names)
        steps = sorted({each.step for each in levels if isinstance(each, Shown)})
        coarse = [f"{step:.0f}" for step in steps if step > 1]
        if len(coarse) < len(steps):
            yield _("Each dot is a level from 0 to 100; the bar is its interval.")
        if coarse:
            yield _("Each circle is a level from 0 to 100, to the nearest %(step)s.") % {
                "step": sentences.either(coarse)
            }
        if self.all_eight:
            yield _("In a true community each lies beyond 50.")
