"""What may be shown of a score: a rounded number, a word, or the reason why it is suppressed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Reason(TextChoices):
    """Why a value is suppressed."""

    TOO_FEW_ANSWERS = "TOO_FEW_ANSWERS", gettext_lazy("Too few members answered.")
    REVEALED_BY_SUBTRACTION = (
        "REVEALED_BY_SUBTRACTION",
        gettext_lazy("It could be worked out from other values what single members answered."),
    )
    WAVE_OPEN = "WAVE_OPEN", gettext_lazy("The wave is still open.")
    NOT_COMPUTED_YET = "NOT_COMPUTED_YET", gettext_lazy("The result is being computed.")
    NOT_MEASURED = "NOT_MEASURED", gettext_lazy("This wave did not ask for it.")
    GROUP_SPLIT_EVENLY = (
        "GROUP_SPLIT_EVENLY",
        gettext_lazy("The group is so evenly split that there is nothing to know about it."),
    )


class Band(TextChoices):
    """A value in words, for groups too small for numbers and beside the numbers of others."""

    VERY_STRONG = "VERY_STRONG", gettext_lazy("very strong")
    STRONG = "STRONG", gettext_lazy("strong")
    MODERATE = "MODERATE", gettext_lazy("moderate")
    WEAK = "WEAK", gettext_lazy("weak")
    LITTLE = "LITTLE", gettext_lazy("little")
    DIVIDED = "DIVIDED", gettext_lazy("divided")
    NO_MORE_THAN_CHANCE = "NO_MORE_THAN_CHANCE", gettext_lazy("no more agreement than chance")
    VERY_HIGH = "VERY_HIGH", gettext_lazy("very high")
    HIGH = "HIGH", gettext_lazy("high")
    MIDDLING = "MIDDLING", gettext_lazy("middling")
    LOW = "LOW", gettext_lazy("low")
    VERY_LOW = "VERY_LOW", gettext_lazy("very low")
    CLAIMS_MORE = "CLAIMS_MORE", gettext_lazy("the group claims more than the survey finds")
    CLAIM_FITS = "CLAIM_FITS", gettext_lazy("claim and survey agree")
    CLAIMS_LESS = "CLAIMS_LESS", gettext_lazy("the group claims less than the survey finds")
    FACING_FRONT = "FACING_FRONT", gettext_lazy("the chairs face the front")
    FACING_BOTH = "FACING_BOTH", gettext_lazy("the chairs face both ways")
    FACING_EACH_OTHER = "FACING_EACH_OTHER", gettext_lazy("the chairs face each other")
    NOBODY = "NOBODY", gettext_lazy("nobody")
    SOME = "SOME", gettext_lazy("some")
    ABOUT_HALF = "ABOUT_HALF", gettext_lazy("about half")
    MOST = "MOST", gettext_lazy("most")


class Edge(TextChoices):
    """A value so near the end of its scale that only the end is shown."""

    LOW = "LOW", gettext_lazy("5 or less")
    HIGH = "HIGH", gettext_lazy("95 or more")


class Verdict(TextChoices):
    """What the group is, by its scores. Provisional: the cut-offs are ours and unvalidated."""

    TRUE_COMMUNITY = "TRUE_COMMUNITY", gettext_lazy("a true community")
    AUDIENCE = "AUDIENCE", gettext_lazy("an audience")
    NOT_A_COMMUNITY_YET = "NOT_A_COMMUNITY_YET", gettext_lazy("not a community yet")
    NOT_YET_KNOWN = "NOT_YET_KNOWN", gettext_lazy("not yet known")
    NOT_MEASURED = "NOT_MEASURED", gettext_lazy("not measured")


class Stage(TextChoices):
    """Where a group is on Peck's way to community. Experimental."""

    PSEUDOCOMMUNITY = "pseudocommunity", gettext_lazy("pseudocommunity")
    CHAOS = "chaos", gettext_lazy("chaos")
    EMPTINESS = "emptiness", gettext_lazy("emptiness")
    COMMUNITY = "community", gettext_lazy("community")


class Direction(TextChoices):
    """Which way a value moved from one wave to another, as far as the shown values tell."""

    UP = "UP", gettext_lazy("up")
    LEVEL = "LEVEL", gettext_lazy("level")
    DOWN = "DOWN", gettext_lazy("down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number that may be shown, rounded to ``step``.

    ``low`` and ``high`` are the rounded ends of the 95 % interval, None where there is none or it
    may not be shown; ``edge`` is set where the number stands for all beyond it.
    """

    value: float
    step: float
    low: float | None = None
    high: float | None = None
    edge: Edge | None = None
    band: Band | None = None

    @property
    def text(self) -> str:
        """The number as a reader sees it, for example ``72``, ``95+`` or ``5−``."""
        digits = 2 if self.step < 1 else 0
        return f"{self.value:.{digits}f}" + {Edge.HIGH: "+", Edge.LOW: "−", None: ""}[self.edge]


@dataclass(frozen=True, slots=True)
class Banded:
    """A value of which only a word may be shown."""

    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A value that is not shown, why, and how many answer sheets it would take."""

    reason: Reason
    minimum: int

    @property
    def message(self) -> str:
        """The reason as a sentence for the reader."""
        if self.reason == Reason.TOO_FEW_ANSWERS:
            return _("Too few members answered; it takes at least %(minimum)s.") % {
                "minimum": self.minimum
            }
        return str(self.reason.label)


Released = Shown | Banded | Suppressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """How far a value moved: the difference of two shown numbers, rounded to ``step`` as they are.

    ``low`` and ``high`` are the whole ends of its 95 % interval, None where there is none;
    ``clear`` says that the interval excludes 0.
    """

    value: float
    step: float
    low: float | None = None
    high: float | None = None
    direction: Direction
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A change of which only the direction may be shown."""

    direction: Direction


ReleasedChange = Changed | Moved | Suppressed


def word(value: float, cuts: Sequence[tuple[float, Band]], below: Band) -> Band:
    """Give the band of the highest cut that a value reaches."""
    return next((band for cut, band in cuts if value >= cut), below)


AGREEMENT_CUTS = (
    (83, Band.VERY_STRONG),
    (72, Band.STRONG),
    (62, Band.MODERATE),
    (52, Band.WEAK),
    (40, Band.LITTLE),
)
KNOWLEDGE_CUTS = ((80, Band.VERY_HIGH), (65, Band.HIGH), (50, Band.MIDDLING), (35, Band.LOW))
CLAIM_CUTS = ((10, Band.CLAIMS_MORE), (-10, Band.CLAIM_FITS))
FACING_CUTS = ((60, Band.FACING_EACH_OTHER), (40, Band.FACING_BOTH))
SHARE_CUTS = ((0.6, Band.MOST), (0.4, Band.ABOUT_HALF), (0.000001, Band.SOME))

AGREEMENT_ORDER = (
    Band.NO_MORE_THAN_CHANCE,
    Band.DIVIDED,
    Band.LITTLE,
    Band.WEAK,
    Band.MODERATE,
    Band.STRONG,
    Band.VERY_STRONG,
)
KNOWLEDGE_ORDER = (Band.VERY_LOW, Band.LOW, Band.MIDDLING, Band.HIGH, Band.VERY_HIGH)
"""The words for consensus and for realism and its parts, the least first."""
