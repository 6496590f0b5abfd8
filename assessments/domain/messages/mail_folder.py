"""The mails of the embedded default, which lie in a folder instead of being sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from assessments.models import Mail

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
SEPARATOR = b"-" * 79 + b"\n"
KIND_HEADER = "X-Commsurvey-Mail"
"""Says what a mail is for, so that reminders can be left out here."""

LARGEST_FILE = 20 * 1024 * 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class WrittenMail:
    """A mail as its reader would see it."""

    to: str
    subject: str
    date: str
    text: str


def is_open() -> bool:
    """Whether mails lie in a folder: never in production, and not where they are sent."""
    return not settings.PRODUCTION and settings.EMAIL_BACKEND == FILE_BACKEND


def newest_mails(most: int) -> list[WrittenMail]:
    """Give the newest mails of the folder, the newest first.

    Reminders are left out: only those get one who have not answered, and nobody is shown who that
    is (C10).
    """
    found: list[WrittenMail] = []
    folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", "")))
    for file in sorted(folder.glob("*.log"), reverse=True):
        found += [_written(message) for message in _shown(file)]
        if len(found) >= most:
            break
    return found[:most]


def _shown(file: Path) -> Iterator[EmailMessage]:
    if file.stat().st_size > LARGEST_FILE:
        return
    for raw in reversed(file.read_bytes().split(SEPARATOR)):
        message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
        if message["To"] and message[KIND_HEADER] != Mail.Kind.REMINDER:
            yield message


def _written(message: EmailMessage) -> WrittenMail:
    body = message.get_body(("plain",))
    return WrittenMail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=str(body.get_content()) if body else "",
    )
