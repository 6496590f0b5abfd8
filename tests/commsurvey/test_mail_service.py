"""Sending by a service instead of a mail server: what its variables may be."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from commsurvey import connections

SECRET = "events:0123456789-0123456789"


def configured(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, object]:
    for name in ("MAIL_SERVICE", "MAIL_SERVICE_KEY", "MAIL_WEBHOOK_SECRET"):
        monkeypatch.setenv(name, values.get(name, ""))
    return connections.mail_service_settings(connections.mail_service())


def test_without_a_service_mail_goes_as_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    told = configured(monkeypatch)

    assert "EMAIL_BACKEND" not in told
    assert "WEBHOOK_SECRET" not in str(told)


@pytest.mark.parametrize(("name", "key"), connections.SERVICE_KEYS.items())
def test_service_sends_with_its_key(monkeypatch: pytest.MonkeyPatch, name: str, key: str) -> None:
    told = configured(
        monkeypatch, MAIL_SERVICE=name.upper(), MAIL_SERVICE_KEY="k", MAIL_WEBHOOK_SECRET=SECRET
    )

    assert told["EMAIL_BACKEND"] == f"anymail.backends.{name}.EmailBackend"
    assert {key: "k", "WEBHOOK_SECRET": SECRET}.items() <= dict(told["ANYMAIL"]).items()  # type: ignore[call-overload] # a dictionary


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"MAIL_SERVICE": "pigeon"}, "MAIL_SERVICE must be one of brevo"),
        ({"MAIL_SERVICE": "postmark"}, "MAIL_SERVICE_KEY must be set"),
        ({"MAIL_WEBHOOK_SECRET": "short:secret"}, "MAIL_WEBHOOK_SECRET must be USER:PASSWORD"),
        ({"MAIL_WEBHOOK_SECRET": "0123456789-0123456789"}, "MAIL_WEBHOOK_SECRET must be"),
    ],
)
def test_value_that_cannot_be_right_says_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], said: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        configured(monkeypatch, **values)

    assert said in str(refused.value)
    assert "secret" not in str(refused.value)
