"""What django-allauth asks this installation."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.web.limits import network_of

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Lets only the invited in unless told otherwise, and keeps addresses to itself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "No account has this address and password. Are both typed right?"
        ),
        "incorrect_code": gettext_lazy("This is not the code. Is it typed right?"),
        "incorrect_password": gettext_lazy("This is not the password. Is it typed right?"),
        "enter_current_password": gettext_lazy("This is not the password. Is it typed right?"),
        "too_many_login_attempts": gettext_lazy(
            "There were too many tries. Wait a few minutes, then try again."
        ),
        "rate_limited": gettext_lazy("There were too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- as allauth calls it
        """Whether anybody may make an account."""
        return bool(settings.SIGN_UP == "OPEN")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give a keyed hash of the network address: enough to count tries by, and no address."""
        return salted_hmac("assessments.web.accounts", network_of(request)).hexdigest()[:32]

    def get_http_user_agent(self, request: HttpRequest) -> str:  # noqa: ARG002 -- as allauth calls it
        """Keep the browser out of mails."""
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links come from the installation, not from the request."""
        words = {
            **context,
            "email": email,
            "sign_in": settings.BASE_URL + reverse("account_login"),
            "sign_up": settings.BASE_URL + reverse("account_signup"),
            "account": settings.BASE_URL + reverse("account"),
            "open": settings.SIGN_UP == "OPEN",
        }
        try:
            self.render_mail(template_prefix, email, words).send()
        except Exception as error:  # noqa: BLE001 -- whatever a mail backend raises
            # The address is in the error's text, so only its kind is logged.
            logger.warning("A mail failed: %s", type(error).__name__)
            failed = _("The mail could not be sent. Try again in a few minutes.")
            messages.error(allauth_context.request, failed)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell who signs up twice, by mail, that they may simply sign in."""
        self.send_mail("account/email/account_already_exists", email, {})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- as allauth calls it
        """Lead back to the account."""
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ANN401, ARG002 -- as allauth calls it
        """Lead back to the account."""
        return reverse("account")
