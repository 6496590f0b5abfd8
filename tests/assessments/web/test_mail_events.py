"""What a mail service tells: inert unless configured, signed in, and never an error of ours."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Mail, Wave
from commsurvey.connections import SERVICE_KEYS

SECRET = "service:0123456789-0123456789"
OFFICE = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(SECRET.encode()).decode()}


@pytest.fixture
def service(settings: Any) -> Callable[[str], None]:
    """Configure a service."""

    def configure(name: str = "postmark") -> None:
        settings.MAIL_SERVICE = name
        settings.ANYMAIL = {SERVICE_KEYS[name]: "key", "WEBHOOK_SECRET": SECRET}

    return configure


@pytest.fixture
def mail(wave: Wave) -> Mail:
    """An invitation that went out."""
    Mail.objects.update(state=Mail.State.SENT)
    return Mail.objects.all()[0]


def body_of(service: str, mail: Mail) -> Any:
    """Write a bounce as the service's own documentation shows it."""
    metadata = {"mail": str(mail.pk)}
    return {
        "postmark": {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "ID": 42,
            "MessageID": "883953f4",
            "Email": "john@example.org",
            "BouncedAt": "2019-11-05T16:33:54.9070259Z",
            "Metadata": metadata,
        },
        "brevo": {
            "event": "hard_bounce",
            "email": "john@example.org",
            "ts_epoch": 1534486682000,
            "message-id": "<1@example.org>",
            "X-Mailin-custom": json.dumps(metadata),
        },
        "sparkpost": [
            {
                "msys": {
                    "message_event": {
                        "type": "bounce",
                        "bounce_class": "10",
                        "rcpt_to": "john@example.org",
                        "timestamp": "1454442600",
                        "event_id": "92356927693813856",
                        "transmission_id": "65832150921904138",
                        "rcpt_meta": metadata,
                    }
                }
            }
        ],
    }[service]


def tell(body: Any, **headers: str) -> int:
    answer = Client().post("/mail-events/", body, content_type="application/json", **headers)  # type: ignore[arg-type] # the environment
    return answer.status_code


@pytest.mark.parametrize("name", SERVICE_KEYS)
def test_mail_that_came_back_is_noted(
    name: str, mail: Mail, service: Callable[[str], None]
) -> None:
    service(name)

    assert tell(body_of(name, mail), **OFFICE) == 204

    mail.refresh_from_db()
    assert mail.state == Mail.State.BOUNCED


def test_nobody_is_answered_without_a_service(mail: Mail) -> None:
    assert tell(body_of("postmark", mail), **OFFICE) == 404

    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


def test_who_does_not_know_the_secret_is_not_heard_and_soon_not_answered(
    mail: Mail, service: Callable[..., None]
) -> None:
    service()
    guess = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(b"service:guess").decode()}

    assert tell(body_of("postmark", mail)) == 401
    assert [tell(body_of("postmark", mail), **guess) for _ in range(10)] == [401] * 9 + [429]

    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT


def test_complaint_stops_the_mails(mail: Mail, service: Callable[..., None]) -> None:
    service()
    body = {**body_of("postmark", mail), "RecordType": "SpamComplaint", "Type": "SpamComplaint"}

    assert tell(body, **OFFICE) == 204

    assert mail.invitation is not None
    assert mail.invitation.member is not None
    mail.invitation.member.refresh_from_db()
    assert mail.invitation.member.unsubscribed


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{}",
        "[1]",
        '{"RecordType": 7}',
        '{"RecordType": "Bounce", "Type": "HardBounce", "Metadata": "x"}',
        '{"RecordType": "Bounce", "Type": "HardBounce", "Metadata": {"mail": ["x"]}}',
        '{"RecordType": "Bounce", "Type": "HardBounce", "Metadata": {"mail": "\\u0000"}}',
        "[" * 100_000,
        "\x00",
    ],
)
@pytest.mark.parametrize("name", SERVICE_KEYS)
def test_hostile_events_are_no_error_of_ours(
    name: str,
    body: str,
    db: None,
    service: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    service(name)

    assert tell(body, **OFFICE) in {204, 400}
    assert "example.org" not in caplog.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(body=JSON)
def test_any_json_is_no_error_of_ours(body: Any, db: None, service: Callable[..., None]) -> None:
    service()

    assert tell(json.dumps(body), **OFFICE) in {204, 400}
