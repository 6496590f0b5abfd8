"""Second factors: what django-allauth asks about passkeys and authenticator apps."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_lazy

from assessments.models.accounts import Account


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps the secrets of authenticator apps encrypted, and names what people have."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code, or it was used before."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under the key of the installation."""
        return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; in the place of one whose key is lost stands one that nobody knows."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _fernet(key).decrypt(encrypted_text.encode()).decode()
            except InvalidToken:
                continue
        return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Account, type: Any) -> str:  # noqa: A002, ANN401 -- as allauth calls it
        """Name a passkey until its owner does."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(gettext("Passkey %s") % (count + 1))


def _fernet(key: str | bytes) -> Fernet:
    # Under a label of its own, so that no other use of the key gives the same.
    digest = salted_hmac("assessments.web.account_factors", "", secret=key, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(digest.digest()).digest()))
