"""Leaders see and change what their programs are told of."""

from django.test import Client

from assessments.domain.messages.webhooks import add_webhook
from assessments.models import Community, Delivery, Wave, Webhook

URL = "https://www.example.org/hook"


def page(leading: Client, community: Community) -> str:
    return leading.get(f"/communities/{community.slug}/webhooks/").content.decode()


def test_webhook_is_added_and_shown_with_its_secret(leading: Client, community: Community) -> None:
    address = f"/communities/{community.slug}/webhooks/"
    answer = leading.post(address, {"url": f"  {URL} "})
    assert answer.status_code == 302
    webhook = Webhook.objects.get(community=community)
    shown = page(leading, community)
    assert webhook.url == URL
    assert webhook.secret in shown
    assert "It has been told nothing yet." in shown


def test_refused_address_stays_in_the_field_with_what_is_allowed(
    leading: Client, community: Community
) -> None:
    answer = leading.post(f"/communities/{community.slug}/webhooks/", {"url": 'gopher://"here'})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Write an address like https://www.example.org/hook" in shown
    assert 'value="gopher://&quot;here"' in shown
    assert "Error:" in shown


def test_page_shows_what_was_told_last(leading: Client, community: Community, wave: Wave) -> None:
    webhook = add_webhook(community, URL)
    Delivery.objects.create(
        webhook=webhook,
        wave=wave,
        event="wave.opened",
        happened_at=wave.opens_at,
        due_at=wave.opens_at,
        answer="503",
    )
    shown = page(leading, community)
    assert "Wave 1, a wave opened: due" in shown
    assert "(503)" in shown


def test_new_secret_replaces_the_old_one(leading: Client, community: Community) -> None:
    webhook = add_webhook(community, URL)
    leading.post(f"/communities/{community.slug}/webhooks/{webhook.pk}/secret/")
    assert Webhook.objects.get().secret != webhook.secret


def test_removed_webhook_is_gone(leading: Client, community: Community) -> None:
    webhook = add_webhook(community, URL)
    leading.post(f"/communities/{community.slug}/webhooks/{webhook.pk}/remove/")
    assert not Webhook.objects.exists()


def test_webhook_of_another_community_cannot_be_removed(
    leading: Client, community: Community, other_leader: object
) -> None:
    elsewhere = add_webhook(Community.objects.get(name="Elsewhere"), URL)
    answer = leading.post(f"/communities/{community.slug}/webhooks/{elsewhere.pk}/remove/")
    assert answer.status_code == 404
    assert Webhook.objects.exists()
