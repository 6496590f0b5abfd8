"""The environment variables of an installation: what each means, and what it may be."""

import os
import secrets
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

FOLDER = Path(__file__).resolve().parent.parent
ENVIRONMENT = environ.Env()
environ.Env.read_env(os.environ.get("ENV_FILE", FOLDER / ".env"))
# Matrices here are small: two threads over one of them wait for each other longer than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported, after this


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it is for, and its value in the embedded default."""

    name: str
    purpose: str
    default: str


VARIABLES = (
    Variable("PRODUCTION", "`true` refuses to start with anything unsafe.", "false"),
    Variable("DEBUG", "`true` shows Django's debug pages; never in production.", "false"),
    Variable("SECRET_KEY", "Signs cookies; at least 50 characters.", "made once in VAR_FOLDER"),
    Variable("ALLOWED_HOSTS", "Host names, separated by commas.", "localhost,127.0.0.1,[::1]"),
    Variable(
        "BASE_URL", "Where links in mails lead; https in production.", "http://127.0.0.1:PORT"
    ),
    Variable("PORT", "The port of the web server, 1 to 65535.", "8000"),
    Variable("VAR_FOLDER", "Everything that is written: database, mails, broker.", "var"),
    Variable("DATABASE_URL", "sqlite:////PATH or postgres://…", "SQLite in VAR_FOLDER"),
    Variable("CELERY_BROKER_URL", "amqp(s)://… or redis(s)://…", "files in VAR_FOLDER"),
    Variable(
        "CACHE_URL",
        "locmemcache:// or redis(s)://…; several web processes share only the latter.",
        "locmemcache://",
    ),
    Variable(
        "EMAIL_URL", "smtp+tls://…, smtp+ssl://… or filemail:///FOLDER", "files in VAR_FOLDER/mail"
    ),
    Variable("DEFAULT_FROM_EMAIL", "The sender of invitations.", "survey@localhost"),
    Variable(
        "MAIL_SERVICE",
        "Sends instead of EMAIL_URL: brevo, postmark or sparkpost.",
        "none",
    ),
    Variable("MAIL_SERVICE_KEY", "The API key (Postmark: server token) of that service.", "none"),
    Variable(
        "MAIL_WEBHOOK_SECRET",
        "USER:PASSWORD that the service signs in with to tell which mails came back.",
        "none: mail-events/ answers nobody",
    ),
    Variable(
        "TIME_ZONE",
        "Where a community lives when it does not say; a name like Europe/Berlin.",
        "UTC",
    ),
    Variable(
        "WEBHOOKS_IN_OWN_NETWORK",
        "`true` lets webhooks lead to addresses that the internet does not reach.",
        "true, in production false",
    ),
    Variable(
        "SIGN_UP",
        "Who may make an account: invited (by an admin or a leader) or open (anybody).",
        "invited",
    ),
    Variable("KEEP_MARKS_MONTHS", "How long who took part is kept, 1 to 13 months.", "13"),
    Variable("KEEP_COMMENTS_MONTHS", "How long comments are kept, 1 to 24 months.", "12"),
    Variable("KEEP_SHEETS_MONTHS", "How long sealed sheets are kept, 1 to 36 months.", "24"),
    Variable("KEEP_AUDIT_MONTHS", "How long audit and logs are kept, 1 to 24 months.", "13"),
    Variable("PRIVACY_CONTACT", "Who answers questions about data: a name, an address.", "nobody"),
    Variable(
        "GRAPHQL_HOURLY_COST",
        "What a token or session may ask of GraphQL in an hour, by cost, 1000 to 1000000000.",
        "100000",
    ),
    Variable("LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR.", "INFO"),
)


def boolean(name: str, *, default: bool = False) -> bool:
    """Read ``true`` or ``false``; anything else stops the start."""
    value = text(name, default=str(default)).lower()
    if value not in {"true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be true or false, got {value!r}")
    return value in {"true", "1"}


def text(name: str, *, default: str = "") -> str:
    """Read a text; one that is set but empty counts as not set."""
    return str(ENVIRONMENT.str(name, default="")) or default


def choice(name: str, *, allowed: tuple[str, ...], default: str) -> str:
    """Read one of a few words."""
    value = text(name, default=default).upper()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, got {value!r}")
    return value


def port() -> int:
    """Read the port of the web server."""
    value = text("PORT", default="8000")
    if not value.isdecimal() or not 1 <= int(value) <= 65535:  # noqa: PLR2004 -- the last port
        raise ImproperlyConfigured(f"PORT must be a number from 1 to 65535, got {value!r}")
    return int(value)


def months(name: str, *, usual: int, most: int) -> int:
    """Read for how many months something is kept."""
    value = text(name, default=str(usual))
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a number from 1 to {most}, got {value!r}")
    return int(value)


def hourly_cost() -> int:
    """Read what may be asked of GraphQL in an hour."""
    value = text("GRAPHQL_HOURLY_COST", default="100000")
    if not value.isdecimal() or not 1000 <= int(value) <= 1_000_000_000:  # noqa: PLR2004 -- as said
        raise ImproperlyConfigured(
            f"GRAPHQL_HOURLY_COST must be a number from 1000 to 1000000000, got {value!r}"
        )
    return int(value)


def base_url(*, production: bool) -> str:
    """Read the address that links in mails start with; without a slash at the end."""
    value = text("BASE_URL", default="" if production else f"http://127.0.0.1:{port()}")
    parts = urlsplit(value)
    schemes = {"https"} if production else {"http", "https"}
    if parts.scheme not in schemes or not parts.netloc:
        raise ImproperlyConfigured(
            f"BASE_URL must be an address like https://survey.example.org, got {value!r}"
        )
    return value.rstrip("/")


def hosts(*, production: bool) -> list[str]:
    """Read the host names that are answered."""
    value = [host for host in ENVIRONMENT.list("ALLOWED_HOSTS", default=[]) if host]
    if production and (not value or "*" in value):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts in production, without *")
    return value or ["localhost", "127.0.0.1", "[::1]"]


def secret_key(folder: Path, *, production: bool) -> str:
    """Read the secret; outside production one is made and kept on the first start."""
    value = text("SECRET_KEY")
    if value or production:
        if len(value) < 50:  # noqa: PLR2004 -- the length Django's own check asks for
            raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")
        return value
    kept = folder / "secret-key"
    try:
        with kept.open("x", encoding="utf-8") as fresh:
            kept.chmod(0o600)
            fresh.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text(encoding="utf-8")


def folder(name: str, *, default: Path) -> Path:
    """Read a folder that can be written, and make it."""
    value = Path(text(name, default=str(default))).resolve()
    try:
        value.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} must be a folder that can be made: {error}") from error
    if not os.access(value, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} must be a folder that can be written, got {value}")
    return value


def time_zone() -> str:
    """Read a time zone by its name in the IANA database."""
    value = text("TIME_ZONE", default="UTC")
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError) as error:
        raise ImproperlyConfigured(
            f"TIME_ZONE must be a name like Europe/Berlin, got {value!r}"
        ) from error
    return value


def sender() -> str:
    """Read the address that mails come from."""
    value = text("DEFAULT_FROM_EMAIL", default="survey@localhost")
    if "@" not in parseaddr(value)[1]:
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL must be like Survey <survey@example.org>, got {value!r}"
        )
    return value
