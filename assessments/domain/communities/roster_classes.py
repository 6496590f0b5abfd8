"""Which classes of a roster may show how many of them took part.

Whoever leads a community knows its roster: where all or none of a class took part, or all but a
few, the class speaks of persons. Such classes are hidden, and with them so many others that those
hidden together, which follow by subtraction, speak of nobody either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assessments.models import RosterClass

ROLE, TENURE = "role", "tenure"
GROUPINGS = ((ROLE, TENURE), (ROLE,), (TENURE,))
"""How classes may be told apart, the finest first."""


@dataclass(frozen=True)
class Heard:
    """How many of some were invited and took part."""

    invited: int
    took_part: int

    def speaks_of_many(self, minimum: int) -> bool:
        """Whether at least the minimum took part, and as many did not."""
        return minimum <= self.took_part <= self.invited - minimum


Classes = Mapping[tuple[str, str], Heard]


def all_shown(roster: Iterable[RosterClass], *, minimum: int) -> bool:
    """Whether every class of the roster may show how many of it took part.

    Where all took part there is nothing to hide either: the share of the whole group says it.
    """
    classes = grouped(roster, by=(ROLE, TENURE))
    whole = together(classes.values())
    return bool(classes) and (
        whole.invited == whole.took_part
        or all(heard.speaks_of_many(minimum) for heard in classes.values())
    )


def grouped(roster: Iterable[RosterClass], *, by: Sequence[str]) -> Classes:
    """Add the classes of a roster up that are alike in role, tenure or both."""
    invited: Counter[tuple[str, str]] = Counter()
    took_part: Counter[tuple[str, str]] = Counter()
    for row in roster:
        key = row.role if ROLE in by else "", row.tenure if TENURE in by else ""
        invited[key] += row.invited
        took_part[key] += row.took_part
    return {key: Heard(invited[key], took_part[key]) for key in sorted(invited)}


def hidden(classes: Classes, *, minimum: int) -> frozenset[tuple[str, str]]:
    """Choose the classes that are suppressed, so that these together speak of many, or of nobody.

    The smallest of the others go with them until they do.
    """
    kept = {key: heard for key, heard in classes.items() if heard.speaks_of_many(minimum)}
    away = [key for key in classes if key not in kept]
    while away and kept and not together(classes[key] for key in away).speaks_of_many(minimum):
        smallest = min(kept, key=lambda key: (kept[key].invited, key))
        kept.pop(smallest)
        away.append(smallest)
    return frozenset(away)


def together(classes: Iterable[Heard]) -> Heard:
    """Add classes up."""
    known = [*classes]
    return Heard(sum(each.invited for each in known), sum(each.took_part for each in known))
