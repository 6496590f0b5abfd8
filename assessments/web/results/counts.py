"""Content, conversations, connections: what leaders state stands beside the scores."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.models.communities import Community

Counts = tuple[tuple[str, str], ...]
"""What was counted, and how many."""


def counts(community: Community) -> Counts:
    """Give what leaders state of the last 30 days; what they do not state is left out."""
    stated = (
        (_("Posts"), community.posts),
        (_("Conversations"), community.conversations),
        (_("New connections"), community.new_connections),
    )
    return tuple(
        (title, number_format(count, force_grouping=True))
        for title, count in stated
        if count is not None
    )
