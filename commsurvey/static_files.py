"""Addresses of static files that change with what the files hold."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

SHOWN = 12  # digits of SHA-256: enough to tell two versions of one file apart


class VersionedFiles(StaticFilesStorage):
    """Adds a fingerprint to each address, so that a browser may keep a file and never an old one.

    Unlike Django's manifest it needs no collected files: the embedded default has none. All are
    read at the start, as WhiteNoise does: between an upgrade and the restart both stay the old
    ones, and nothing new is kept under an address of the old, nor the other way round.
    """

    def __init__(self, location: Path | None = None) -> None:
        super().__init__(location)
        self._versions = {name: fingerprint(path) for name, path in self._files()}

    def url(self, name: str | None) -> str:
        """Give the address of a file; without a fingerprint where there is no such file."""
        address = super().url(name)
        version = self._versions.get(name or "")
        return f"{address}?{version}" if version else address

    def _files(self) -> Iterator[tuple[str, Path]]:
        if settings.WHITENOISE_USE_FINDERS:
            # Backwards: of two files of one name the first is served, and the last is kept here.
            for finder in reversed([*finders.get_finders()]):
                yield from ((name, Path(place.path(name))) for name, place in finder.list(None))
        else:
            root = Path(self.location)
            found = (path for path in root.rglob("*") if path.is_file())
            yield from ((path.relative_to(root).as_posix(), path) for path in found)


def fingerprint(path: Path) -> str:
    """Give the first digits of the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:SHOWN]
