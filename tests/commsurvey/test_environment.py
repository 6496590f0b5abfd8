"""The environment: every variable is documented, and a bad value says which and what is allowed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from commsurvey import connections, environment

NAMES = [variable.name for variable in environment.VARIABLES]
PASSWORD = "hunter2hunter2"


def read(name: str) -> str:
    return (environment.FOLDER / name).read_text(encoding="utf-8")


def test_every_variable_is_in_the_example() -> None:
    assert re.findall(r"^#([A-Z_]+)=", read(".env.example"), re.MULTILINE) == NAMES


def test_every_variable_is_in_the_operations_guide() -> None:
    assert re.findall(r"^\| `([A-Z_]+)` \|", read("docs/operations.md"), re.MULTILINE) == NAMES


def test_tests_are_told_of_no_variable() -> None:
    listed = re.search(r"^VARIABLES = ((?:.*\\\n)*.*)", read("Makefile"), re.MULTILINE)
    assert listed is not None
    assert listed.group(1).replace("\\\n", " ").split() == NAMES


def test_settings_read_no_variable_that_is_not_listed() -> None:
    sources = "".join(
        read(f"commsurvey/{name}.py") for name in ("environment", "connections", "settings")
    )
    readers = r"(?:text|boolean|choice|folder|address|months)\(\s*\"([A-Z_]+)\""
    listed = re.findall(r"ENVIRONMENT\.\w+\(\"([A-Z_]+)\"", sources)
    assert set(re.findall(readers, sources) + listed) == set(NAMES)


NOWHERE = Path("/nowhere")
READERS: dict[str, Callable[[], Any]] = {
    "PRODUCTION": lambda: environment.boolean("PRODUCTION"),
    "DEBUG": lambda: environment.boolean("DEBUG"),
    "SECRET_KEY": lambda: environment.secret_key(NOWHERE, production=False),
    "BASE_URL": lambda: environment.base_url(production=False),
    "PORT": environment.port,
    "VAR_FOLDER": lambda: environment.folder("VAR_FOLDER", default=NOWHERE),
    "DATABASE_URL": lambda: connections.database(NOWHERE),
    "CELERY_BROKER_URL": connections.broker,
    "CACHE_URL": connections.cache,
    "EMAIL_URL": lambda: connections.email(NOWHERE),
    "DEFAULT_FROM_EMAIL": environment.sender,
    "TIME_ZONE": environment.time_zone,
    "WEBHOOKS_IN_OWN_NETWORK": lambda: environment.boolean("WEBHOOKS_IN_OWN_NETWORK"),
    "KEEP_MARKS_MONTHS": lambda: environment.months("KEEP_MARKS_MONTHS", usual=13, most=13),
    "LOG_LEVEL": lambda: environment.choice("LOG_LEVEL", allowed=("DEBUG", "INFO"), default="INFO"),
}
IN_PRODUCTION: dict[str, Callable[[], Any]] = {
    "SECRET_KEY": lambda: environment.secret_key(NOWHERE, production=True),
    "ALLOWED_HOSTS": lambda: environment.hosts(production=True),
    "BASE_URL": lambda: environment.base_url(production=True),
}


def rejection(read_value: Callable[[], Any]) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        read_value()
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PRODUCTION", "maybe", "true or false"),
        ("KEEP_MARKS_MONTHS", "14", "from 1 to 13"),
        ("KEEP_MARKS_MONTHS", "0", "from 1 to 13"),
        ("KEEP_MARKS_MONTHS", "long", "from 1 to 13"),
        ("DEBUG", "on", "true or false"),
        ("SECRET_KEY", "short", "50 characters"),
        ("BASE_URL", "survey.example.org", "https://"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "65536", "1 to 65535"),
        ("PORT", "eighty", "1 to 65535"),
        ("VAR_FOLDER", "/dev/null/var", "can be made"),
        ("DATABASE_URL", "mysql://u@h/n", "sqlite://, postgres://"),
        ("DATABASE_URL", "commsurvey.sqlite3", "sqlite://, postgres://"),
        ("DATABASE_URL", "sqlite:///:memory:", "a file"),
        ("DATABASE_URL", "sqlite://", "a file"),
        ("CELERY_BROKER_URL", "sqs://", "amqp://, amqps://, redis://"),
        ("CELERY_BROKER_URL", "localhost", "amqp://, amqps://, redis://"),
        ("CACHE_URL", "filecache:///tmp", "locmemcache://"),
        ("EMAIL_URL", "mail.example.org", "smtp://, smtp+tls://"),
        ("EMAIL_URL", "filemail://mail", "filemail:///PATH"),
        ("DEFAULT_FROM_EMAIL", "nobody", "survey@example.org"),
        ("TIME_ZONE", "Berlin", "Europe/Berlin"),
        ("TIME_ZONE", "../../etc/passwd", "Europe/Berlin"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
    ],
)
def test_bad_value_is_refused_with_its_name_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(name, value)

    message = rejection(READERS[name])

    assert name in message
    assert allowed in message


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("SECRET_KEY", "", "50 characters"),
        ("ALLOWED_HOSTS", "", "must name the hosts"),
        ("ALLOWED_HOSTS", "*", "without *"),
        ("BASE_URL", "", "https://"),
        ("BASE_URL", "http://survey.example.org", "https://"),
    ],
)
def test_unsafe_value_is_refused_in_production(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(name, value)

    message = rejection(IN_PRODUCTION[name])

    assert name in message
    assert allowed in message


@pytest.mark.parametrize("name", ["DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL"])
@pytest.mark.parametrize("address", ["x://u:{}@h/n", "{}", "redis://u:{}@h:port/"])
def test_refused_address_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    monkeypatch.setenv(name, address.format(PASSWORD))

    assert PASSWORD not in rejection(READERS[name])


def test_unset_and_empty_variables_give_the_embedded_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")

    assert connections.broker() == ""
    assert connections.database(tmp_path)["NAME"] == str(tmp_path / "commsurvey.sqlite3")
    assert connections.cache()["BACKEND"] == connections.MEMORY
    assert connections.email(tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    assert environment.base_url(production=False) == "http://127.0.0.1:8000"
    assert environment.hosts(production=False) == ["localhost", "127.0.0.1", "[::1]"]
    assert environment.time_zone() == "UTC"
    assert environment.sender() == "survey@localhost"


def test_addresses_of_files_are_kept_from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/answers.sqlite3")
    monkeypatch.setenv("EMAIL_URL", "filemail:///srv/mail")

    assert READERS["DATABASE_URL"]()["NAME"] == "/srv/answers.sqlite3"
    assert READERS["EMAIL_URL"]()["EMAIL_FILE_PATH"] == "/srv/mail"


def test_addresses_of_services_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p%40ss@db:5433/n")
    monkeypatch.setenv("CACHE_URL", "redis://cache:6379/1")
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://u:p@mail:587")

    assert {"HOST": "db", "PORT": 5433, "NAME": "n", "PASSWORD": "p@ss"}.items() <= (
        READERS["DATABASE_URL"]().items()
    )
    assert connections.cache()["LOCATION"] == "redis://cache:6379/1"
    assert {"EMAIL_HOST": "mail", "EMAIL_PORT": 587, "EMAIL_USE_TLS": True}.items() <= (
        READERS["EMAIL_URL"]().items()
    )


def test_secret_is_made_once_and_for_the_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)

    first = environment.secret_key(tmp_path, production=False)

    assert len(first) >= 50
    assert environment.secret_key(tmp_path, production=False) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_start_with_a_bad_value_ends_with_its_name(tmp_path: Path) -> None:
    environ = {**os.environ, "VAR_FOLDER": str(tmp_path), "PORT": "http"}

    ended = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, environment.FOLDER / "manage.py", "check"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert ended.stderr.splitlines()[-1].endswith(
        "PORT must be a number from 1 to 65535, got 'http'"
    )
