"""What an account may do in a community: one place for each permission."""

from rules.permissions import add_perm
from rules.predicates import predicate

from assessments.models import Account, Community


@predicate  # type: ignore[untyped-decorator] # rules has no types
def leads(account: Account, community: Community | None) -> bool:
    """Whether the account leads the community."""
    return community is not None and account in community.leaders.all()


VIEW_RESULTS = "view_results"
MANAGE_WAVES = "manage_waves"
MANAGE_COMMUNITY = "manage_community"
"""See what is released; invite, open and close; edit the community and its leaders."""

PERMISSIONS = (VIEW_RESULTS, MANAGE_WAVES, MANAGE_COMMUNITY)

for permission in PERMISSIONS:
    add_perm(f"assessments.{permission}", leads)  # type: ignore[no-untyped-call] # rules has no types
