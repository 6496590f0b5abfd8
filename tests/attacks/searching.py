"""Looks for something in every cell of the database, in whatever form it might be hidden."""

import hashlib
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection


def cells() -> Iterator[tuple[str, bytes]]:
    """Give each cell of each table with the name of its column, as the database itself has it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a name from the database
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", plain(value)


def plain(value: object) -> bytes:
    """Write any value in one way: small letters, and ids without dashes."""
    written = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return written.lower().replace(b"-", b"")


def forms(secret: object) -> set[bytes]:
    """Give a secret as it is, and its MD5, SHA-1 and SHA-256 as bytes and in hexadecimal."""
    spellings = {str(secret), str(secret).lower()}
    if isinstance(secret, UUID):
        spellings |= {secret.hex, str(secret.int)}
    found = {plain(spelling) for spelling in spellings}
    for spelling in spellings:
        for kind in ("md5", "sha1", "sha256"):
            digest = hashlib.new(kind, spelling.encode())
            found |= {plain(digest.digest()), plain(digest.hexdigest())}
    return found


def places_of(secrets: Iterable[object]) -> set[str]:
    """Name the columns in which any of the secrets occurs in any form."""
    wanted = {form for secret in secrets for form in forms(secret)}
    return {column for column, cell in cells() if any(form in cell for form in wanted)}
