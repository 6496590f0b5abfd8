"""Let somebody in again who has lost the device of the second step."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from assessments.domain.accounts.accounts import remove_factors
from assessments.models.accounts import Account


class Command(BaseCommand):
    """Take the authenticator app, the recovery codes and the passkeys from an account."""

    help = "Take app, recovery codes and passkeys from an account: a mailed code then lets it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address of the account")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:  # noqa: ANN401 -- as Django calls it
        account = Account.objects.filter(email__iexact=email).first()
        if account is None:
            raise CommandError(f"There is no account with the address {email}.")
        self.stdout.write(f"{remove_factors(account)} removed.")
