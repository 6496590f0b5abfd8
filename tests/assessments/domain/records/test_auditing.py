"""The audit of who looked at which release."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.accounts.viewers import Viewer, create_api_token
from assessments.domain.records.auditing import Channel, record_view, record_views
from assessments.models import Account, ReleaseView, Wave
from assessments.models.release_views import AppendOnlyError
from tests.assessments import making

AssessedWave = Callable[..., Wave]


@pytest.fixture
def wave(assessed_wave: AssessedWave) -> Wave:
    """An assessed wave of five."""
    return assessed_wave(n=5, instrument=making.make_tiny())


def seen() -> list[tuple[str, str]]:
    return [(row.account.email, row.channel) for row in ReleaseView.objects.all() if row.account]


def test_a_view_is_noted_once_a_day_and_channel(wave: Wave, leader: Account) -> None:
    viewer = Viewer(leader)
    record_view(viewer, wave, Channel.PAGE)
    record_view(viewer, wave, Channel.PAGE)
    cache.clear()  # another process
    record_view(viewer, wave, Channel.PAGE)
    assert ReleaseView.objects.count() == 1

    record_view(viewer, wave, Channel.REST)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        record_view(viewer, wave, Channel.PAGE)

    assert ReleaseView.objects.count() == 3


def test_a_wave_without_an_assessment_has_nothing_to_see(
    open_wave: AssessedWave, leader: Account
) -> None:
    record_view(Viewer(leader), open_wave(), Channel.PAGE)

    assert not ReleaseView.objects.exists()


def test_many_views_cost_one_statement_and_then_none(wave: Wave, leader: Account) -> None:
    others = []
    for number in range(3):
        other = making.make_community(leader, f"Community {number}")
        each = making.make_wave(other, wave.instrument, members=5)
        making.answer_all(each, sheets=5)
        others.append(making.seal_and_assess(each))

    with CaptureQueriesContext(connection) as first:
        record_views(Viewer(leader), [wave, *others], Channel.GRAPHQL)
    with CaptureQueriesContext(connection) as again:
        record_views(Viewer(leader), [wave, *others], Channel.GRAPHQL)

    assert [each["sql"].split()[0] for each in first.captured_queries] == ["INSERT"]
    assert len(again) == 0
    assert ReleaseView.objects.count() == 4


def test_every_channel_of_an_account_is_noted(client: Client, wave: Wave, leader: Account) -> None:
    slug = wave.community.slug
    client.force_login(leader)
    assert client.get(f"/c/{slug}/").status_code == 200
    assert client.get(f"/api/v1/waves/{wave.pk}/assessment/").status_code == 200
    secret = create_api_token(leader, name="program")
    wished = "{ latestWave { assessment { verdict { __typename } } } }"
    asked = {"query": f'{{ community(slug: "{slug}") {wished} }}'}
    answer = Client().post(
        "/graphql",
        asked,
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 200, answer.content

    assert {*seen()} == {(leader.email, channel) for channel in ("page", "rest", "graphql")}


def test_members_leave_no_row(client: Client, wave: Wave) -> None:
    assert client.get(f"/r/{wave.result_key}/").status_code == 200

    assert not ReleaseView.objects.exists()


def test_nothing_in_the_audit_is_changed_or_deleted(wave: Wave, leader: Account) -> None:
    record_view(Viewer(leader), wave, Channel.PAGE)
    row = ReleaseView.objects.get()

    row.day = timezone.now().date() - timedelta(days=9)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        ReleaseView.objects.update(channel=Channel.REST)
    with pytest.raises(AppendOnlyError):
        ReleaseView.objects.all().delete()


def test_who_deletes_their_account_does_not_delete_what_they_saw(
    wave: Wave, account: Account
) -> None:
    record_view(Viewer(account), wave, Channel.PAGE)
    account.delete()

    row = ReleaseView.objects.select_related("account").get()
    assert row.account is None
    assert row.account_id is not None


def test_the_audit_goes_with_the_community(wave: Wave, leader: Account) -> None:
    record_view(Viewer(leader), wave, Channel.PAGE)

    wave.community.delete()

    assert not ReleaseView.objects.exists()
