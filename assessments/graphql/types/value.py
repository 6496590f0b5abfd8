"""Values as they may be shown: a number, a word, or the reason why there is neither."""

from typing import Annotated, Self

import strawberry

from assessments.domain import released


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
    band: Band | None = strawberry.field(description="The word for the number; null if none is.")
    text: str = strawberry.field(
        description="The number as a reader sees it, for example `72`, `95+` or `5−`."
    )

    @classmethod
    def of(cls, shown: released.Shown) -> Self:
        """Show a number."""
        return cls(
            value=shown.value,
            step=shown.step,
            low=shown.low,
            high=shown.high,
            edge=shown.edge,
            band=_BANDS[shown.band] if shown.band else None,
            text=shown.text,
        )


@strawberry.type(description="A value that is not shown. It never carries a count of answers.")
class Suppressed:
    """A value that is not shown, and why."""

    reason: released.Reason = strawberry.field(description="Why the value is not shown.")
    minimum_answers: int = strawberry.field(
        description="The smallest number of answer sheets for which the value is shown."
    )
    message: str = strawberry.field(
        description="The reason as a sentence in the caller's language."
    )

    @classmethod
    def of(cls, suppressed: released.Suppressed) -> Self:
        """Show that a value is not shown."""
        return cls(
            reason=suppressed.reason,
            minimum_answers=suppressed.minimum,
            message=suppressed.message,
        )


@strawberry.type(description="What the group is, by its scores. The cut-offs are provisional.")
class Verdict:
    """A verdict that may be shown."""

    code: released.Verdict = strawberry.field(description="The verdict as a code.")

    @strawberry.field(description="The verdict in the caller's language.")
    def label(self) -> str:
        """Translate it."""
        return str(self.code.label)


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

_BANDS = {code: Band(code=code) for code in released.Band}


def value_of(score: released.Released) -> Estimate | Band | Suppressed:
    """Show what the domain has released."""
    if isinstance(score, released.Shown):
        return Estimate.of(score)
    return _BANDS[score.band] if isinstance(score, released.Banded) else Suppressed.of(score)
