"""Make a token with which a program acts for an account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from assessments.domain.accounts.viewers import USUAL_LIFETIME, create_api_token
from assessments.domain.refusals import RefusedError
from assessments.models.accounts import Account

LONGEST_NAME = 100
LONGEST_LIFETIME = 36_500  # days: a century


class Command(BaseCommand):
    """Print a new token."""

    help = "Make a token for GraphQL and REST and print it: it is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address of the account")
        parser.add_argument(
            "--name", required=True, help="what the token is for; one name is used only once"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=USUAL_LIFETIME,
            help=f"after how many days it expires ({USUAL_LIFETIME} unless told); 0 means never",
        )

    def handle(
        self,
        *_args: Any,  # noqa: ANN401 -- as Django calls it
        email: str,
        name: str,
        days: int = USUAL_LIFETIME,
        **_options: Any,  # noqa: ANN401 -- as Django calls it
    ) -> None:
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise CommandError(f"A name has 1 to {LONGEST_NAME} characters.")
        if not 0 <= days <= LONGEST_LIFETIME:
            raise CommandError(f"Days are 0 to {LONGEST_LIFETIME}.")
        account = Account.objects.filter(email__iexact=email).first()
        if account is None:
            raise CommandError(f"There is no account with the address {email}.")
        try:
            token = create_api_token(account, name=name.strip(), days=days or None)
        except RefusedError:
            raise CommandError(f"{email} has a token called {name} already.") from None
        self.stdout.write(token)
