"""Pages drawn once, with places left for what differs from member to member."""

import re
from collections.abc import Mapping
from typing import Any

WAVE = "00000000-0000-4000-8000-706c61636573"
"""Stands where the id of a wave will be: into an address only an id fits."""

_OPEN, _SHUT = "\ue000", "\ue001"
"""Private characters, which no template contains."""

_PLACES = re.compile(f"{_OPEN}(\\w+){_SHUT}|({WAVE})")


def place(name: str) -> str:
    """Give what is drawn where a text will be."""
    return f"{_OPEN}{name}{_SHUT}"


class Drawing:
    """A page with places in it."""

    def __init__(self, page: str) -> None:
        first, *rest = _PLACES.split(page)
        self._first = first
        self._rest = [
            (name or "wave", text) for name, text in zip(rest[::3], rest[2::3], strict=True)
        ]

    def fill(self, texts: Mapping[str, Any]) -> str:
        """Put texts, already escaped, into the places."""
        return self._first + "".join([f"{texts[name]}{text}" for name, text in self._rest])
