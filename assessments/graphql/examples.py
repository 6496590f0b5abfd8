"""Registered documents: those of docs/graphql/, which can be asked for by their SHA-256."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER: Path = settings.FOLDER / "docs" / "graphql"


@cache
def examples() -> Mapping[str, str]:
    """Give the documents by the names of their files."""
    return {
        file.stem: file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.graphql"))
    }


@cache
def registered() -> Mapping[str, str]:
    """Give the documents by their ids, see ``document_id``."""
    return {document_id(text): text for text in examples().values()}


def document_id(text: str) -> str:
    """Give the id of a document, as the specification of GraphQL over HTTP writes it."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
