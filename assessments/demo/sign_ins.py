"""The demo's accounts. Passwords follow from the secret key: nobody can know them elsewhere."""

import base64
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from assessments.models import Account

LEADER = "leader@example.org"
ADMIN = "admin@example.org"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """An address, and its password; None once somebody has set another."""

    email: str
    password: str | None


def make_accounts() -> Account:
    """Make the leader of all demo communities and an admin, where they are missing."""
    if not Account.objects.filter(email=ADMIN).exists():
        Account.objects.create_superuser(ADMIN, password_of(ADMIN), name="Demo admin")
    leader = Account.objects.filter(email=LEADER).first()
    return leader or Account.objects.create_user(LEADER, password_of(LEADER), name="Demo leader")


def sign_ins() -> list[SignIn]:
    """Give the sign-ins of the demo's accounts that are there."""
    accounts = Account.objects.filter(email__in=(LEADER, ADMIN), is_active=True).order_by("-email")
    return [
        SignIn(
            email=account.email,
            password=password_of(account.email)
            if account.check_password(password_of(account.email))
            else None,
        )
        for account in accounts
    ]


def password_of(email: str) -> str:
    """Derive the demo password of an address: 16 letters and digits in groups of four."""
    digest = salted_hmac("assessments.demo.sign_ins", email, algorithm="sha256").digest()
    letters = base64.b32encode(digest[:10]).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
