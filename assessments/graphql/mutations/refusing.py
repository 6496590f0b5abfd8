"""Mistakes of the caller, as part of the answer."""

from collections.abc import Sequence

import strawberry
from django.utils.translation import gettext as _

from assessments.domain.refusals import FaultsError, RefusedError, WrongStateError
from assessments.graphql.context import Context
from assessments.graphql.types import community, wave
from assessments.graphql.types.enums import Permission, UserErrorCode
from assessments.graphql.types.node import key_of
from assessments.models.communities import Community
from assessments.models.waves import Wave


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


def refused(error: RefusedError, *path: str, fields: Sequence[str] = ()) -> MistakeError:
    """Turn a refusal of the domain into mistakes.

    A fault that begins with the name of one of ``fields`` belongs to that input.
    """
    if isinstance(error, WrongStateError):
        return MistakeError(mistake(UserErrorCode.WRONG_STATE, str(error), *path))
    faults = error.faults if isinstance(error, FaultsError) else [str(error)]
    return MistakeError(*(_fault(fault, path, fields) for fault in faults))


def led_community(context: Context, text: str, permission: Permission) -> Community:
    """Find the community that a mutation is about.

    Raises
    ------
    MistakeError
        If the caller does not see it, or may not do this in it.
    """
    key = key_of(community.KIND, text)
    found = context.communities_by_key([key]).get(key) if key else None
    if found is None:
        message = _("There is no such community.")
        raise MistakeError(mistake(UserErrorCode.NOT_FOUND, message, "communityId"))
    _permit(context, permission, found, "communityId")
    return found


def led_wave(context: Context, text: str, permission: Permission) -> Wave:
    """Find the wave that a mutation is about.

    Raises
    ------
    MistakeError
        If the caller does not see it, or may not do this in its community.
    """
    key = key_of(wave.KIND, text)
    found = context.waves_by_key([key]).get(key) if key else None
    if found is None:
        message = _("There is no such wave.")
        raise MistakeError(mistake(UserErrorCode.NOT_FOUND, message, "waveId"))
    _permit(context, permission, found.community, "waveId")
    return found


def _permit(context: Context, permission: Permission, where: Community, name: str) -> None:
    if not context.may(permission, where):
        message = _("This takes the permission %s.") % permission.name
        raise MistakeError(mistake(UserErrorCode.FORBIDDEN, message, name))


def _fault(fault: str, path: Sequence[str], fields: Sequence[str]) -> UserError:
    name, _colon, message = fault.partition(": ")
    if name not in fields:
        return mistake(UserErrorCode.INVALID, fault, *path)
    first, *others = name.split("_")
    return mistake(UserErrorCode.INVALID, message, first + "".join(map(str.title, others)))
