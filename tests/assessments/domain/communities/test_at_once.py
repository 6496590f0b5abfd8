"""Leaders who do the same at the same time: one of them is told, and nothing is lost."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from assessments.domain.communities.communities import found_community, update_community
from assessments.domain.messages.webhooks import MOST_OF_A_COMMUNITY, add_webhook
from assessments.domain.refusals import FaultsError
from assessments.models import Account, Community, Webhook
from tests.assessments import making

pytestmark = [pytest.mark.django_db(transaction=True)]

AT_ONCE = 4
URL = "https://hooks.example.org/one"


def outcomes(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do things at the same time, each with a connection of its own."""
    together = Barrier(len(acts))

    def own(act: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            together.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        begun = [pool.submit(own, act) for act in acts]
        return [each.exception() or each.result() for each in begun]


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Have another connection do something that it commits only while the block waits for it."""
    done, waiting = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                act()
                done.set()
                waiting.wait(0.5)  # longer than the block takes to come to the same row
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        assert done.wait(10)
        yield
        waiting.set()
        held.result()


def test_communities_of_one_name_get_names_in_addresses_of_their_own(
    transactional_db: None,
) -> None:
    leaders = [making.make_account(f"lea{number}@example.org") for number in range(AT_ONCE)]

    outcomes([partial(found_community, leader=leader, name="Taps") for leader in leaders])

    slugs = Community.objects.order_by("slug").values_list("slug", flat=True)
    assert [*slugs] == ["taps", "taps-2", "taps-3", "taps-4"]


def test_name_in_addresses_taken_meanwhile_is_refused_as_any_other(
    leader: Account, other_leader: Account
) -> None:
    with (
        meanwhile(lambda: found_community(leader=other_leader, name="Taps", slug="taps")),
        pytest.raises(FaultsError) as refused,
    ):
        found_community(leader=leader, name="Taps", slug="taps")

    with pytest.raises(FaultsError) as usual:
        found_community(leader=leader, name="Taps", slug="taps")
    assert refused.value.faults == usual.value.faults
    assert "already exists" in usual.value.faults[0]


def test_minimum_raised_meanwhile_is_not_lowered(community: Community) -> None:
    with (
        meanwhile(lambda: update_community(community, minimum_answers=9)),
        pytest.raises(FaultsError, match="never lowered"),
    ):
        update_community(community, minimum_answers=7)

    community.refresh_from_db()
    assert community.minimum_answers == 9


def test_address_added_meanwhile_is_told_already(community: Community) -> None:
    with (
        meanwhile(lambda: add_webhook(community, URL)),
        pytest.raises(FaultsError, match="told already"),
    ):
        add_webhook(community, URL)

    assert Webhook.objects.count() == 1


def test_webhooks_added_at_once_are_no_more_than_allowed(community: Community) -> None:
    for number in range(MOST_OF_A_COMMUNITY - 1):
        add_webhook(community, f"{URL}/{number}")

    added = outcomes([partial(add_webhook, community, f"{URL}/{end}") for end in "abcd"])

    assert sum(isinstance(each, FaultsError) for each in added) == 3
    assert Webhook.objects.count() == MOST_OF_A_COMMUNITY
