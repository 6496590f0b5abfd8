"""What admins may do with waves, work, instruments and tokens."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from assessments.domain.accounts.viewers import create_api_token
from assessments.models import Account, ApiToken, Community, Instrument, Mail, Wave, Work
from tests.assessments import making
from tests.assessments.admin.addresses import listed, noun_of, page

OpenWave = Callable[..., Wave]


def act(admin: Client, action: str, *rows: Any) -> None:
    wish = {
        "action": action,
        "_selected_action": [str(row.pk) for row in rows],
        "confirmed": "yes",
    }
    assert admin.post(listed(noun_of(rows[0])), wish).status_code == 302


def wish_for(wave: Wave, **changes: Any) -> dict[str, Any]:
    return {
        "closes_at_0": wave.closes_at.date(),
        "closes_at_1": wave.closes_at.time().isoformat("seconds"),
        "minimum_answers": wave.minimum_answers,
        **changes,
    }


def test_a_wave_is_sealed_now(admin: Client, open_wave: OpenWave) -> None:
    wave = open_wave()

    act(admin, "seal_now", wave)

    wave.refresh_from_db()
    assert wave.state == Wave.State.SEALED
    assert LogEntry.objects.get().object_id == str(wave.pk)


def test_sealing_asks_once_more(admin: Client, open_wave: OpenWave) -> None:
    wave = open_wave()
    wish = {"action": "seal_now", "_selected_action": str(wave.pk)}

    content = admin.post(listed("wave"), wish).content.decode()

    assert "cannot be undone" in content
    assert str(wave.pk) in content
    assert Wave.objects.get().state == Wave.State.OPEN


def test_a_sealed_wave_is_not_sealed_again(admin: Client, open_wave: OpenWave) -> None:
    wave = open_wave()
    act(admin, "seal_now", wave)
    sealed_at = Wave.objects.get().sealed_at

    act(admin, "seal_now", wave)

    assert Wave.objects.get().sealed_at == sealed_at
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(("minimum", "after"), [(4, 5), (0, 5), (5, 5), (8, 8)])
def test_the_minimum_of_a_wave_only_rises(
    admin: Client, open_wave: OpenWave, minimum: int, after: int
) -> None:
    wave = open_wave()

    admin.post(page(wave), wish_for(wave, minimum_answers=minimum))

    assert Wave.objects.get().minimum_answers == after


@pytest.mark.parametrize(("minimum", "after"), [(5, 7), (6, 7), (7, 7), (9, 9)])
def test_the_minimum_of_a_community_only_rises(
    admin: Client, community: Community, minimum: int, after: int
) -> None:
    Community.objects.update(minimum_answers=7)
    wish = {
        **{name: getattr(community, name) or "" for name in ("slug", "name", "language")},
        "time_zone": "UTC",
        "minimum_answers": minimum,
        "leadership_set-TOTAL_FORMS": 0,
        "leadership_set-INITIAL_FORMS": 0,
    }

    admin.post(page(community), wish)

    assert Community.objects.get().minimum_answers == after


def test_a_sealed_wave_is_read_only(admin: Client, open_wave: OpenWave) -> None:
    wave = open_wave()
    assert b'name="minimum_answers"' in admin.get(page(wave)).content
    act(admin, "seal_now", wave)

    assert b'name="minimum_answers"' not in admin.get(page(wave)).content
    assert admin.post(page(wave), wish_for(wave, minimum_answers=9)).status_code == 403
    assert Wave.objects.get().minimum_answers == 5


@pytest.mark.parametrize("state", ["open", "sealed"])
def test_no_wave_is_deleted(admin: Client, open_wave: OpenWave, state: str) -> None:
    wave = open_wave()
    if state == "sealed":
        act(admin, "seal_now", wave)

    assert admin.post(page(wave, "delete"), {"post": "yes"}).status_code == 403
    act(admin, "delete_selected", wave)
    assert Wave.objects.exists()


def test_mails_are_counted_by_state_and_reminders_are_not(
    admin: Client, open_wave: OpenWave
) -> None:
    wave = open_wave(n=3)
    invitations = [*wave.invitations.all()]
    Mail.objects.filter(invitation=invitations[0]).update(state=Mail.State.SENT)
    Mail.objects.create(invitation=invitations[1], kind=Mail.Kind.REMINDER)

    assert "due: 2, sent: 1" in admin.get(page(wave)).content.decode()


@pytest.mark.parametrize("n", [4, 5])
def test_answer_sheets_are_counted_from_the_minimum_on(
    admin: Client, open_wave: OpenWave, n: int
) -> None:
    wave = open_wave(n=5)
    making.answer_all(wave, sheets=n)
    wave = making.seal_and_assess(wave)

    form = admin.get(page(wave)).context["adminform"]

    shown = {
        field.field["name"]: field.contents() for part in form for line in part for field in line
    }
    assert shown["answer_sheets"] == ("5" if n == 5 else "—")


def test_quarantined_work_is_put_back(admin: Client, open_wave: OpenWave) -> None:
    open_wave()
    Work.objects.update(state=Work.State.QUARANTINED, attempts=3, error="WorkerLost")
    row = Work.objects.get()

    act(admin, "put_back", row)

    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (Work.State.DUE, 0, "")


def test_work_that_waits_already_is_not_put_back_beside_it(
    admin: Client, open_wave: OpenWave
) -> None:
    wave = open_wave()
    waiting = Work.objects.get()
    aside = Work.objects.create(
        kind=waiting.kind, wave=wave, state=Work.State.QUARANTINED, due_at=timezone.now()
    )

    act(admin, "put_back", waiting, aside)

    assert Work.objects.get(pk=aside.pk).state == Work.State.QUARANTINED


def test_an_instrument_is_read_and_retired(admin: Client, tiny: Instrument) -> None:
    assert "Members are at peace here." in admin.get(page(tiny)).content.decode()
    assert admin.post(page(tiny), {"name": "Other"}).status_code == 403

    act(admin, "retire", tiny)

    tiny.refresh_from_db()
    assert tiny.retired_at is not None
    assert tiny.name == "Two of the eight"


def test_a_token_is_revoked_and_its_hash_never_shown(admin: Client, leader: Account) -> None:
    create_api_token(leader, name="program")
    token = ApiToken.objects.get()
    content = admin.get(page(token)).content.decode()
    assert "program" in content
    assert token.sha256 not in content

    act(admin, "revoke", token)

    assert ApiToken.objects.get().revoked_at is not None
