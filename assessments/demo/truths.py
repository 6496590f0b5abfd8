"""How what is true of a demo community is written down."""

from dataclasses import dataclass
from typing import NamedTuple

CHARACTERISTICS = (
    "inclusivity",
    "realism",
    "contemplation",
    "safe_place",
    "disarmament",
    "graceful_fighting",
    "all_leaders",
    "spirit",
)
"""The order in which means and camps are written."""


class Spread(NamedTuple):
    """A normal distribution over the numbers of a question."""

    mean: float
    deviation: float


@dataclass(frozen=True, kw_only=True)
class Camps:
    """Two camps: how many belong to each, and how far apart they are in each characteristic."""

    sizes: tuple[int, int]
    apart: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What members do and feel, as the claim and the last page ask it.

    ``claim`` and ``miss`` are on 0–10, the others on 1–5. ``helping`` is the share of members who
    help others and are helped, ``being_helped`` that of those who are only helped. ``self_lift`` is
    by how many points members think better of themselves than of the others.
    """

    claim: Spread
    miss: Spread
    talking_with: Spread
    go_on: Spread
    horizon: Spread
    give_to_get: Spread
    joint_action: Spread
    purpose: Spread
    conflict_voiced: Spread
    helping: float
    being_helped: float = 0.2
    self_lift: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is true of a community while a wave asks it.

    ``means`` of the eight characteristics are on the scale 1–5, before answers are rounded to its
    points; ``between_members`` is the standard deviation of members around them,
    ``between_items`` that of one member's answers around the member's own view. Members predict
    the share that agrees with an error of ``flattery`` on average, give or take ``guessing``,
    before predictions are cut to what can be answered, none to all of 10.
    """

    means: tuple[float, ...]
    between_members: float
    flattery: float
    guessing: float
    habits: Habits
    camps: Camps | None = None
    between_items: float = 0.5


@dataclass(frozen=True, kw_only=True)
class DemoWave:
    """One wave: its truth, how many answer, when it closes, and what some of them write.

    ``closes_in`` counts days from today and is negative for waves that have closed.
    ``breakdowns`` are the bands by which its page compares.
    """

    truth: Truth
    answered: int
    closes_in: int
    open_for: int = 14
    comments: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoCommunity:
    """One community, with its roster of so many leaders, helpers and members.

    Without a roster its waves are answered by the open link. ``seed`` draws the persons and what
    they answer.
    """

    slug: str
    name: str
    purpose: str
    time_zone: str
    connections: int
    connections_source: str
    posts: int
    conversations: int
    new_connections: int
    waves: tuple[DemoWave, ...]
    seed: int
    leaders: int = 0
    helpers: int = 0
    members: int = 0

    @property
    def has_roster(self) -> bool:
        """Whether the members are known."""
        return self.leaders + self.helpers + self.members > 0
