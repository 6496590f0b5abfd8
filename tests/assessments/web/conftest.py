"""Browsers of members and leaders."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from assessments.models import Account, Community, Member, Wave
from tests.assessments import making
from tests.assessments.web.browsing import Browser


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def wave(open_wave: Callable[..., Wave]) -> Wave:
    """An open wave of the tiny instrument that asks three members."""
    return open_wave(n=3)


@pytest.fixture
def member(wave: Wave) -> Member:
    """One of those asked."""
    return wave.community.members.order_by("email")[0]


@pytest.fixture
def browser(wave: Wave, member: Member) -> Browser:
    """The browser of ``member``, who has opened their link."""
    browser = Browser(wave)
    browser.enter(making.token_of(wave, member))
    return browser


@pytest.fixture
def leading(leader: Account, community: Community) -> Client:
    """The browser of the leader of ``community``, signed in."""
    client = Client()
    client.force_login(leader)
    return client
