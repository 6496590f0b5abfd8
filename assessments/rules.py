"""What an account may do: one place for each permission, asked by every channel.

Pages, GraphQL and REST ask about a community with ``Viewer.may``, after ``Viewer.communities`` has
left out what the viewer does not see; the admin asks Django's own permissions of its models, and
here for what only some admins may.
"""

from rules.permissions import add_perm
from rules.predicates import predicate

from assessments.models import Account, Community


@predicate  # type: ignore[untyped-decorator] # rules has no types
def leads(account: Account, community: Community | None) -> bool:
    """Whether the account leads the community."""
    return community is not None and community.leaders.contains(account)


@predicate  # type: ignore[untyped-decorator] # rules has no types
def has_all_powers(account: Account) -> bool:
    """Whether the account is a superuser."""
    return account.is_active and account.is_superuser


VIEW_RESULTS = "view_results"
MANAGE_WAVES = "manage_waves"
MANAGE_COMMUNITY = "manage_community"
"""See what is released; invite, open and close; edit the community and its leaders."""

GIVE_POWERS = "give_powers"
"""Make somebody an admin, or touch the account of a superuser."""

PERMISSIONS = (VIEW_RESULTS, MANAGE_WAVES, MANAGE_COMMUNITY)

for permission in PERMISSIONS:
    add_perm(f"assessments.{permission}", leads)  # type: ignore[no-untyped-call] # rules has no types
add_perm(f"assessments.{GIVE_POWERS}", has_all_powers)  # type: ignore[no-untyped-call] # as above
