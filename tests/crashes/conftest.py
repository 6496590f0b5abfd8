"""What crashes: a real installation on the database of the test, and those who use it."""

import fcntl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from assessments.domain.accounts.tokens import sha256
from assessments.models import Account
from tests.assessments import making
from tests.crashes.installation import Installation, installed


@pytest.fixture
def sole_use_of_broker() -> Iterator[None]:
    """Let nobody else's worker hear our doorbell: a broker of services has one queue for all."""
    name = f"commsurvey-crashes-{sha256(settings.CELERY_BROKER_URL)[:16]}.lock"
    with (Path(tempfile.gettempdir()) / name).open("w") as file:
        if settings.CELERY_BROKER_URL:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def installation(
    transactional_db: None, sole_use_of_broker: None, tmp_path: Path
) -> Iterator[Installation]:
    """An installation in which nothing runs yet."""
    with installed(tmp_path, broker=settings.CELERY_BROKER_URL) as installation:
        yield installation


@pytest.fixture
def leader(transactional_db: None) -> Account:
    """Somebody who leads every community here."""
    return making.make_account()


@pytest.fixture
def signed_in(leader: Account) -> dict[str, str]:
    """The cookie of the leader's session."""
    client = Client()
    client.force_login(leader)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
