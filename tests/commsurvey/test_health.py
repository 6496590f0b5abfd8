"""What ``/healthz`` says of the database and the broker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from commsurvey.celery import app


@pytest.fixture
def no_broker(tmp_path: Path) -> Iterator[None]:
    """Files whose folder is none, or a port nobody listens at."""
    names = ("broker_write_url", "broker_transport_options")
    before = {name: app.conf[name] for name in names}
    folder = tmp_path / "messages"
    folder.write_text("in the way")
    options = before["broker_transport_options"] | {"data_folder_in": str(folder)}
    nobody = None if app.conf.broker_transport else "amqp://127.0.0.1:1//"
    app.conf.update(broker_transport_options=options, broker_write_url=nobody)
    yield
    app.conf.update(before)


@pytest.fixture
def no_database(transactional_db: None) -> Iterator[None]:
    """A database whose name leads nowhere."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "/nowhere/at/all"
    yield
    connection.close()
    connection.settings_dict["NAME"] = name


def ask(client: Client) -> tuple[int, Any]:
    response = client.get("/healthz")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


@pytest.mark.django_db
def test_healthz_is_ok_when_database_and_broker_answer(client: Client) -> None:
    assert ask(client) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_healthz_names_a_broker_that_fails(client: Client, no_broker: None) -> None:
    assert ask(client) == (503, {"status": "failing", "failing": ["broker"]})


def test_healthz_names_a_database_that_fails(client: Client, no_database: None) -> None:
    assert ask(client) == (503, {"status": "failing", "failing": ["database"]})


def test_healthz_is_for_reading(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.services
@pytest.mark.parametrize(("value", "refused"), [("off", True), ("local", False), ("on", False)])
def test_database_that_forgets_is_refused(
    transactional_db: None, value: str, refused: bool
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite is told to be synchronous by our own settings")
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    options["options"] = f"-c synchronous_commit={value}"
    try:
        if refused:
            with pytest.raises(ImproperlyConfigured, match="synchronous_commit=off"):
                connection.ensure_connection()
        else:
            connection.ensure_connection()
    finally:
        connection.close()
        del options["options"]
