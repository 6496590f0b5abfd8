"""Who is looking: an account, by its session or by a token that may reach less."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from assessments.domain.tokens import new_api_token, sha256
from assessments.models import Account, ApiToken, Community, Wave


@dataclass(frozen=True)
class Viewer:
    """An account and, where a program acts for it, the token it uses."""

    account: Account
    token: ApiToken | None = None

    def communities(self) -> QuerySet[Community]:
        """Give the communities that the account leads and the token reaches."""
        led = Community.objects.filter(leaders=self.account)
        if self.token is not None and self.token.communities.exists():
            led = led.filter(api_tokens=self.token)
        return led

    def waves(self) -> QuerySet[Wave]:
        """Give the waves of these communities."""
        return Wave.objects.filter(community__in=self.communities()).select_related(
            "community", "instrument"
        )

    def may(self, permission: str, community: Community) -> bool:
        """Whether the viewer has a permission (see ``rules.py``) in a community they see."""
        return self.account.has_perm(f"assessments.{permission}", community)


def viewer_of_token(secret: str, *, now: datetime) -> Viewer | None:
    """Let a program in by its token; None for unknown, expired and revoked ones alike."""
    token = (
        ApiToken.objects.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            sha256=sha256(secret),
            revoked_at=None,
            account__is_active=True,
        )
        .select_related("account")
        .first()
    )
    return Viewer(token.account, token) if token else None


def create_api_token(account: Account, *, name: str) -> str:
    """Make a token for an account and give it: it is shown this once and kept as a hash."""
    secret = new_api_token()
    ApiToken.objects.create(account=account, name=name, sha256=sha256(secret))
    return secret
