"""Released values as rows, for files: scores, items, breakdowns and participation.

Everything comes from the release, so that a file says nothing that the result page does not say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from assessments.domain.exports.codebook import Finding, Flag, NamedStage
from assessments.domain.exports.rows import BreakdownRow, ItemRow, ParticipationRow, ScoreRow
from assessments.domain.releases.breakdowns import Breakdown, released_breakdowns
from assessments.domain.releases.items import ReleasedItem, items_of
from assessments.domain.releases.participation_shown import (
    ParticipationClass,
    ReleasedParticipation,
    released_participations,
)
from assessments.domain.releases.release import Release
from assessments.domain.releases.released import Banded, Released, Shown, Suppressed
from assessments.domain.releases.releasing import releases
from assessments.models import Community, Wave
from scoring import Measure


class ExportError(Exception):
    """A file would not hold as many rows as it says, so it is broken off rather than ended."""


Value = Released | TextChoices
Scored = tuple[str, str, Value]
"""What is told by which measure about which subject."""


@dataclass(frozen=True)
class Export:
    """The released waves of a community, oldest first."""

    community: Community
    releases: Sequence[Release]

    @classmethod
    def of(cls, community: Community, waves: Sequence[Wave]) -> "Export":
        """Release the waves that may be exported: the sealed ones, and none that is open."""
        sealed = sorted((wave for wave in waves if wave.sealed), key=lambda wave: wave.number)
        return cls(community, releases(sealed))

    @property
    def score_count(self) -> int:
        """How many rows ``scores`` gives."""
        return sum(max(len(each.scores), 1) + len(_findings(each)) for each in self.releases)

    def scores(self) -> Iterator[ScoreRow]:
        """Give each wave's findings and scores; a withheld wave's overall level says why.

        Raises
        ------
        ExportError
            If the rows turn out to be other than ``score_count``.
        """
        given = 0
        for each in self.releases:
            for row in _scores(each):
                given += 1
                yield row
        if given != self.score_count:
            raise ExportError(f"{given} rows of {self.score_count}")

    def items(self) -> Iterator[ItemRow]:
        """Give the distributions of the items of all waves of which they may be shown."""
        items = items_of(self._waves)
        for each in self.releases:
            shown = items[each.wave.pk]
            if not isinstance(shown, Suppressed):
                for item in shown:
                    yield from _points(each, item)

    def breakdowns(self) -> Iterator[BreakdownRow]:
        """Give the breakdowns that were declared, of all waves of which they may be shown."""
        bands = {band for wave in self._waves for band in wave.breakdowns}
        found = {band: released_breakdowns(self._waves, band) for band in bands}
        for wave in self._waves:
            for band in wave.breakdowns:
                shown = found[band][wave.pk]
                if not isinstance(shown, Suppressed):
                    yield from _cells(wave, shown)

    def participation(self) -> Iterator[ParticipationRow]:
        """Give who took part, of all waves of which it may be shown."""
        found = released_participations(self._waves)
        for wave in self._waves:
            shown = found[wave.pk]
            if not isinstance(shown, Suppressed):
                yield from _classes(wave, shown)

    @property
    def _waves(self) -> list[Wave]:
        return [each.wave for each in self.releases]


def _scores(shown: Release) -> Iterator[ScoreRow]:
    for measure, subject, value in [*_findings(shown), *_measured(shown)]:
        yield ScoreRow(
            **_of(shown.wave),
            instrument=str(shown.wave.instrument),
            measure=measure,
            subject=subject,
            **_columns(value),
        )


def _measured(shown: Release) -> list[Scored]:
    keys = sorted(shown.scores) or [(Measure.OVERALL, "")]
    return [(str(measure), subject, shown.score(measure, subject)) for measure, subject in keys]


def _findings(shown: Release) -> list[Scored]:
    stage = shown.stage if isinstance(shown.stage, Suppressed) else NamedStage.of(shown.stage)
    return [
        (Finding.VERDICT.value, "", shown.verdict),
        (Finding.NAMED_STAGE.value, "", stage),
        (Finding.TWO_CAMPS.value, "", _flag(shown.two_camps)),
        (Finding.ECHO_CHAMBER.value, "", _flag(shown.echo_chamber)),
        *_separating(shown.separating_items),
    ]


def _separating(items: Sequence[str] | Suppressed) -> list[Scored]:
    finding = Finding.SEPARATING_ITEM.value
    if isinstance(items, Suppressed):
        return [(finding, "", items)]
    return [(finding, item, Shown(value=place, step=1)) for place, item in enumerate(items, 1)]


def _flag(value: bool | Suppressed) -> Flag | Suppressed:
    if isinstance(value, Suppressed):
        return value
    return Flag.YES if value else Flag.NO


def _of(wave: Wave) -> dict[str, Any]:
    return {
        "wave": wave.number,
        "sealed_on": wave.sealed_at.date() if wave.sealed_at else None,
    }


def _columns(value: Value) -> dict[str, Any]:
    match value:
        case Shown():
            return {
                "value": value.value,
                "low": value.low,
                "high": value.high,
                "step": value.step,
                "edge": value.edge.value if value.edge else "",
                "band": value.band.value if value.band else "",
            }
        case Suppressed(reason=reason, minimum=minimum):
            return {"reason": reason.value, "minimum_answers": minimum}
        case Banded(band=band):
            return {"band": band.value}
        case word:
            return {"band": word.value}


def _cells(wave: Wave, shown: Breakdown) -> Iterator[BreakdownRow]:
    for cell in shown.cells:
        told: list[Scored] = [
            (Measure.LEVEL.value, "", cell.level),
            (Measure.CONSENSUS.value, "", cell.consensus),
        ]
        for each in cell.characteristics:
            told += [
                (Measure.LEVEL.value, each.characteristic, each.level),
                (Measure.CONSENSUS.value, each.characteristic, each.consensus),
            ]
        for measure, subject, value in told:
            yield BreakdownRow(
                **_of(wave),
                compared_by=shown.band,
                answer=cell.value_code,
                label=cell.label,
                measure=measure,
                subject=subject,
                **_columns(value),
            )


def _classes(wave: Wave, shown: ReleasedParticipation) -> Iterator[ParticipationRow]:
    everybody = ParticipationClass(role="", tenure="", invited=shown.invited, rate=shown.rate)
    yield _class(wave, everybody, by=())
    for each in shown.classes:
        yield _class(wave, each, by=shown.by)


def _class(wave: Wave, each: ParticipationClass, *, by: Sequence[str]) -> ParticipationRow:
    kept = {"value", "step", "reason", "minimum_answers"}
    rate = {name: column for name, column in _columns(each.rate).items() if name in kept}
    return ParticipationRow(
        **_of(wave),
        told_apart_by=" ".join(by),
        role=each.role,
        tenure=each.tenure,
        invited=each.invited,
        **rate,
    )


def _points(shown: Release, released: ReleasedItem) -> Iterator[ItemRow]:
    asked = shown.questionnaire
    item = next(item for item in asked.items if item.code == released.item)
    for (point, label), share in zip(asked.scale.options, released.shares, strict=True):
        yield ItemRow(
            wave=shown.wave.number,
            item=item.code,
            characteristic=item.characteristic,
            text=item.text,
            point=point,
            label=label,
            per_cent=share,
            cant_say_per_cent=released.cant_say,
            consensus=released.consensus,
            polarisation=released.polarisation,
            predicted_per_cent=released.predicted,
            actual_per_cent=released.actual,
        )
