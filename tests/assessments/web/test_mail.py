"""The mail that invites."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from assessments.domain.mailing import send_due_mails
from assessments.models import Community, Member, Wave, Work
from tests.assessments.web.browsing import Browser, text_of


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


def test_invitation_says_who_asks_why_how_long_and_until_when(sent: Wave) -> None:
    (message,) = mail.outbox

    assert isinstance(message, EmailMultiAlternatives)
    plain, html = message.body, str(message.alternatives[0][0])
    assert message.to == [Member.objects.get().email]
    assert "Jack & Jill's asks its members" in plain
    assert "To <fetch> water" in plain
    assert "about 1 minute" in plain  # 4 items, 2 predictions, 2 questions: 28 + 40 seconds
    assert "(Europe/Berlin)" in plain
    assert "confidential" in plain
    assert "To &lt;fetch&gt; water" in html
    assert "style=" not in html


def test_link_of_the_invitation_lets_in(sent: Wave) -> None:
    (message,) = mail.outbox
    link = next(line for line in str(message.body).splitlines() if line.startswith("http"))
    browser = Browser(sent)

    browser.enter(link.rstrip("/").rpartition("/")[2])

    assert "Jack & Jill's" in text_of(browser.get())
