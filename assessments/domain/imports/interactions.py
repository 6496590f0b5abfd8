"""Which way the chairs face, by an imported list of who replied to whom (C11).

Names become numbers while the list is read; of it all only indices over the whole are kept.
"""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.domain.refusals import FaultsError
from assessments.models import Community, InteractionIndices
from assessments.models.interactions import FEWEST_PEOPLE
from scoring.absent import Estimate, Result
from scoring.facing import facing_from_interactions

MOST_LINES = 50_000
MOST_PEOPLE = 100_000
MOST_FAULTS = 20
PAIR = 2

HEADERS = {"from", "who", "author", "sender", "source"}
"""How the first column may be called; a line that begins so is passed over."""


def import_interactions(
    community: Community,
    text: str,
    *,
    leaders: Sequence[str],
    people: int | None,
    now: datetime,
) -> InteractionIndices:
    """Read who replied to whom, and keep the indices in place of those before.

    Parameters
    ----------
    text : str
        One reply on each line: who, to whom; with ``;``, ``,`` or tab between.
    leaders : sequence of str
        The leaders, as the list calls them.
    people : int, optional
        Everybody who could have taken part; those on the list if it is left out.

    Raises
    ------
    FaultsError
        If a line names no two people, or there are fewer than 8 people.
    """
    numbers: dict[str, int] = {}
    pairs = [(_number(a, numbers), _number(b, numbers)) for a, b in _pairs(text)]
    leading = {numbers[key] for name in leaders if (key := _key(name)) in numbers}
    count = max(people or 0, len(numbers))
    _refuse_few(count)
    found = facing_from_interactions(pairs, people=count, leaders=sorted(leading))
    if not isinstance(found.facing, Estimate):
        raise FaultsError([_("Nobody on this list replies to somebody else.")])
    indices, _fresh = InteractionIndices.objects.update_or_create(
        community=community,
        defaults={
            "facing": round(found.facing.value),
            "reciprocity": _percent(found.reciprocity),
            "decentralisation": _percent(found.decentralisation),
            "between_members": _percent(found.between_members),
            "people": count,
            "read_at": now,
        },
    )
    return indices


def forget_interactions(community: Community) -> None:
    """Delete the indices."""
    InteractionIndices.objects.filter(community=community).delete()


def _refuse_few(count: int) -> None:
    if count < FEWEST_PEOPLE:
        told = _("It takes at least %(fewest)s people, so that no index speaks about single ones.")
        raise FaultsError([told % {"fewest": FEWEST_PEOPLE}])
    if count > MOST_PEOPLE:
        raise FaultsError([_("At most %(most)s people.") % {"most": MOST_PEOPLE}])


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_LINES:
        raise FaultsError([_("A list has at most %(most)s lines.") % {"most": MOST_LINES}])
    faults: list[str] = []
    separator = next((sign for line in lines for sign in "\t;," if sign in line), ",")
    first = True
    for number, line in enumerate(lines, start=1):
        if not line.strip(" \t,;"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
        header, first = first and cells[0].casefold() in HEADERS, False
        if header:
            continue
        if len(cells) < PAIR or not (cells[0] and cells[1]):
            told = _("line %(line)s: A line says who replied and to whom: Ann;Ben")
            faults.append(told % {"line": number})
        else:
            yield cells[0], cells[1]
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise FaultsError(faults)


def _number(name: str, numbers: dict[str, int]) -> int:
    return numbers.setdefault(_key(name), len(numbers))


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _percent(part: Result) -> int | None:
    return round(100 * part.value) if isinstance(part, Estimate) else None
