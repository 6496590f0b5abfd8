"""Leaders are invited by leaders, or make an account themselves where that is allowed."""

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from assessments.domain.accounts.accounts import MOST_LEADERS, invite_account, invite_leader
from assessments.domain.refusals import RefusedError
from assessments.models import Account, Community, Leadership
from tests.assessments.making import make_account
from tests.assessments.web.browsing import text_of
from tests.assessments.web.signing_in import mailed_code, sign_in_by_code


@pytest.fixture
def lea(leader: Account) -> Client:
    """Lea's browser."""
    client = Client()
    client.force_login(leader)
    return client


@pytest.fixture
def page(community: Community) -> str:
    """The address of the page of leaders."""
    return f"/communities/{community.slug}/leaders/"


def test_an_invited_leader_signs_in_by_a_code_and_leads(
    lea: Client, page: str, community: Community, settings: LazySettings
) -> None:
    done = lea.post(page, {"email": "Nina@Example.org"}, follow=True)
    assert "nina@example.org leads this community too" in text_of(done)

    (invitation,) = mail.outbox
    assert invitation.to == ["nina@example.org"]
    assert community.name in invitation.subject
    assert f"{settings.BASE_URL}/sign-in/" in invitation.body
    nina = Client()
    assert sign_in_by_code(nina, "nina@example.org")["Location"] == "/communities/"
    assert community.name in text_of(nina.get("/communities/"))
    assert nina.get(page).status_code == 200


def test_inviting_tells_nobody_who_has_an_account(
    lea: Client, page: str, other_leader: Account
) -> None:
    Account.objects.filter(pk=other_leader.pk).update(name="Otto Quist")
    pages = [
        text_of(lea.post(page, {"email": f"{name}@example.org"}, follow=True))
        for name in ("otto", "olga")
    ]
    shown = [text.partition("Sign out")[2].partition("All who lead")[0] for text in pages]

    assert shown[0].replace("otto", "olga") == shown[1]
    assert "Quist" not in pages[0]
    assert Account.objects.filter(email="otto@example.org").count() == 1


def test_inviting_twice_mails_once(lea: Client, page: str) -> None:
    for _ in range(2):
        lea.post(page, {"email": "nina@example.org"})

    assert len(mail.outbox) == 1
    assert Leadership.objects.count() == 2


def test_a_leader_leaves_or_is_dismissed_but_never_the_last(
    lea: Client, page: str, leader: Account, community: Community
) -> None:
    alone = lea.post(f"{page}{leader.pk}/dismiss/", follow=True)
    assert "A community needs somebody who leads it" in text_of(alone)
    assert "Lead no more" not in text_of(alone)
    lea.post(page, {"email": "nina@example.org"})
    nina = Account.objects.get(email="nina@example.org")
    lea.post(page, {"email": "olga@example.org"})
    olga = Account.objects.get(email="olga@example.org")

    assert lea.post(f"{page}{nina.pk}/dismiss/")["Location"] == page
    assert lea.post(f"{page}{leader.pk}/dismiss/")["Location"] == "/communities/"

    assert [*community.leaders.all()] == [olga]
    assert lea.get(page).status_code == 404
    browser = Client()
    browser.force_login(nina)
    assert browser.get(page).status_code == 404


@pytest.mark.parametrize("email", ["", "nina", "\x00@example.org", "x" * 255 + "@example.org"])
def test_an_address_that_cannot_be_right_is_said(lea: Client, page: str, email: str) -> None:
    assert lea.post(page, {"email": email}).status_code == 422
    assert mail.outbox == []


def test_ten_invitations_a_minute_are_enough(lea: Client, page: str) -> None:
    statuses = [lea.post(page, {"email": f"n{n}@example.org"}).status_code for n in range(11)]

    assert statuses == [302] * 10 + [429]


def test_there_are_not_more_leaders_than_anybody_needs(community: Community) -> None:
    for number in range(MOST_LEADERS - 1):
        Leadership.objects.create(
            community=community, account=make_account(f"n{number}@example.org")
        )

    with pytest.raises(RefusedError, match="at most"):
        invite_leader(community, "one-more@example.org")


def test_a_name_with_a_line_break_is_mailed_in_one_line(community: Community) -> None:
    Community.objects.update(name="Taps\nBcc: x@example.org")
    community.refresh_from_db()

    assert invite_leader(community, "nina@example.org")
    assert mail.outbox[0].subject == "You lead Taps Bcc: x@example.org"


def test_an_account_made_by_an_admin_is_told(db: None) -> None:
    assert invite_account(Account.objects.create_user("nina@example.org"))

    assert "account" in mail.outbox[0].subject
    assert "nina@example.org" in mail.outbox[0].body


def test_nobody_signs_up_unless_it_is_allowed(client: Client, db: None) -> None:
    assert "Leaders are invited" in text_of(client.get("/sign-up/"))
    assert "Make one" not in text_of(client.get("/sign-in/"))

    client.post("/sign-up/", {"email": "nina@example.org", "name": "Nina"})

    assert not Account.objects.exists()


def test_where_it_is_allowed_one_signs_up_by_a_code(
    client: Client, db: None, settings: LazySettings
) -> None:
    settings.SIGN_UP = "OPEN"
    assert "Make one" in text_of(client.get("/sign-in/"))
    asked = client.post("/sign-up/", {"email": "Nina@Example.org", "name": "Nina"})
    assert asked["Location"] == "/sign-in/address/"
    assert client.get("/communities/").status_code == 302

    done = client.post(asked["Location"], {"code": mailed_code()})

    assert done["Location"] == "/communities/"
    assert client.get("/new-community/").status_code == 200
    assert Account.objects.values("email", "name", "is_staff").get() == {
        "email": "nina@example.org",
        "name": "Nina",
        "is_staff": False,
    }


def test_signing_up_twice_looks_the_same_and_makes_one_account(
    leader: Account, settings: LazySettings
) -> None:
    settings.SIGN_UP = "OPEN"
    pages = []
    for name in ("lea", "leo"):
        client = Client()
        page = client.post("/sign-up/", {"email": f"{name}@example.org"}, follow=True)
        pages.append(text_of(page).replace("leo@", "lea@"))

    assert pages[0] == pages[1]
    assert "There is one already" in mail.outbox[0].body
    assert Account.objects.filter(email="lea@example.org").count() == 1
