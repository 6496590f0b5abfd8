"""What a mutation is about: a community that the caller leads, or a wave of it."""

from django.utils.translation import gettext as _

from assessments.graphql.context import Context
from assessments.graphql.mutations.refusing import MistakeError, mistake
from assessments.graphql.types import community, wave
from assessments.graphql.types.enums import Permission, UserErrorCode
from assessments.graphql.types.node import key_of
from assessments.models.communities import Community
from assessments.models.waves import Wave


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
