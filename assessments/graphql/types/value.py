"""Values as they may be shown: a number, a word, or the reason why there is neither."""

from typing import Annotated, Self

import strawberry

from assessments.domain.releases import released
from assessments.graphql.types.enums import Stage


@strawberry.type(description="A value in a word: all that is shown of small groups.")
class Band:
    """The word for a value."""

    code: released.Band = strawberry.field(description="The word as a code.")

    @strawberry.field(description="The word in the caller's language.")
    def label(self) -> str:
        """Translate it now: the object is the same for all requests."""
        return str(self.code.label)


@strawberry.type(description="A number, rounded as far as the confidentiality of members asks for.")
class Estimate:
    """A number that may be shown."""

    value: float = strawberry.field(
        description="The number, in the unit of the field that gives it, rounded to `step`."
    )
    step: float = strawberry.field(description="To what the number and its interval are rounded.")
    low: float | None = strawberry.field(
        description="The lower end of the 95 % interval; null if there is none to be shown."
    )
    high: float | None = strawberry.field(
        description="The upper end of the 95 % interval; null if there is none to be shown."
    )
    edge: released.Edge | None = strawberry.field(
        description="Set if the number stands for all values between it and that end of the scale."
    )
    shown: strawberry.Private[released.Shown]

    @strawberry.field(description="The word for the number; null if none is.")
    def band(self) -> Band | None:
        """Show the word."""
        return _BANDS[self.shown.band] if self.shown.band else None

    @strawberry.field(
        description="The number as a reader sees it, for example `72`, `95+` or `5−`."
    )
    def text(self) -> str:
        """Write the number."""
        return self.shown.text

    @classmethod
    def of(cls, shown: released.Shown) -> Self:
        """Show a number."""
        return cls(
            value=shown.value,
            step=shown.step,
            low=shown.low,
            high=shown.high,
            edge=shown.edge,
            shown=shown,
        )


@strawberry.type(description="A value that is not shown. It never carries a count of answers.")
class Suppressed:
    """A value that is not shown, and why."""

    reason: released.Reason = strawberry.field(description="Why the value is not shown.")
    minimum_answers: int = strawberry.field(
        description="The smallest number of answer sheets for which the value is shown."
    )
    suppressed: strawberry.Private[released.Suppressed]

    @classmethod
    def of(cls, suppressed: released.Suppressed) -> Self:
        """Show that a value is not shown."""
        return cls(
            reason=suppressed.reason, minimum_answers=suppressed.minimum, suppressed=suppressed
        )

    @strawberry.field(description="The reason as a sentence in the caller's language.")
    def message(self) -> str:
        """Say why."""
        return self.suppressed.message


@strawberry.type(description="What the group is, by its scores. The cut-offs are provisional.")
class Verdict:
    """A verdict that may be shown."""

    code: released.Verdict = strawberry.field(description="The verdict as a code.")

    @strawberry.field(description="The verdict in the caller's language.")
    def label(self) -> str:
        """Translate it."""
        return str(self.code.label)


@strawberry.type(description="A stage of community making that stands out.")
class NamedStage:
    """A stage that may be shown."""

    shown: strawberry.Private[released.Stage]
    code: Stage = strawberry.field(description="The stage as a code.")

    @strawberry.field(description="The stage in the caller's language.")
    def label(self) -> str:
        """Translate it."""
        return str(self.shown.label)


@strawberry.type(description="Whether something is so.")
class Flag:
    """A yes or no that may be shown."""

    value: bool = strawberry.field(description="Whether it is so.")


Value = Annotated[
    Estimate | Band | Suppressed,
    strawberry.union(
        "Value", description="A number, a word for it, or the reason why neither is shown."
    ),
]

VerdictValue = Annotated[
    Verdict | Suppressed,
    strawberry.union("VerdictValue", description="A verdict, or the reason why none is shown."),
]

StageValue = Annotated[
    NamedStage | Suppressed,
    strawberry.union("StageValue", description="A stage, or the reason why none is shown."),
]

FlagValue = Annotated[
    Flag | Suppressed,
    strawberry.union("FlagValue", description="Yes or no, or the reason why neither is shown."),
]

_BANDS = {code: Band(code=code) for code in released.Band}


def value_of(score: released.Released) -> Estimate | Band | Suppressed:
    """Show what the domain has released."""
    if isinstance(score, released.Shown):
        return Estimate.of(score)
    return _BANDS[score.band] if isinstance(score, released.Banded) else Suppressed.of(score)


def verdict_of(verdict: released.Verdict | released.Suppressed) -> Verdict | Suppressed:
    """Show a verdict."""
    if isinstance(verdict, released.Suppressed):
        return Suppressed.of(verdict)
    return Verdict(code=verdict)


def stage_of(stage: released.Stage | released.Suppressed | None) -> NamedStage | Suppressed | None:
    """Show a stage; none stands out where there is None."""
    if isinstance(stage, released.Suppressed):
        return Suppressed.of(stage)
    return None if stage is None else NamedStage(shown=stage, code=Stage(stage.value))


def flag_of(flag: bool | released.Suppressed) -> Flag | Suppressed:
    """Show a yes or no."""
    return Suppressed.of(flag) if isinstance(flag, released.Suppressed) else Flag(value=flag)
