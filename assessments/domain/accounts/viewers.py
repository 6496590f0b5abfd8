"""Who is looking: an account, by its session or by a token that may reach less."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rules.permissions import has_perm

from assessments.domain.accounts.tokens import new_api_token, sha256
from assessments.domain.refusals import RefusedError
from assessments.domain.statements import Given, Row, Statement, columns, made
from assessments.models import Account, ApiToken, Community, Wave

LIFETIMES = (30, 90, 365)
"""The days after which a token may expire."""

USUAL_LIFETIME = 90


@dataclass(frozen=True)
class Viewer:
    """An account and, where a program acts for it, the token it uses."""

    account: Account
    token: ApiToken | None = None

    def communities(self) -> QuerySet[Community]:
        """Give the communities that the account leads and the token reaches."""
        led = Community.objects.filter(leaders=self.account)
        if self.token is None:
            return led
        reached = ApiToken.communities.through.objects.filter(apitoken=self.token)
        here = reached.filter(community=OuterRef("pk"))
        return led.filter(~Exists(reached) | Exists(here))

    def waves(self) -> QuerySet[Wave]:
        """Give the waves of these communities."""
        return Wave.objects.filter(community__in=self.communities()).select_related(
            "community", "instrument"
        )

    def may(self, permission: str, community: Community) -> bool:
        """Whether the viewer has a permission (see ``rules.py``) in a community they see.

        Asked of the rule itself: that an admin may do everything ends at what people said.
        """
        name = f"assessments.{permission}"
        return bool(has_perm(name, self.account, community))  # type: ignore[no-untyped-call] # rules has no types


def viewer_of_token(secret: str, *, now: datetime) -> Viewer | None:
    """Let a program in by its token; None for unknown, expired and revoked ones alike."""
    row = _BY_SECRET.first(secret=sha256(secret), now=now)
    if row is None:
        return None
    values = iter(_BY_SECRET.convert(row))
    token, account = made(ApiToken, _TOKEN, values), made(Account, _ACCOUNT, values)
    token.account = account
    today = now.astimezone(UTC).date()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return Viewer(account, token)


def working_tokens(*, now: datetime | Given) -> QuerySet[ApiToken]:
    """Give the tokens that let programs in."""
    return ApiToken.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now), revoked_at__isnull=True
    )


def create_api_token(
    account: Account,
    *,
    name: str,
    days: int | None = USUAL_LIFETIME,
    communities: Iterable[Community] = (),
) -> str:
    """Make a token for an account and give it: it is shown this once and kept as a hash.

    It lets in for so many days, without limit when they are None, and reaches the communities
    named, or all that the account leads when none is.

    Raises
    ------
    RefusedError
        If another token of the account has this name and still counts.
    """
    secret, now = new_api_token(), timezone.now()
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                account=account,
                name=name,
                sha256=sha256(secret),
                created_at=now,
                expires_at=None if days is None else now + timedelta(days=days),
            )
            token.communities.set(communities)
    except IntegrityError:
        raise RefusedError(_("You have a token of this name already.")) from None
    return secret


def revoke_api_token(token: ApiToken) -> None:
    """Let programs in no more by a token."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())


_TOKEN, _ACCOUNT = columns(ApiToken), columns(Account)


def _by_secret() -> QuerySet[ApiToken, Row]:
    letting_in = working_tokens(now=Given("now", DateTimeField())).filter(
        sha256=Given("secret", CharField()), account__is_active=True
    )
    return letting_in.values_list(*_TOKEN, *(f"account__{name}" for name in _ACCOUNT))


_BY_SECRET = Statement(_by_secret)
