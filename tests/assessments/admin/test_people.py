"""Nothing about single people in warnings and logs; powers stay where they are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse

from assessments.models import Account, Community, Member, Wave
from tests.assessments import making
from tests.assessments.admin.addresses import listed, page
from tests.assessments.web.signing_in import sign_in_by_code

OpenWave = Callable[..., Wave]


def test_deleting_a_community_warns_with_counts_and_no_rows(
    admin: Client, open_wave: OpenWave, community: Community
) -> None:
    wave = open_wave(n=3)
    making.answer_all(wave, sheets=2)

    content = admin.get(page(community, "delete")).content.decode()
    content = content.split('id="content"')[1].split("<form")[0]

    assert "Members: 3" in content
    assert "Waves: 1" in content
    for hidden in ("@", "nswer sheet", "ark", "nvitation", "oken"):
        assert hidden not in content, hidden


def test_a_deleted_community_takes_everything_with_it(
    admin: Client, open_wave: OpenWave, community: Community
) -> None:
    making.seal_and_assess(open_wave(n=1))

    admin.post(page(community, "delete"), {"post": "yes"})

    assert not Community.objects.exists()
    assert not Wave.objects.exists()


@pytest.mark.parametrize("bulk", [False, True])
def test_deleting_a_member_does_not_say_whether_they_answered(
    admin: Client, open_wave: OpenWave, *, bulk: bool
) -> None:
    wave = open_wave(n=2)
    making.answer_all(wave, sheets=1)
    answered, silent = Member.objects.order_by("email")

    def warning(member: Member) -> str:
        if bulk:
            wish = {"action": "delete_selected", "_selected_action": str(member.pk)}
            answer = admin.post(listed("member"), wish)
        else:
            answer = admin.get(page(member, "delete"))
        assert member.email in answer.content.decode()
        content = answer.content.decode().split('id="content"')[1].split("csrfmiddlewaretoken")
        return "".join(content[:1]).replace(str(member.pk), "").replace(member.email, "")

    assert warning(answered) == warning(silent)


def test_the_log_carries_no_address(admin: Client, community: Community, leader: Account) -> None:
    address = "mia@example.org"
    wish = {"community": str(community.pk), "email": address, "role": "member", "active": "on"}
    admin.post(reverse("admin:assessments_member_add"), wish)
    member = Member.objects.get(email=address)
    admin.post(page(member), {**wish, "name": "Mia"})
    admin.post(page(member, "delete"), {"post": "yes"})
    admin.post(page(leader), {"email": "new@example.org", "name": "Lea", "is_active": "on"})
    with_leader = {
        "slug": community.slug,
        "name": "Renamed",
        "language": "en",
        "time_zone": "UTC",
        "minimum_answers": 5,
        "leadership_set-TOTAL_FORMS": 1,
        "leadership_set-INITIAL_FORMS": 0,
        "leadership_set-0-account": str(making.make_account("second@example.org").pk),
    }
    admin.post(page(community), with_leader)

    logged = [(entry.object_repr, entry.change_message) for entry in LogEntry.objects.all()]
    assert len(logged) == 5
    assert Community.objects.get().leaders.count() == 2
    assert "@" not in repr(logged)
    assert "@" not in admin.get("/admin/").content.decode().split('id="content-related"')[1]


def test_staff_without_all_powers_give_none(
    client: Client, staff: Account, leader: Account
) -> None:
    client.force_login(staff)

    client.post(
        page(leader),
        {"email": leader.email, "name": "Changed", "is_active": "on", "is_superuser": "on",
         "is_staff": "on"},
    )  # fmt: skip

    leader.refresh_from_db()
    assert (leader.name, leader.is_superuser, leader.is_staff) == ("Changed", False, False)


def test_staff_cannot_touch_a_superuser(client: Client, staff: Account, superuser: Account) -> None:
    client.force_login(staff)
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])

    assert client.post(page(superuser), {"email": "mine@example.org"}).status_code == 403
    assert client.post(password, {"password1": "x", "password2": "x"}).status_code == 403
    assert client.post(page(superuser, "delete"), {"post": "yes"}).status_code == 403
    wish = {"action": "delete_selected", "_selected_action": str(superuser.pk), "post": "yes"}
    client.post(listed("account"), wish)
    superuser.refresh_from_db()
    assert superuser.email == "root@example.org"


def test_an_account_is_made_by_its_address(admin: Client) -> None:
    wish = {"email": "new@example.org", "usable_password": "false"}

    admin.post(reverse("admin:assessments_account_add"), wish)

    assert not Account.objects.get(email="new@example.org").has_usable_password()


@pytest.mark.django_db(transaction=True)
def test_who_gets_an_account_is_mailed_and_signs_in_by_a_code(admin: Client) -> None:
    wish = {"email": "Nina@example.org", "usable_password": "false"}

    done = admin.post(reverse("admin:assessments_account_add"), wish)

    (invitation,) = mail.outbox
    assert invitation.to == ["nina@example.org"]
    assert "/sign-in/" in invitation.body
    assert "They are told by mail" in admin.get(done["Location"]).content.decode()
    assert sign_in_by_code(Client(), "nina@example.org").status_code == 302
    assert Account.objects.get(email="nina@example.org").last_login is not None


def test_an_account_that_is_changed_is_mailed_nothing(
    admin: Client, leader: Account, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(page(leader), {"email": leader.email, "name": "Anew", "is_active": "on"})

    leader.refresh_from_db()
    assert leader.name == "Anew"
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_fails_is_said_and_the_account_is_there(admin: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "no.such.backend"
    wish = {"email": "nina@example.org", "usable_password": "false"}

    done = admin.post(reverse("admin:assessments_account_add"), wish)

    assert "could not be sent" in admin.get(done["Location"]).content.decode()
    assert Account.objects.filter(email="nina@example.org").exists()


def test_an_address_is_taken_whatever_its_capitals(admin: Client, leader: Account) -> None:
    wish = {"email": leader.email.upper(), "usable_password": "false"}

    answer = admin.post(reverse("admin:assessments_account_add"), wish)

    assert answer.status_code == 200
    assert answer.context["errors"]
