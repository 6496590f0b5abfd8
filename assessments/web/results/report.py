"""The report of a wave, to print and to hand round: a cover, the characteristics, a guide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.instruments.questionnaires import Characteristic
from assessments.domain.releases.items import ReleasedItem
from assessments.domain.releases.questions import ON_CONSENSUS, ON_LEVEL
from assessments.domain.releases.released import Released, Shown, Suppressed
from assessments.web.results import sentences
from assessments.web.results.findings import Findings
from assessments.web.results.page import ResultPage, Row
from scoring import Measure
from scoring.verdict import LEVEL_CUT

STEPS: tuple[Promise, ...] = (
    gettext_lazy("Meet with time to spare: about an hour and a half, everybody at one table."),
    gettext_lazy("Read the cover in silence. Each says one thing that surprised them."),
    gettext_lazy("Take the three questions one after the other. All speak once before anyone "
                 "speaks twice."),
    gettext_lazy("Do not guess who answered what, and do not ask. It cannot be known."),
    gettext_lazy("Listen to understand. A low level is not a verdict on anybody."),
    gettext_lazy("End with one thing to do differently until the next wave, and write it down."),
)  # fmt: skip
"""How to talk about the result."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """One point of a distribution: what it means, and its per cents.

    ``start`` is where its part of a bar begins, in per cent; ``end`` which end of the scale it is
    on, ``low``, ``middle`` or ``high``, and ``strength`` how far out, from 0 to 1.
    """

    label: str
    percent: int
    start: int
    end: str
    strength: float


@dataclass(frozen=True, kw_only=True)
class Statement:
    """An item with how its answers are spread, and what members expected of each other."""

    text: str
    shares: tuple[Share, ...]
    consensus: int | None
    predicted: int | None
    actual: int | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One characteristic: what it means, how the group stands, and what to ask.

    ``level``, ``low`` and ``high`` are for drawing, None where they may not be shown; ``reason``
    says why no statements are.
    """

    row: Row
    claims: tuple[str, ...]
    meaning: str
    agreement: str
    level: Shown | None
    statements: tuple[Statement, ...]
    reason: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The report of one wave; it holds what its result page holds."""

    page: ResultPage

    @property
    def findings(self) -> Findings:
        """What the report is made of."""
        return self.page.findings

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """One page for each characteristic; none where nothing is shown."""
        if not self.page.shows_something:
            return ()
        asked = self.findings.asked.characteristics
        return tuple(self._page(each, row) for each, row in zip(asked, self.page.rows, strict=True))

    @property
    def steps(self) -> tuple[str, ...]:
        """How to talk about the result."""
        return tuple(str(step) for step in STEPS)

    @property
    def rest(self) -> bool:
        """Whether there is anything beside the scores."""
        page = self.page
        wrote = page.comments is not None and page.comments.texts
        beside = (page.counts, page.comparisons, page.participation, wrote)
        return page.shows_something and any(beside)

    @property
    def guide(self) -> bool:
        """Whether there is anything to talk about."""
        return bool(self.page.questions)

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read the numbers."""
        return self.page.notes

    def _page(self, characteristic: Characteristic, row: Row) -> Page:
        release, code = self.findings.release, characteristic.code
        level = release.score(Measure.LEVEL, code)
        return Page(
            row=row,
            claims=tuple(claim.text for claim in characteristic.claims),
            meaning=_meaning(level),
            agreement=sentences.sentence(
                release.score(Measure.CONSENSUS, code), sentences.CONSENSUS_SENTENCES
            ),
            level=level if isinstance(level, Shown) else None,
            statements=self._statements(code),
            reason=self._reason,
            questions=_questions(code),
        )

    @property
    def _reason(self) -> str:
        items = self.findings.items
        return items.message if isinstance(items, Suppressed) else ""

    def _statements(self, code: str) -> tuple[Statement, ...]:
        within = {item.code for item in self.findings.asked.items if item.characteristic == code}
        return tuple(
            self._statement(each) for each in self.findings.shown_items if each.item in within
        )

    def _statement(self, item: ReleasedItem) -> Statement:
        return Statement(
            text=self.findings.texts[item.item],
            shares=_shares(item, [label for _p, label in self.findings.asked.scale.options]),
            consensus=item.consensus,
            predicted=item.predicted,
            actual=item.actual,
        )


def _shares(item: ReleasedItem, labels: Sequence[str]) -> tuple[Share, ...]:
    """Lay the parts of a bar one after another."""
    shares = []
    for point, (label, percent) in enumerate(zip(labels, item.shares, strict=True)):
        place = 2 * point / (len(labels) - 1) - 1
        shares.append(
            Share(
                label=label,
                percent=percent,
                start=sum(item.shares[:point]),
                end="low" if place < 0 else "high" if place else "middle",
                strength=abs(place),
            )
        )
    return tuple(shares)


def _meaning(level: Released) -> str:
    """Say what a level means against the cut of a true community."""
    cut = {"cut": LEVEL_CUT}
    if not isinstance(level, Shown):
        return level.message if isinstance(level, Suppressed) else ""
    low = level.value - level.step / 2 if level.low is None else level.low
    high = level.value + level.step / 2 if level.high is None else level.high
    if low >= LEVEL_CUT:
        return _("This is there: the level lies beyond %(cut)s.") % cut
    if high < LEVEL_CUT:
        return _("Too little of this is there yet: the level lies below %(cut)s.") % cut
    return _("Whether enough of this is there is not yet known: it could be on either side of "
             "%(cut)s.") % cut  # fmt: skip


def _questions(code: str) -> tuple[str, ...]:
    known: tuple[Mapping[str, Promise], ...] = (ON_LEVEL, ON_CONSENSUS)
    return tuple(str(texts[code]) for texts in known if code in texts)
