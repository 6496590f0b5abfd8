"""Answers about released waves, kept for when exactly the same is asked again.

An answer is kept with the stamp of all that it rests on, see ``domain/releases/kept.py``. It is
given again only while a query finds that the same token may still see the same rows; texts
that are corrected without a row of the stamp show after five minutes.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language

from assessments.domain.releases.kept import Stamp, stamp_of
from assessments.graphql.context import Context

MOST_ANSWERS = 256
LONGEST_ANSWER = 128 * 1024  # characters
FRESH = timedelta(minutes=5)

UNKEPT = {"__schema", "__type", "instrument", "participation", "rateLimit", "turnout"}
"""Fields that show what no stamp covers."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks what, to the byte; ``key`` stands for all of it."""

    secret: str
    body: bytes
    media: str
    now: datetime

    @cached_property
    def key(self) -> bytes:
        """A hash of the request, its language and its day: a token notes on which it was used."""
        parts = (self.secret, self.media, get_language() or "", self.now.date().isoformat())
        return hashlib.sha256("\0".join(parts).encode() + b"\0" + self.body).digest()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An answer, what it rests on and what it costs."""

    text: str
    cost: int
    account: UUID
    token: UUID
    community: UUID
    stamp: Stamp
    until: datetime


class Answers:
    """Kept answers, the least recently used going first. What is asked once only is not kept."""

    def __init__(self, size: int = MOST_ANSWERS) -> None:
        self._size = size
        self._kept: OrderedDict[bytes, Kept | UUID | None] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, asked: Asked) -> Kept | None:
        """Give the answer to what was asked before, where it still stands."""
        kept = self._get(asked.key)
        if not isinstance(kept, Kept) or kept.until <= asked.now:
            return None
        stamp = stamp_of(asked.secret, kept.community, now=asked.now)
        return kept if stamp == kept.stamp else None

    def stamp(self, asked: Asked) -> Stamp | None:
        """Take the stamp for an answer that may be kept, before it is put together.

        Only from the second time on: then it is known which community it is about.
        """
        kept = self._get(asked.key)
        community = kept.community if isinstance(kept, Kept) else kept
        return stamp_of(asked.secret, community, now=asked.now) if community else None

    def keep(
        self, asked: Asked, stamp: Stamp | None, context: Context, *, text: str, cost: int
    ) -> None:
        """Keep an answer that rests on nothing but its stamp, or remember that it could be."""
        community = about(context)
        token = context.viewer.token
        if community is None or token is None or len(text) > LONGEST_ANSWER:
            return
        known: Kept | UUID = community
        if stamp:
            known = Kept(
                text=text,
                cost=cost,
                account=context.viewer.account.pk,
                token=token.pk,
                community=community,
                stamp=stamp,
                until=asked.now + FRESH,
            )
        with self._lock:
            self._kept[asked.key] = known
            self._kept.move_to_end(asked.key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Keep no answer."""
        with self._lock:
            self._kept.clear()

    def _get(self, key: bytes) -> "Kept | UUID | None":
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept


ANSWERS = Answers()


def about(context: Context) -> UUID | None:
    """Give the one community whose released waves an answer is about; None if it is another kind.

    Only a query whose one root field is `community` gives such an answer.
    """
    prepared = context.prepared
    if prepared is None or prepared.shape.roots != {"community"} or context.shown_unreleased:
        return None
    if prepared.shape.names & UNKEPT or prepared.shape.operations != 1:
        return None
    return context.only_community
