"""Accounts: leaders invite others by one made for them; what each can sign in with."""

import logging
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.domain.accounts.viewers import working_tokens
from assessments.domain.refusals import FaultsError, RefusedError
from assessments.models import Account, Community, Leadership

logger = logging.getLogger(__name__)

MOST_LEADERS = 50


def invite_leader(community: Community, email: str) -> bool:
    """Let somebody lead a community too, and mail them how to sign in.

    Who has no account yet gets one that signs in by a mailed code. Nobody learns here who has one.

    Returns
    -------
    bool
        Whether the mail went out, or none was needed.

    Raises
    ------
    FaultsError
        If the address cannot be right.
    RefusedError
        If there are as many leaders as there may be.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise FaultsError(error.messages) from None
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        if community.leaders.count() >= MOST_LEADERS:
            raise RefusedError(_("A community has at most %s leaders.") % MOST_LEADERS)
        account = account_of(address)
        _leadership, fresh = Leadership.objects.get_or_create(community=community, account=account)
    if not (fresh and account.is_active):
        return True
    with translation.override(account.language or community.language):
        return _mail(account, community)


def account_of(email: str) -> Account:
    """Give the account of an address; one is made where there is none."""
    found = Account.objects.filter(email__iexact=email).first()
    return found or Account.objects.create_user(email)


def invite_account(account: Account) -> bool:
    """Mail somebody for whom an admin has made an account how to sign in."""
    with translation.override(account.language or settings.LANGUAGE_CODE):
        return _mail(account, None)


def dismiss_leader(community: Community, account: Account) -> None:
    """Let somebody lead a community no more.

    Raises
    ------
    RefusedError
        If nobody would lead it then.
    """
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        if not community.leaders.exclude(pk=account.pk).exists():
            raise RefusedError(_("A community needs somebody who leads it. Invite another first."))
        Leadership.objects.filter(community=community, account=account).delete()


@dataclass(frozen=True, kw_only=True)
class Means:
    """What an account can sign in with beside mailed codes, and where it is signed in."""

    password: bool
    app: bool
    passkeys: int
    recovery_codes: int
    sessions: int
    tokens: int


def means_of(account: Account) -> Means:
    """Give what an account can sign in with."""
    factors = [*Authenticator.objects.filter(user=account)]
    kinds = [factor.type for factor in factors]
    unused = [
        len(factor.wrap().get_unused_codes())
        for factor in factors
        if factor.type == Authenticator.Type.RECOVERY_CODES
    ]
    return Means(
        password=account.has_usable_password(),
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=sum(unused),
        sessions=UserSession.objects.filter(user=account).count(),
        tokens=working_tokens(now=timezone.now()).filter(account=account).count(),
    )


def remove_factors(account: Account) -> int:
    """Take every second factor from an account whose owner has lost them; give how many."""
    _rows, counts = Authenticator.objects.filter(user=account).delete()
    return int(counts.get(Authenticator._meta.label, 0))  # noqa: SLF001 -- Django's public name


def _mail(account: Account, community: Community | None) -> bool:
    # A name may hold line breaks, which no subject takes.
    name = " ".join(community.name.split()) if community else ""
    words = {
        "community": name,
        "link": settings.BASE_URL + reverse("account_login"),
        "email": account.email,
    }
    try:
        send_mail(
            _("You lead %s") % name if name else _("Your account at commsurvey"),
            render_to_string("account/email/invitation_message.txt", words),
            settings.DEFAULT_FROM_EMAIL,
            [account.email],
        )
    except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises
        # The address is in the error's text, so only its kind is logged.
        logger.warning("A mail failed: %s", type(error).__name__)
        return False
    return True
