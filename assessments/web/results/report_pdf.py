"""The report as a PDF file: the same leaves as the page to print, in a font that comes along."""

import hashlib
from importlib.metadata import version

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from assessments.domain.releases.release import Release
from assessments.web.results.breakdowns import Comparison
from assessments.web.results.changes import SaidChange
from assessments.web.results.headlines import Headline
from assessments.web.results.participation import Participation
from assessments.web.results.plots.drawing import KEPT
from assessments.web.results.report import Page, Report, Statement
from assessments.web.results.sentences import Said, isolated

STATEMENT = 26
"""mm that a statement takes with its bar and its words, at most."""


def pdf(report: Report) -> bytes:
    """Give the report as a PDF file, from the cache where it has been written before.

    The key follows from what the report says, word by word: what the release no longer shows is
    never found.
    """
    key = "report." + hashlib.sha256(_content(report).encode()).hexdigest()
    written: bytes | None = cache.get(key)
    if written is None:
        written = _written(report)
        cache.set(key, written, KEPT)
    return written


def _content(report: Report) -> str:
    page, release = report.page, report.findings.release
    return repr((
        version("fpdf2"), get_language(), release.wave.pk, release.computed_at, _answered(report),
        page.verdict, page.because, page.headlines, page.cautions, report.pages, page.since,
        page.questions, report.steps, report.notes,
        page.counts, page.comparisons, page.participation, page.comments,
    ))  # fmt: skip


def _written(report: Report) -> bytes:
    return Writer(report).write()


class Writer:
    """Writes one report."""

    def __init__(self, report: Report) -> None:
        from assessments.web.results.paper import Paper  # noqa: PLC0415 -- takes a second, and few processes write a report

        wave = report.findings.release.wave
        self.report, self.page = report, report.page
        self.head = _("%(community)s, wave %(number)s") % {
            "community": isolated(wave.community.name),
            "number": wave.number,
        }
        self.paper = Paper(
            title=self.page.verdict,
            foot=self.head,
            language=get_language() or "en",
            rightward=not get_language_bidi(),
        )
        if report.findings.release.computed_at:
            self.paper.dated(report.findings.release.computed_at)

    def write(self) -> bytes:
        """Write the cover, a page for each characteristic, and the guide."""
        self._cover()
        for page in self.report.pages:
            self._leaf(page)
        if self.report.rest:
            self._rest()
        if self.report.guide:
            self._guide()
        return bytes(self.paper.output())

    def _cover(self) -> None:
        paper = self.paper
        paper.add_page()
        paper.circle_of_chairs()
        paper.words(self.head, bold=True, colour="accent", after=3)
        paper.words(self.page.verdict, size=25, bold=True, after=4)
        paper.words(self.page.because, size=12.5, colour="soft", after=2)
        paper.words(_answered(self.report), colour="soft", after=7)
        for headline in self.page.headlines:
            self._headline(headline)
        for caution in self.page.cautions:
            paper.words(caution.title, bold=True, colour="warm", after=0.5)
            paper.words(caution.text, after=1)
            paper.listed(caution.statements)
            paper.ln(2)
        paper.ln(3)
        for page in self.report.pages:
            paper.pair(page.row.name, _said(page.row.level))
            if page.level:
                paper.scale(page.level, after=1)

    def _headline(self, headline: Headline) -> None:
        self.paper.pair(headline.title, _said(headline.said), size=13)
        for sentence in headline.sentences:
            self.paper.words(sentence, colour="soft", after=0.4)
        self.paper.ln(2.5)

    def _leaf(self, page: Page) -> None:
        paper = self.paper
        paper.add_page()
        paper.words(page.row.name, size=20, bold=True, after=2)
        if page.claims:
            claims = _("In a true community:") + " " + " · ".join(page.claims)
            paper.words(claims, colour="soft", after=5)
        paper.pair(_("Level"), _said(page.row.level), size=13)
        if page.level:
            paper.scale(page.level)
        paper.pair(_("Consensus"), _said(page.row.consensus), size=13)
        if page.row.change:
            since = _("Since wave %(number)s") % {"number": self.page.since}
            paper.pair(since, _said_change(page.row.change), size=13)
        paper.ln(2)
        paper.words(" ".join(filter(None, (page.meaning, page.agreement))), after=5)
        self._statements(page)
        if page.questions:
            paper.words(_("To ask each other"), size=13, bold=True)
            paper.listed(page.questions, size=12)

    def _statements(self, page: Page) -> None:
        if page.statements:
            self.paper.words(_("What members said"), size=13, bold=True)
        elif page.reason:
            reason = _("Single statements are not shown.") + " " + page.reason
            self.paper.words(reason, colour="soft", after=5)
        for statement in page.statements:
            self._statement(statement)

    def _statement(self, statement: Statement) -> None:
        paper = self.paper
        paper.keep(STATEMENT)
        paper.words(statement.text, after=0.4)
        paper.shares([share.percent for share in statement.shares])
        shares = (f"{share.label} {share.percent} %" for share in statement.shares)
        paper.words("  ·  ".join(shares), size=8.5, colour="soft", after=0.4)
        if statement.predicted is not None:
            expected = _(
                "Members expected %(predicted)s %% of the others to agree; %(actual)s %% do."
            ) % {"predicted": statement.predicted, "actual": statement.actual}
            paper.words(expected, size=8.5, colour="warm", after=0.4)
        paper.ln(2.6)

    def _rest(self) -> None:
        """Write what stands beside the scores."""
        paper, page = self.paper, self.page
        paper.add_page()
        paper.words(_("Beside the scores"), size=20, bold=True, after=4)
        if page.counts:
            self._head(_("Content, conversations, connections"))
            for title, count in page.counts:
                paper.pair(title, isolated(count))
            stated = _("Of 30 days, as the leaders last stated them. They stand beside the scores "
                       "and are part of none.")  # fmt: skip
            paper.words(stated, colour="soft", after=5)
        for comparison in page.comparisons:
            self._comparison(comparison)
        if page.participation:
            self._participation(page.participation)
        if page.comments:
            self._head(_("What members wrote"))
            paper.words(page.comments.reason, colour="soft")
            paper.listed([" ".join(text.split()) for text in page.comments.texts])

    def _comparison(self, comparison: Comparison) -> None:
        self._head(comparison.question)
        self.paper.words(comparison.reason, colour="soft")
        for cell in comparison.cells:
            level, consensus = _said(cell.level), _said(cell.consensus)
            told = [level, *([] if consensus == level else [_("Consensus:") + " " + consensus])]
            self.paper.pair(cell.of, " · ".join(told))
        self.paper.ln(5)

    def _participation(self, participation: Participation) -> None:
        self._head(_("Who took part"))
        self.paper.words(participation.reason, colour="soft")
        for row in () if participation.reason else participation.rows:
            name = f"{row.name} ({row.invited})" if row.invited else row.name
            self.paper.pair(name, _said(row.said))
        self.paper.ln(5)

    def _head(self, title: str) -> None:
        self.paper.keep(STATEMENT)
        self.paper.words(title, size=13, bold=True)

    def _guide(self) -> None:
        paper = self.paper
        paper.add_page()
        paper.words(_("Talking about it"), size=20, bold=True, after=4)
        paper.words(_("Three questions to discuss"), size=13, bold=True)
        paper.listed([each.text for each in self.page.questions], numbered=True, size=14)
        paper.ln(4)
        paper.words(_("How to go about it"), size=13, bold=True)
        paper.listed(self.report.steps, numbered=True)
        paper.ln(4)
        paper.words(_("How to read this"), size=13, bold=True)
        paper.listed(self.report.notes, size=9.5)
        paper.words(_made_by(self.report.findings.release), size=7.5, colour="soft")


def _made_by(release: Release) -> str:
    """Say by which scoring it was made, and from which answers where their hash is shown."""
    scored = _("Scoring version %(version)s.") % {"version": release.scoring_version}
    answers = _("SHA-256 of the answers:") + " " + release.input_hash if release.input_hash else ""
    return " ".join(filter(None, (scored, answers)))


def _said(said: Said) -> str:
    """Give a value on one line; its numbers keep their order in a right-to-left language."""
    interval = f"({isolated(said.interval)})" if said.interval else ""
    shown = (said.word, isolated(said.number) if said.number else "", interval)
    return said.reason or " ".join(filter(None, shown))


def _said_change(change: SaidChange) -> str:
    interval = f"({isolated(change.interval)})" if change.interval else ""
    shown = (change.arrow, change.number or change.word, interval)
    return change.reason or " ".join(filter(None, shown))


def _answered(report: Report) -> str:
    release = report.findings.release
    wave = release.wave
    counts = {"sheets": release.sheets, "invited": wave.invited}
    parts = []
    if release.sheets and wave.invited:
        parts.append(_("%(sheets)s of %(invited)s members answered.") % counts)
    elif release.sheets:
        parts.append(_("%(sheets)s members answered.") % counts)
    if wave.sealed_at:
        day = date_format(localtime(wave.sealed_at), "DATE_FORMAT")
        parts.append(_("Closed on %(day)s.") % {"day": day})
    return " ".join(parts)
