"""The cache of an installation with one web process: its memory."""

from django.core.cache.backends.locmem import LocMemCache

MOST_ENTRIES = 100_000
"""Entries in all: about 50 MB when full.

What was used least recently goes first, a third at once, and limits on guessing count here, for
five minutes at most. To push such a count out takes 66,667 new keys in that time: 222 a second.
A token's allowance of an hour makes at most 50,000, at a cost of 2 each."""

MOST_LARGE = 300
LARGE = 1024  # bytes
"""So many drawings and reports are kept: they fill the memory sooner than counts do."""


class MemoryCache(LocMemCache):
    """Django's own, in which no large value takes the place of a count."""

    def _set(self, key: str, value: bytes, *timeout: float | None) -> None:
        super()._set(key, value, *timeout)  # type: ignore[misc] # the stubs leave it out
        if len(value) > LARGE:
            self._drop_large()

    def _drop_large(self) -> None:
        """Drop the large values beyond the newest; what was used last stands first."""
        large = [key for key, value in self._cache.items() if len(value) > LARGE]  # type: ignore[attr-defined] # as above
        for key in large[MOST_LARGE:]:
            self._delete(key)  # type: ignore[attr-defined] # as above
