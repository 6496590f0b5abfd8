"""Webhooks in the admin: what failed is seen and told once more, and no secret is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from assessments.domain.messages import webhooks
from assessments.models import Community, Delivery, Wave, Webhook, Work
from assessments.models.webhooks import Event
from tests.assessments.admin.addresses import listed, page

OpenWave = Callable[..., Wave]

ADDRESS = "https://hooks.example.org/path-of-a-secret?key=another-secret"


@pytest.fixture
def failed(community: Community, open_wave: OpenWave) -> Delivery:
    """A message that was given up after six attempts."""
    webhooks.add_webhook(community, ADDRESS)
    open_wave(n=2)
    Work.objects.filter(kind=Work.Kind.TELL).update(state=Work.State.DONE)
    Delivery.objects.update(state=Delivery.State.FAILED, attempts=6, answer="503")
    return Delivery.objects.get()


def tell_again(admin: Client, delivery: Delivery) -> None:
    wish = {"action": "tell_again", "_selected_action": [str(delivery.pk)]}
    assert admin.post(listed("delivery"), wish).status_code == 302


def test_what_was_given_up_is_told_once_more(admin: Client, failed: Delivery) -> None:
    tell_again(admin, failed)

    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (Delivery.State.DUE, 0)
    assert Work.objects.filter(kind=Work.Kind.TELL, state=Work.State.DUE).count() == 1
    assert LogEntry.objects.get().object_id == str(failed.pk)


@pytest.mark.parametrize("state", [Delivery.State.SENT, Delivery.State.DUE])
def test_what_was_heard_or_waits_is_not_told_again(
    admin: Client, failed: Delivery, state: Delivery.State
) -> None:
    Delivery.objects.update(state=state)

    tell_again(admin, failed)

    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (state, 6)
    assert not Work.objects.filter(kind=Work.Kind.TELL, state=Work.State.DUE).exists()
    assert not LogEntry.objects.exists()


def test_no_secret_is_shown_and_of_the_address_its_host(admin: Client, failed: Delivery) -> None:
    webhook = failed.webhook
    rows: list[Model] = [failed, webhook]
    tell_again(admin, failed)
    Delivery.objects.update(state=Delivery.State.FAILED)
    addresses = [page(row, verb) for row in rows for verb in ("change", "history")]

    for address in ["/admin/", listed("webhook"), listed("delivery"), *addresses]:
        content = admin.get(address, follow=True).content.decode()
        assert "secret" not in content
        assert webhook.secret.removeprefix("whsec_") not in content
        if "history" not in address:
            assert "hooks.example.org" in content, address


def test_failed_message_needs_somebody_until_a_later_one_arrives(
    admin: Client, failed: Delivery
) -> None:
    assert "Webhooks in trouble" in admin.get("/admin/").content.decode()
    assert page(failed) in admin.get("/admin/").content.decode()

    later = timezone.now() + timedelta(hours=1)
    webhooks.announce(Event.WAVE_CLOSED, failed.wave, now=later)
    assert "Webhooks in trouble" in admin.get("/admin/").content.decode()
    Delivery.objects.filter(event=Event.WAVE_CLOSED).update(state=Delivery.State.SENT)

    assert "Webhooks in trouble" not in admin.get("/admin/").content.decode()


def test_success_of_another_webhook_hides_no_failure(
    admin: Client, community: Community, failed: Delivery
) -> None:
    webhooks.add_webhook(community, "https://other.example.org/")
    later = timezone.now() + timedelta(hours=1)
    webhooks.announce(Event.WAVE_CLOSED, failed.wave, now=later)
    Delivery.objects.exclude(webhook=failed.webhook).update(state=Delivery.State.SENT)

    assert "Webhooks in trouble" in admin.get("/admin/").content.decode()


def test_webhooks_are_counted_and_not_changed(admin: Client, failed: Delivery) -> None:
    webhook = Webhook.objects.get()

    assert admin.post(page(webhook), {"url": "https://elsewhere.example.org/"}).status_code == 403
    assert Webhook.objects.get().url == ADDRESS
    row = admin.get(listed("webhook")).context["cl"].result_list[0]
    assert row.failed == 1
