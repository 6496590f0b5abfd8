"""C9: a whole journey leaves no token, address or answer in logs, broker and side tables."""

import base64
import logging
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core import mail
from django.test import Client
from django.utils import timezone

from assessments.domain.waves import sealing
from assessments.models import Member, Token, Wave, Work
from assessments.tasks import do_work
from tests.assessments import making
from tests.assessments.web.browsing import Browser
from tests.attacks.searching import places_of

COMMENT = "Marzipan ought to be served more often."


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Give what the installation's own handler writes, at the most talkative level."""
    (handler,) = [each for each in logging.root.handlers if each.name == "stderr"]
    if not isinstance(handler, logging.StreamHandler):
        raise TypeError("the installation's handler writes to a stream")
    written = StringIO()
    before, level = handler.setStream(written), logging.root.level
    logging.root.setLevel(logging.DEBUG)
    yield written
    logging.root.setLevel(level)
    handler.setStream(before)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Path]:
    """Give the folder of a doorbell made of files, as the embedded default has it."""
    folders = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "exchanges"),
    }
    settings = current_app.conf
    names = ("broker_url", "broker_transport", "broker_transport_options")
    before = {name: settings[name] for name in names}
    settings.update(
        broker_url="filesystem://",
        broker_transport="commsurvey.filesystem_transport:Transport",
        broker_transport_options=folders,
    )
    _forget_connections()
    yield tmp_path
    settings.update(before)
    _forget_connections()


def _forget_connections() -> None:
    current_app._after_fork()  # type: ignore[attr-defined] # noqa: SLF001 -- what Celery does when connections may not be kept


@pytest.mark.django_db(transaction=True)
def test_a_journey_leaves_nothing_behind(log: StringIO, broker: Path) -> None:
    community = making.make_community(making.make_account())
    wave = making.make_wave(community, making.make_tiny(), members=6)
    for row in Work.objects.filter(kind=Work.Kind.MAIL):
        do_work(work_id=str(row.pk))
    tokens = [text.split(f"/w/{wave.pk}/")[1][:32] for text in (each.body for each in mail.outbox)]
    member = Member.objects.get(email=mail.outbox[0].to[0])

    journey(wave, tokens[0])
    leader_looks(wave)
    for token in tokens[1:5]:
        making_way = Browser(wave)
        making_way.enter(token)
        making_way.fill_in()
        making_way.part(5, {"comment": ""}, go="send")
    sealing.seal_wave(wave.pk, now=timezone.now())
    late = Browser(wave).enter(tokens[1])
    assert late.status_code == 410
    do_work(work_id=str(Work.objects.get(kind=Work.Kind.ASSESS).pk))
    leader_looks(wave)
    admin_looks(wave)

    written = log.getvalue()
    rung = "".join(rung_in(broker))
    assert str(wave.pk) in written
    assert "assessments.do_work" in rung
    secrets = [
        *tokens,
        member.email,
        "example.org",
        COMMENT,
        "Marzipan",
        "realism_1=",
        "realism_1'",
    ]
    for secret in secrets:
        assert secret not in written, secret
        assert secret not in rung, secret
    assert places_of(tokens) == set()
    assert places_of([member.email]) == {"assessments_member.email"}
    assert places_of([COMMENT]) == {"assessments_comment.text"}


@pytest.mark.django_db(transaction=True)
def test_the_search_sees_what_is_logged_and_rung(log: StringIO, broker: Path) -> None:
    logging.getLogger("assessments").warning("Somebody logged %s", COMMENT)
    current_app.send_task("assessments.do_work", kwargs={"work_id": COMMENT})

    assert COMMENT in log.getvalue()
    assert COMMENT in "".join(rung_in(broker))


def rung_in(folder: Path) -> Iterator[str]:
    """Read what lies in the broker's folder; the body of a message is in base 64."""
    for file in folder.rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            yield text
            for body in re.findall(r'"body": ?"([A-Za-z0-9+/=]+)"', text):
                yield base64.b64decode(body).decode(errors="replace")


def journey(wave: Wave, token: str) -> None:
    """Do what a member does who gets lost, changes their mind and comes back."""
    browser = Browser(wave)
    browser.enter("a" * 32)
    browser.enter(token)
    browser.get()
    browser.part(1, {"realism_1": "77", "nonsense": "9"})
    browser.fill_in()
    browser.part(5, {"comment": COMMENT}, go="send")
    browser.get("thanks/")
    again = Browser(wave)
    again.enter(token)
    again.fill_in()
    again.part(5, {"comment": COMMENT}, go="send")
    Client().get(f"/w/{wave.pk}/part/1/{token}")
    Client().get(f"/nowhere/?token={token}")
    assert Token.objects.filter(invitation__mark__isnull=False).exists()


def leader_looks(wave: Wave) -> None:
    leader = Client()
    leader.force_login(wave.community.leaders.get())
    for path in (f"/communities/{wave.community.slug}/", f"/c/{wave.community.slug}/"):
        assert leader.get(path).status_code == 200


def admin_looks(wave: Wave) -> None:
    admin: Any = Client()
    admin.force_login(making.make_account("root@admin.test", is_staff=True, is_superuser=True))
    row = Member.objects.filter(community=wave.community)[0]
    address = f"/admin/assessments/member/{row.pk}/change/"
    changed = {"email": row.email, "name": "Renamed", "role": "member", "active": "on"}
    assert admin.post(address, changed).status_code == 302
