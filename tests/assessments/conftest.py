"""People, communities and waves. Fixtures that make several things are functions to call."""

from collections.abc import Callable

import pytest

from assessments.models import Account, Community, Instrument, Wave
from tests.assessments import making


@pytest.fixture
def account(db: None) -> Account:
    """Somebody who signs in and leads nothing."""
    return making.make_account("nobody@example.org")


@pytest.fixture
def leader(db: None) -> Account:
    """The leader of ``community``."""
    return making.make_account("lea@example.org", name="Lea")


@pytest.fixture
def other_leader(db: None) -> Account:
    """The leader of another community, called ``Elsewhere``."""
    other = making.make_account("otto@example.org", name="Otto")
    making.make_community(other, "Elsewhere")
    return other


@pytest.fixture
def community(leader: Account) -> Community:
    """The Leaky Taps Guild, with nobody on the roster."""
    return making.make_community(leader, purpose="Taps that do not leak.", connections=1200)


@pytest.fixture
def instrument(db: None) -> Instrument:
    """The shipped instrument of 40 items."""
    return making.make_peck()


@pytest.fixture
def tiny(db: None) -> Instrument:
    """An instrument of four items with every kind of question."""
    return making.make_tiny()


OpenWave = Callable[..., Wave]


@pytest.fixture
def open_wave(community: Community, tiny: Instrument) -> OpenWave:
    """Open a wave: ``open_wave(n=3)`` asks three members the tiny instrument."""

    def make(*, n: int = 3, instrument: Instrument = tiny, of: Community = community) -> Wave:
        return making.make_wave(of, instrument, members=n)

    return make


@pytest.fixture
def assessed_wave(community: Community, instrument: Instrument) -> OpenWave:
    """Have a wave answered, sealed and assessed: ``assessed_wave(n=14)`` has 14 answer sheets."""

    def make(
        *,
        n: int = 14,
        invited: int | None = None,
        seed: int = 1,
        level: float = 0.7,
        instrument: Instrument = instrument,
        of: Community = community,
    ) -> Wave:
        wave = making.make_wave(of, instrument, members=invited or n)
        making.answer_all(wave, sheets=n, seed=seed, level=level)
        return making.seal_and_assess(wave)

    return make
