"""All that may be shown of a wave, and of what it is compared with; found when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from assessments.domain.accounts.viewers import Viewer
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.instruments.translations import worded_for_reader
from assessments.domain.releases import comments
from assessments.domain.releases.breakdowns import Breakdown, released_breakdown
from assessments.domain.releases.changes import CHANGING, Changes, changes
from assessments.domain.releases.items import ReleasedItem, disputed, released_items, surprising
from assessments.domain.releases.participation_shown import (
    ReleasedParticipation,
    released_participation,
)
from assessments.domain.releases.plane import Plane, PlanePoint, plane
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Suppressed
from assessments.domain.releases.releasing import release, releases
from assessments.models.waves import Wave
from assessments.web.results.sentences import Names

MOST_DISPUTED = 5


@dataclass(frozen=True)
class Findings:
    """What the page, its pictures and the report are made of."""

    release: Release
    asked: Questionnaire

    @classmethod
    def of(cls, wave: Wave) -> Self:
        """Find what may be shown of a wave, worded in the reader's language."""
        instrument = wave.instrument
        asked = worded_for_reader(instrument)
        return cls(release(wave), asked)

    @cached_property
    def names(self) -> Names:
        """The names of the characteristics."""
        return {each.code: each.name for each in self.asked.characteristics}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The statements."""
        return {item.code: item.text for item in self.asked.items}

    @cached_property
    def items(self) -> tuple[ReleasedItem, ...] | Suppressed:
        """The results of single items, or why there are none."""
        return released_items(self.release.wave)

    @property
    def shown_items(self) -> tuple[ReleasedItem, ...]:
        """The results of single items; none where they are suppressed."""
        return () if isinstance(self.items, Suppressed) else self.items

    @cached_property
    def disputed(self) -> tuple[ReleasedItem, ...]:
        """The items on which members are most divided."""
        return disputed(self.shown_items, self.asked, first=MOST_DISPUTED)

    @cached_property
    def surprising(self) -> tuple[ReleasedItem, ...]:
        """The predicted items, the most misjudged first."""
        return surprising(self.shown_items, self.asked, first=len(self.asked.anchors))

    @cached_property
    def history(self) -> tuple[Release, ...]:
        """The community's released waves up to this one, the earliest first."""
        wave = self.release.wave
        before = (
            Wave.objects.filter(
                community=wave.community_id, number__lt=wave.number, state=Wave.State.ASSESSED
            )
            .select_related("community", "instrument")
            .order_by("number")
        )
        told = [each for each in releases([*before], measures=CHANGING) if each.withheld is None]
        return (*told, self.release)

    @property
    def earlier(self) -> Release | None:
        """The wave that this one is compared with: the last one released before it."""
        return self.history[-2] if len(self.history) > 1 else None

    @cached_property
    def others(self) -> tuple[PlanePoint, ...]:
        """Where other communities lie; none unless this one shares where it lies itself.

        What its leaders see, its members see: any of its leaders stands for all of them.
        """
        community = self.release.wave.community
        leader = community.leaders.order_by("pk").first() if community.shared else None
        shown = plane(Viewer(leader)) if leader else None
        if not isinstance(shown, Plane):
            return ()
        return tuple(point for point in shown.points if point.slug != community.slug)

    @cached_property
    def participation(self) -> ReleasedParticipation | Suppressed:
        """Who took part, by band of the roster."""
        return released_participation(self.release.wave)

    @cached_property
    def breakdowns(self) -> Mapping[str, Breakdown | Suppressed]:
        """The wave by each band that was declared when it opened."""
        wave = self.release.wave
        return {band: released_breakdown(wave, band) for band in wave.breakdowns}

    @cached_property
    def comments(self) -> tuple[str, ...] | Suppressed:
        """What members wrote and everybody may read; nothing of a wave that did not ask."""
        wave = self.release.wave
        return () if wave.source == Wave.Source.IMPORT else comments.shown(wave)

    @cached_property
    def changes(self) -> Changes:
        """What changed since then; empty in a first wave."""
        return changes(self.earlier, self.release) if self.earlier else {}
