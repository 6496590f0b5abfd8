"""What every test stands on."""

import os
from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import settings
from django.test import override_settings
from django.utils import translation


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


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """Speak in each test as at the start: what a page activates lasts as long as its thread."""
    yield
    translation.deactivate()


RERUNS = {"crashes": 5, "journeys": 2}
"""How often a test of whole processes may be run again on a busy machine of CI, by its folder."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give whole processes on a busy machine of CI other chances; a fault shows each time."""
    if "CI" in os.environ:
        for name, reruns in RERUNS.items():
            folder = config.rootpath / "tests" / name
            for item in items:
                if folder in item.path.parents:
                    item.add_marker(pytest.mark.flaky(reruns=reruns, reruns_delay=1))
