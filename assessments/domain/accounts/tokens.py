"""Secrets that people hold, and what is kept of them: only hashes.

A token opens an invitation. The receipt and the key of the comment follow from it one way, each by
HMAC with a label of its own, so that what is stored beside the invitation (the token's SHA-256)
leads to neither.
"""

import base64
import hashlib
import hmac
import secrets

TOKEN_BYTES = 20
RECEIPT_BYTES = 15
API_TOKEN_PREFIX = "commsurvey_"  # noqa: S105 -- lets secret scanners know our tokens


def new_token() -> str:
    """Make a token of 160 random bits: 32 lower-case letters and digits."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().lower()


def new_api_token() -> str:
    """Make a token for programs."""
    return API_TOKEN_PREFIX + secrets.token_urlsafe(30)


def sha256(secret: str) -> str:
    """Give the SHA-256 of a secret in hexadecimal, as it is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def receipt_of(token: str) -> str:
    """Derive the receipt from a token: 24 letters and digits in groups of six (120 bits)."""
    digest = _derive(token, label=b"receipt")[:RECEIPT_BYTES]
    letters = base64.b32encode(digest).decode()
    return "-".join(letters[place : place + 6] for place in range(0, len(letters), 6))


def receipt_hash(receipt: str) -> str:
    """Give what is stored of a receipt, however it was typed."""
    letters = "".join(letter for letter in receipt.upper() if letter.isalnum())
    return sha256(letters)


def comment_key_hash(token: str) -> str:
    """Give the key under which the comment of a token's holder waits for the seal."""
    return hashlib.sha256(_derive(token, label=b"comment")).hexdigest()


def device_tag(token: str) -> str:
    """Tell the holders of tokens apart on a device they share: eight digits that lead nowhere."""
    return _derive(token, label=b"device").hex()[:8]


def _derive(token: str, *, label: bytes) -> bytes:
    return hmac.digest(token.encode(), label, "sha256")
