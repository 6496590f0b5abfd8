"""Make a token with which a program acts for an account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from assessments.domain.viewers import create_api_token
from assessments.models.accounts import Account

LONGEST_NAME = 100


class Command(BaseCommand):
    """Print a new token."""

    help = "Make a token for GraphQL and REST and print it: it is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address of the account")
        parser.add_argument(
            "--name", required=True, help="what the token is for; one name is used only once"
        )

    def handle(self, *_args: Any, email: str, name: str, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise CommandError(f"A name has 1 to {LONGEST_NAME} characters.")
        account = Account.objects.filter(email__iexact=email).first()
        if account is None:
            raise CommandError(f"There is no account with the address {email}.")
        try:
            with transaction.atomic():
                token = create_api_token(account, name=name.strip())
        except IntegrityError:
            raise CommandError(f"{email} has a token called {name} already.") from None
        self.stdout.write(token)
