"""What was read before and is the same: kept in memory by the rows that the database gives now.

Who may see what, and whether it has changed, is read from the database each time.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    QuerySet,
    UUIDField,
)
from django.db.models.functions import JSONArray

from assessments.domain.accounts.tokens import sha256
from assessments.domain.accounts.viewers import Viewer, working_tokens
from assessments.domain.statements import Given, Row, Statement, columns, copied, made
from assessments.models import ApiToken, Community, Instrument, Leadership, Wave

MOST_KEPT = 2000

Stamp = tuple[Row, ...]


def waves_of_community(viewer: Viewer, *, slug: str) -> list[Wave]:
    """Give the waves of a community that a viewer sees, the newest first."""
    # No token at all reaches as much as one without communities.
    token = viewer.token.pk if viewer.token else UUID(int=0)
    rows = _WAVES.rows(slug=slug, account=viewer.account.pk, token=token)
    if not rows:
        return []
    community = copied(_community(rows[0][_OF_COMMUNITY]))
    instruments: dict[Row, Instrument] = {}
    waves = []
    for row in rows:
        part = row[_OF_INSTRUMENT]
        if part not in instruments:
            instruments[part] = copied(_instrument(part))
        wave = copied(_wave(row[_OF_WAVE]), community=community, instrument=instruments[part])
        # The known wave has the same list for all requests.
        wave.breakdowns = [*wave.breakdowns]
        waves.append(wave)
    return waves


def stamp_of(secret: str, community: UUID, *, now: datetime) -> Stamp:
    """Give all that an answer about a community rests on, with one query.

    That is the rows of a working token's account, of its leadership, of the community and of all
    its waves, and their assessments. It is empty when the token does not let in any more,
    the account does not lead the community, or the token does not reach it.
    """
    return tuple(_STAMP.rows(secret=sha256(secret), community=community, now=now))


def forget_waves() -> None:
    """Keep nothing of what was read."""
    for known in (_wave, _community, _instrument):
        known.cache_clear()


_UNASKED = {"content", "loaded_at", "open_key_hash", "open_key_seed", "open_link_cap"}
_UNASKED |= {"import_hash", "reminded_at", "result_key", "scrubbed"}
"""Columns that no answer shows: large, secret, or of no use to a reader. They are read when they
are needed."""

_WAVE, _COMMUNITY, _INSTRUMENT = (
    [name for name in columns(model) if name not in _UNASKED]
    for model in (Wave, Community, Instrument)
)
_OF_WAVE = slice(0, len(_WAVE))
_OF_COMMUNITY = slice(_OF_WAVE.stop, _OF_WAVE.stop + len(_COMMUNITY))
_OF_INSTRUMENT = slice(_OF_COMMUNITY.stop, _OF_COMMUNITY.stop + len(_INSTRUMENT))


def _reaches(token: Any, community: Any) -> Any:  # noqa: ANN401 -- keys or references
    """Say as ``Viewer.communities`` whether a token reaches a community that its account leads."""
    reached = ApiToken.communities.through.objects.filter(apitoken=token)
    return ~Exists(reached) | Exists(reached.filter(community=community))


def _waves() -> QuerySet[Wave, Row]:
    led = Wave.objects.filter(
        _reaches(Given("token", UUIDField()), OuterRef("community")),
        community__slug=Given("slug", CharField()),
        community__leadership__account=Given("account", UUIDField()),
    )
    return led.order_by("-number").values_list(
        *_WAVE,
        *(f"community__{name}" for name in _COMMUNITY),
        *(f"instrument__{name}" for name in _INSTRUMENT),
    )


# Made once for as long as the database gives the same row: nobody but ``copied`` gets hold of them.


@lru_cache(maxsize=MOST_KEPT)
def _wave(part: Row) -> Wave:
    return made(Wave, _WAVE, iter(_WAVES.convert(part)))


@lru_cache(maxsize=MOST_KEPT)
def _community(part: Row) -> Community:
    return made(Community, _COMMUNITY, iter(_WAVES.convert(part, start=_OF_COMMUNITY.start)))


@lru_cache(maxsize=MOST_KEPT)
def _instrument(part: Row) -> Instrument:
    return made(Instrument, _INSTRUMENT, iter(_WAVES.convert(part, start=_OF_INSTRUMENT.start)))


def _stamp() -> QuerySet[ApiToken, Row]:
    community = Given("community", UUIDField())
    tokens = working_tokens(now=Given("now", DateTimeField())).filter(
        _reaches(OuterRef("pk"), community),
        sha256=Given("secret", CharField()),
        account__is_active=True,
        account__leadership__community=community,
    )
    known = "account__leadership__community"
    by_wave = tokens.order_by(f"{known}__waves__number", f"{known}__waves__assessments__pk")
    # As one text for each: nobody looks into them, and converting each column takes longer.
    return by_wave.values_list(
        JSONArray(
            "pk",
            *(f"account__{name}" for name in ("pk", "email", "name", "is_staff", "is_superuser")),
            *(f"account__leadership__{name}" for name in columns(Leadership)),
            *(f"{known}__{name}" for name in _COMMUNITY),
        ),
        JSONArray(*(f"{known}__waves__{name}" for name in _WAVE)),
        f"{known}__waves__assessments__pk",
    )


_WAVES, _STAMP = Statement(_waves), Statement(_stamp)
