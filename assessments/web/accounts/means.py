"""What an account signs in with: its address, its password, its authenticator app."""

from typing import Any

from allauth.account import views
from allauth.mfa.totp.views import ActivateTOTPView

from assessments.web.accounts.signing_in import Guessed


class Address(Guessed, views.EmailView):  # type: ignore[misc] # allauth has no types
    """Takes another address, which counts once its code is typed."""


class ChangePassword(Guessed, views.PasswordChangeView):  # type: ignore[misc] # as above
    """Takes another password."""


class FirstPassword(Guessed, views.PasswordSetView):  # type: ignore[misc] # as above
    """Takes a first password."""


class App(Guessed, ActivateTOTPView):  # type: ignore[misc] # as above
    """Shows the secret of an authenticator app and takes its first code."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's own signature
        """Set the letters of the secret in groups of four, as one types them."""
        words = super().get_context_data(**more)
        letters = words["form"].secret
        groups = [letters[place : place + 4] for place in range(0, len(letters), 4)]
        return {**words, "letters": " ".join(groups)}
