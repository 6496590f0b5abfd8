"""Somebody at the sign-in page: reads mailed codes and an authenticator app."""

import hmac
import re
import struct
import time
from base64 import b32decode
from typing import Any

from django.core import mail
from django.test import Client

from tests.assessments.making import PASSWORD
from tests.assessments.web.browsing import text_of

CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)
PASSWORD_PAGE = "/sign-in/password/"


def mailed_code() -> str:
    """Give the code in the last mail."""
    found = CODE.search(str(mail.outbox[-1].body))
    assert found is not None, mail.outbox[-1].body
    return found[1]


def sign_in_by_code(client: Client, email: str = "lea@example.org", **more: str) -> Any:
    """Ask for a code, read the mail and type the code."""
    asked = client.post("/sign-in/", {"email": email, **more})
    assert asked.status_code == 302, text_of(asked)
    return client.post(asked["Location"], {"code": mailed_code(), **more})


def sign_in_by_password(
    client: Client, password: str = PASSWORD, email: str = "LEA@example.org", **more: str
) -> Any:
    return client.post(PASSWORD_PAGE, {"login": email, "password": password, **more})


def totp(secret: str, *, at: float | None = None) -> str:
    """Compute what an authenticator app shows: RFC 6238 over HMAC-SHA-1, 30 seconds, 6 digits."""
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(b32decode(secret), struct.pack(">Q", step), "sha1").digest()
    place = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"
