"""What every test stands on."""

from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def _broker_in_memory() -> None:
    """Let tests of the embedded default need no broker; those on services keep theirs."""
    if not settings.CELERY_BROKER_URL:
        current_app.conf.update(
            broker_url="memory://", broker_transport=None, broker_transport_options={}
        )


@pytest.fixture(scope="session", autouse=True)
def _passwords_hashed_fast() -> Iterator[None]:
    """Hash the passwords of people who do not exist in no time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Hash passwords quickly; a slow hash would be most of what the suite does."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
