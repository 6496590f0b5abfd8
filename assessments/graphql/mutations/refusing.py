"""Mistakes of the caller, as part of the answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import strawberry

from assessments.domain.refusals import FaultsError, RefusedError, WrongStateError
from assessments.graphql.types.enums import UserErrorCode


@strawberry.type(description="A mistake that the caller can do something about.")
class UserError:
    """What the domain refused."""

    code: UserErrorCode = strawberry.field(description="What kind of mistake it is.")
    message: str = strawberry.field(description="What is wrong, in the caller's language.")
    path: list[str] = strawberry.field(
        description="The input that is wrong, from `input` on; empty if no single one is."
    )


class MistakeError(Exception):
    """A mutation was refused."""

    def __init__(self, *errors: UserError) -> None:
        super().__init__("refused")
        self.errors = [*errors]


def mistake(code: UserErrorCode, message: str, *path: str) -> UserError:
    """Describe a mistake in an input, named as the schema names it."""
    return UserError(code=code, message=message, path=["input", *path] if path else [])


@contextmanager
def refusing(
    name: str | None = None, *, wrong_state: str | None = None, fields: Sequence[str] = ()
) -> Iterator[None]:
    """Turn what the domain refuses into mistakes in the input ``name``.

    Those of a wrong state are in the input ``wrong_state`` where that is another one, and a fault
    that begins with the name of one of ``fields`` is in that input.

    Raises
    ------
    MistakeError
        If the domain refuses.
    """
    try:
        yield
    except WrongStateError as error:
        place = wrong_state or name
        raise MistakeError(_mistake(UserErrorCode.WRONG_STATE, str(error), place)) from None
    except RefusedError as error:
        faults = error.faults if isinstance(error, FaultsError) else [str(error)]
        raise MistakeError(*(_fault(fault, name, fields) for fault in faults)) from None


def _mistake(code: UserErrorCode, message: str, name: str | None) -> UserError:
    return mistake(code, message, *([name] if name else []))


def _fault(fault: str, name: str | None, fields: Sequence[str]) -> UserError:
    field, _colon, message = fault.partition(": ")
    if field not in fields:
        return _mistake(UserErrorCode.INVALID, fault, name)
    first, *others = field.split("_")
    return mistake(UserErrorCode.INVALID, message, first + "".join(map(str.title, others)))
