"""What a member gets by mail, and how they leave."""

import logging
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils import timezone

from assessments.domain.communities.unsubscribing import unsubscribe_link
from assessments.domain.messages.mailing import send_due_mails
from assessments.models import Community, Mail, Member, Wave, Work
from commsurvey.logs import HideSecrets
from tests.assessments import making
from tests.assessments.web.browsing import Browser, html_of, text_of


@pytest.fixture
def sent(community: Community, open_wave: Callable[..., Wave]) -> Wave:
    """A wave whose one invitation has gone out."""
    Community.objects.filter(pk=community.pk).update(
        name="Jack & Jill's", purpose="To <fetch> water", time_zone="Europe/Berlin"
    )
    community.refresh_from_db()
    wave = open_wave(n=1)
    send_due_mails(Work.objects.select_related("wave").get(kind=Work.Kind.MAIL))
    return wave


def parts(message: object) -> tuple[str, str]:
    """Give the plain and the HTML part of a mail."""
    assert isinstance(message, EmailMultiAlternatives)
    return str(message.body), str(message.alternatives[0][0])


def path_of(member: Member) -> str:
    return unsubscribe_link(member).removeprefix("http://127.0.0.1:8000")


def test_invitation_says_who_asks_why_how_long_and_until_when(sent: Wave) -> None:
    (message,) = mail.outbox

    plain, html = parts(message)
    assert message.to == [Member.objects.get().email]
    assert "Jack & Jill's asks its members" in plain
    assert "To <fetch> water" in plain
    assert "about 1 minute" in plain  # 4 items, 2 predictions, 2 questions: 28 + 40 seconds
    assert "(Europe/Berlin)" in plain
    assert "confidential" in plain
    assert "To &lt;fetch&gt; water" in html
    assert "style=" not in html
    assert "<table" not in html


def test_link_of_the_invitation_lets_in(sent: Wave) -> None:
    (message,) = mail.outbox
    link = next(line for line in str(message.body).splitlines() if line.startswith("http"))
    browser = Browser(sent)

    browser.enter(link.rstrip("/").rpartition("/")[2])

    assert "Jack & Jill's" in text_of(browser.get())
    assert parts(message)[1].count(link) == 3  # the button, and the address to copy


def test_line_breaks_in_a_name_begin_no_header(
    community: Community, open_wave: Callable[..., Wave]
) -> None:
    Community.objects.update(name="Fine\r\nBcc: everybody@example.org")
    community.refresh_from_db()
    open_wave(n=1)

    send_due_mails(Work.objects.select_related("wave").get(kind=Work.Kind.MAIL))

    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert message.message()["Bcc"] is None


def test_mail_programs_unsubscribe_with_one_click(sent: Wave) -> None:
    (message,) = mail.outbox
    headers = message.message()
    link = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in parts(message)[0]

    program = Client(enforce_csrf_checks=True)
    clicked = program.post(
        link.removeprefix("http://127.0.0.1:8000"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert clicked.status_code == 204  # a redirect is forbidden
    assert Member.objects.get().unsubscribed


def test_looking_at_the_link_stops_nothing_and_the_page_undoes_it(member: Member) -> None:
    client, path = Client(), path_of(member)

    assert "No more mails of Leaky Taps Guild?" in text_of(client.get(path))
    member.refresh_from_db()
    assert not member.unsubscribed

    assert "You get no more mails" in text_of(client.post(path, follow=True))
    member.refresh_from_db()
    assert member.unsubscribed

    client.post(path, {"mails": "again"})
    member.refresh_from_db()
    assert not member.unsubscribed


def test_page_of_the_link_is_the_same_whoever_has_answered(wave: Wave, member: Member) -> None:
    before = html_of(Client().get(path_of(member)))

    making.answer_all(wave, sheets=3)

    assert html_of(Client().get(path_of(member))) == before
    assert member.email not in before


def test_forged_and_erased_links_are_the_same_and_limited(member: Member) -> None:
    path = path_of(member)
    other = path.replace(member.pk.hex, "0" * 32)
    answers = [Client().get(other), Client().post(other)]
    member.delete()
    answers.append(Client().get(path))

    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({text_of(answer) for answer in answers}) == 1
    # The minute may end in between.
    assert 429 in [Client().get(other).status_code for _ in range(2 * 10 + 1)]


def test_page_of_the_link_tells_nobody_where_it_was(member: Member) -> None:
    answer = Client().get(path_of(member))

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_link_is_not_logged(member: Member) -> None:
    path = path_of(member)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s", (path,), None)
    key = path.split("/")[2]
    assert key in record.getMessage()

    HideSecrets().filter(record)

    assert record.getMessage() == "/unsubscribe/…/"


def test_reminder_and_result_have_both_parts(sent: Wave) -> None:
    invitation = sent.invitations.get()
    for kind in (Mail.Kind.REMINDER, Mail.Kind.RESULT):
        Mail.objects.create(invitation=invitation, kind=kind, due_at=timezone.now())
    send_due_mails(Work.objects.select_related("wave").get(kind=Work.Kind.MAIL))

    told = {message.message()["X-Commsurvey-Mail"]: parts(message) for message in mail.outbox}
    assert "still asks its members" in told["reminder"][0]
    assert "still asks its members" in told["reminder"][1]
    assert f"/r/{sent.result_key}/" in told["result"][0]
    assert f"/r/{sent.result_key}/" in told["result"][1]
    assert f"/w/{sent.pk}/" not in "".join(told["result"])
