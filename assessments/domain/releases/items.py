"""The items of a wave as they may be shown, and which of them to look at first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from assessments.domain.instruments.instruments import questionnaire_of
from assessments.domain.instruments.questionnaires import Questionnaire
from assessments.domain.releases.coarseness import COARSE_BELOW, Coarseness
from assessments.domain.releases.released import Suppressed
from assessments.domain.releases.releasing import newest_assessments, withheld
from assessments.models import ItemResult, Wave


@dataclass(frozen=True, kw_only=True)
class ReleasedItem:
    """What may be shown of one item: whole per cents of the answers at each point.

    ``predicted`` and ``actual`` are per cents of the others who agree; None if nobody predicts it.
    """

    item: str
    shares: tuple[int, ...]
    cant_say: int
    consensus: int | None
    polarisation: int | None
    predicted: int | None
    actual: int | None
    bias: int | None


def released_items(wave: Wave) -> tuple[ReleasedItem, ...] | Suppressed:
    """Release the items of a wave in the order of the instrument.

    From 12 sheets only, and not where a few people joined or left since the wave before: two
    distributions would then give their answers away by subtraction.
    """
    return items_of([wave])[wave.pk]


def items_of(waves: Sequence[Wave]) -> Mapping[UUID, tuple[ReleasedItem, ...] | Suppressed]:
    """Release the items of waves, with two queries however many there are."""
    suppressed = {wave.pk: _items_suppressed(wave) for wave in waves}
    newest = newest_assessments([wave for wave in waves if suppressed[wave.pk] is None])
    rows: dict[UUID, list[ItemResult]] = {each.pk: [] for each in newest.values()}
    for row in ItemResult.objects.filter(assessment__in=rows):
        rows[row.assessment_id].append(row)
    return {
        wave.pk: suppressed[wave.pk] or _items(wave, rows[newest[wave.pk].pk]) for wave in waves
    }


def disputed(
    items: Sequence[ReleasedItem], asked: Questionnaire, *, first: int
) -> tuple[ReleasedItem, ...]:
    """Give the items with the least consensus first; of equal ones the most polarised.

    What is equal then stays in the order of the instrument. Items without a consensus are left
    out.
    """
    known = [item for item in items if item.consensus is not None]
    known.sort(key=lambda item: (item.consensus, -(item.polarisation or 0), _place(item, asked)))
    return tuple(known[:first])


def surprising(
    items: Sequence[ReleasedItem], asked: Questionnaire, *, first: int
) -> tuple[ReleasedItem, ...]:
    """Give the items first of which members predict most wrongly how many of the others agree.

    Only items that are predicted, and of these only such as are not predicted to the per cent.
    """
    known = [item for item in items if item.bias]
    known.sort(key=lambda item: (-abs(item.bias or 0), _place(item, asked)))
    return tuple(known[:first])


def _items_suppressed(wave: Wave) -> Suppressed | None:
    if (reason := withheld(wave)) is not None:
        return Suppressed(reason=reason, minimum=wave.minimum_answers)
    return Coarseness.of(wave, questionnaire_of(wave.instrument)).only_of_many()


def _items(wave: Wave, rows: Iterable[ItemResult]) -> tuple[ReleasedItem, ...]:
    asked = questionnaire_of(wave.instrument)
    return tuple(
        _released_item(row)
        for row in sorted(rows, key=lambda row: asked.positions[row.item])
        if sum(row.counts) >= COARSE_BELOW
    )


def _released_item(row: ItemResult) -> ReleasedItem:
    return ReleasedItem(
        item=row.item,
        shares=_shares(row.counts),
        cant_say=round(100 * row.cant_say / (row.cant_say + sum(row.counts))),
        consensus=_whole(row.consensus),
        polarisation=_whole(row.polarisation),
        predicted=_per_cent(row.predicted),
        actual=_per_cent(row.actual),
        bias=_per_cent(row.bias),
    )


def _shares(counts: Iterable[int]) -> tuple[int, ...]:
    answers = [*counts]
    return tuple(round(100 * count / sum(answers)) for count in answers)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _per_cent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _place(item: ReleasedItem, asked: Questionnaire) -> int:
    return asked.positions[item.item]
