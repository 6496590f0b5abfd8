"""The mails of the embedded default, and who may see them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain.messages.mail_folder import FILE_BACKEND
from assessments.domain.messages.mailing import send_due_mails
from assessments.models import Account, Mail, Wave, Work
from tests.assessments import making
from tests.assessments.web.browsing import html_of, text_of


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The folder in which the embedded default leaves mails."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILE_BACKEND, str(tmp_path)
    return tmp_path


@pytest.fixture
def owner(db: None) -> Client:
    """The browser of whoever runs the installation."""
    client = Client()
    client.force_login(making.make_account("o@example.org", is_staff=True, is_superuser=True))
    return client


def send(wave: Wave) -> None:
    send_due_mails(Work.objects.select_related("wave").get(kind=Work.Kind.MAIL, wave=wave))


def test_owner_reads_the_mails_and_follows_their_links(
    owner: Client, folder: Path, wave: Wave
) -> None:
    assert "There is no mail yet" in text_of(owner.get("/outbox/"))
    send(wave)

    page = html_of(owner.get("/outbox/"))

    assert page.count("<article") == 3
    link = page.split(f'href="http://127.0.0.1:8000/w/{wave.pk}/')[1].split('"')[0]
    assert Client().get(f"/w/{wave.pk}/{link}").status_code == 302
    assert "/outbox/" in html_of(owner.get("/communities/"))


def test_reminders_are_not_shown(owner: Client, folder: Path, wave: Wave) -> None:
    for invitation in wave.invitations.all():
        Mail.objects.create(invitation=invitation, kind=Mail.Kind.REMINDER, due_at=timezone.now())
    send(wave)

    page = text_of(owner.get("/outbox/"))

    assert any("still asks" in file.read_text() for file in folder.iterdir())
    assert page.count("asks how you see it") == 3
    assert "still asks" not in page


def test_leaders_and_admins_see_no_mails_of_others(
    folder: Path, wave: Wave, leading: Client, account: Account
) -> None:
    send(wave)
    Account.objects.filter(pk=account.pk).update(is_staff=True)
    staff = Client()
    staff.force_login(account)

    assert leading.get("/outbox/").status_code == staff.get("/outbox/").status_code == 404
    assert "/outbox/" not in html_of(leading.get("/communities/"))
    assert Client().get("/outbox/").status_code == 302


def test_there_is_no_such_page_where_mails_are_sent(
    owner: Client, folder: Path, settings: Any
) -> None:
    assert owner.get("/outbox/").status_code == 200
    settings.PRODUCTION = True
    assert owner.get("/outbox/").status_code == 404
    settings.PRODUCTION = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert owner.get("/outbox/").status_code == 404


def test_torn_files_are_no_error(owner: Client, folder: Path) -> None:
    (folder / "1.log").write_bytes(b"\xff\x00 torn\nTo:\n\n" + b"-" * 79 + b"\nSubject: =?x?q?\n")

    assert owner.get("/outbox/").status_code == 200
