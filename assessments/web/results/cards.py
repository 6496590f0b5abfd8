"""Which cards the result page shows of the whole group: the headlines, and what stands beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Band, Shown
from assessments.web.results import sentences
from assessments.web.results.changes import SaidChange, say_change
from assessments.web.results.findings import Findings
from assessments.web.results.headlines import Headline, headline, measured, title_of
from assessments.web.results.sentences import say
from scoring import Measure
from scoring.verdict import LEVEL_CUT, OVERALL_CUT

ALL_CHARACTERISTICS = 8


@dataclass(frozen=True)
class Cards:
    """The cards of one released wave."""

    findings: Findings

    @property
    def release(self) -> Release:
        """What may be shown of the wave."""
        return self.findings.release

    @property
    def only_one(self) -> bool:
        """Whether there is one characteristic, of which the headlines say all."""
        return len(self.findings.names) == 1

    @property
    def all_eight(self) -> bool:
        """Whether the wave asked about as many characteristics as make a true community."""
        return len(self.findings.names) == ALL_CHARACTERISTICS

    @property
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
                change=self.change(measure),
            )
            for measure, title, meaning, said in parts
            if measured(self.release, measure)
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

    def change(self, measure: Measure, subject: str = "") -> SaidChange | None:
        """Say what changed since the wave before; nothing in a first wave."""
        change = self.findings.changes.get((measure, subject))
        return say_change(change) if change else None

    @property
    def _overall_title(self) -> str:
        if self.only_one:
            return next(iter(self.findings.names.values()))
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
            self._namesake,
        )
        return tuple(filter(None, said))

    @property
    def _namesake(self) -> str:
        """Tell the score from the characteristic that has the same name."""
        if "realism" not in self.findings.names:
            return ""
        return _("The characteristic of the same name is only one part of it.")

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
