"""What the ``…_URL`` variables lead to: database, broker, cache and mail."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from commsurvey.environment import ENVIRONMENT, text
from commsurvey.memory_cache import MOST_ENTRIES

SQLITE = "django.db.backends.sqlite3"
MEMORY = "commsurvey.memory_cache.MemoryCache"
KEPT = 60  # seconds that a connection is kept: opening one costs more than most requests


def address(name: str, *, allowed: tuple[str, ...]) -> str:
    """Read an address; empty when it is not set.

    Raises
    ------
    ImproperlyConfigured
        If it starts differently, or its port is no number. The message keeps the address to
        itself, which may hold a password.
    """
    value = text(name)
    if not value:
        return ""
    scheme = value.partition("://")[0] if "://" in value else ""
    if scheme not in allowed:
        starts = ", ".join(f"{word}://" for word in allowed)
        raise ImproperlyConfigured(f"{name} must start with one of {starts}; got {scheme!r}")
    try:
        urlsplit(value).port  # noqa: B018 -- raises when it is no port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must have a number as its port: {error}") from error
    return value


def database(folder: Path) -> dict[str, Any]:
    """Read the database; SQLite is made to wait, to sync and to forget what it deletes."""
    value = address("DATABASE_URL", allowed=("sqlite", "postgres", "postgresql"))
    if not value.startswith("postgres"):
        return _sqlite(value, folder)
    return {
        **ENVIRONMENT.db_url_config(value),
        "CONN_MAX_AGE": KEPT,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(value: str, folder: Path) -> dict[str, Any]:
    # sqlite:///NAME is relative and sqlite:////NAME absolute, as everywhere.
    name = value.removeprefix("sqlite://").removeprefix("/")
    if value and name in {"", ":memory:"}:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a file, which several processes share: sqlite:////PATH"
        )
    return {
        "ENGINE": SQLITE,
        "NAME": str(Path(name).resolve() if name else folder / "commsurvey.sqlite3"),
        "CONN_MAX_AGE": KEPT,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            ),
        },
        "TEST": {"NAME": str(folder / "test.sqlite3")},
    }


def broker() -> str:
    """Read the broker; empty for files in VAR_FOLDER, see ``celery_config``."""
    return address("CELERY_BROKER_URL", allowed=("amqp", "amqps", "redis", "rediss"))


def cache() -> dict[str, Any]:
    """Read the cache."""
    value = address("CACHE_URL", allowed=("locmemcache", "rediscache", "redis", "rediss"))
    if value and not value.startswith("locmemcache"):
        return dict(ENVIRONMENT.cache_url_config(value))
    config = ENVIRONMENT.cache_url_config(value or "locmemcache://")
    options = {"MAX_ENTRIES": MOST_ENTRIES, **config.get("OPTIONS", {})}
    return {**config, "BACKEND": MEMORY, "OPTIONS": options}


def email(folder: Path) -> dict[str, Any]:
    """Read how mail goes out, as Django's ``EMAIL_…`` settings."""
    value = address(
        "EMAIL_URL", allowed=("smtp", "smtp+tls", "smtp+ssl", "filemail", "consolemail")
    )
    if value and not value.startswith("filemail"):
        # A mail server that is silent must not hold a worker for ever.
        return {**ENVIRONMENT.email_url_config(value), "EMAIL_TIMEOUT": 20}  # seconds
    path = Path(value.removeprefix("filemail://")) if value else folder / "mail"
    if not path.is_absolute():
        raise ImproperlyConfigured("EMAIL_URL must name a folder from the root: filemail:///PATH")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(path),
    }


SERVICE_KEYS = {
    "brevo": "BREVO_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "sparkpost": "SPARKPOST_API_KEY",
}
"""Services of django-anymail whose webhooks sign in with a password, and what their keys are."""

SHORTEST_SECRET = 20


def mail_service() -> str:
    """Read which service sends mail by its API; empty for none."""
    value = text("MAIL_SERVICE").lower()
    if value and value not in SERVICE_KEYS:
        raise ImproperlyConfigured(
            f"MAIL_SERVICE must be one of {', '.join(SERVICE_KEYS)}, got {value!r}"
        )
    return value


def mail_service_settings(service: str) -> dict[str, Any]:
    """Read the settings of django-anymail; they stay empty without a service."""
    key, secret = text("MAIL_SERVICE_KEY"), text("MAIL_WEBHOOK_SECRET")
    if service and not key:
        raise ImproperlyConfigured("MAIL_SERVICE_KEY must be set when MAIL_SERVICE is")
    user, colon, password = secret.partition(":")
    if secret and not (user and colon and len(password) >= SHORTEST_SECRET):
        raise ImproperlyConfigured(
            f"MAIL_WEBHOOK_SECRET must be USER:PASSWORD, the password of {SHORTEST_SECRET} "
            "characters or more"
        )
    anymail: dict[str, Any] = {"IGNORE_UNSUPPORTED_FEATURES": True, "REQUESTS_TIMEOUT": 20}
    if not service:
        return {"ANYMAIL": anymail}
    anymail |= {SERVICE_KEYS[service]: key, "WEBHOOK_SECRET": secret}
    return {"ANYMAIL": anymail, "EMAIL_BACKEND": f"anymail.backends.{service}.EmailBackend"}
