"""What was released before and cannot change: kept in memory, and checked by what can change.

An assessment never changes, so a release of it is the same as long as its wave's row is. Which
assessment is the newest, and who may see it, is read from the database each time.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    UUIDField,
)

from assessments.domain.releasing import Release, releases
from assessments.domain.statements import Given, Row, Statement, columns, made
from assessments.domain.tokens import sha256
from assessments.domain.viewers import Viewer, working_tokens
from assessments.models import ApiToken, Assessment, Community, Instrument, Leadership, Wave
from scoring import Measure

MOST_RELEASES = 1000

Key = tuple[object, ...]
Stamp = tuple[Row, ...]


def waves_of_community(viewer: Viewer, *, slug: str) -> list[Wave]:
    """Give the waves of a community that a viewer sees, the newest first, as ``with_newest``."""
    # No token at all reaches as much as one without communities.
    token = viewer.token.pk if viewer.token else UUID(int=0)
    rows = _WAVES.rows(slug=slug, account=viewer.account.pk, token=token)
    return newest_only([_wave(row) for row in rows])


def with_newest(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """Have waves come with community, instrument and the columns of their assessments.

    All but the content of the instrument: it is large, and read once for all requests. A wave that
    was assessed anew comes once for each assessment, see ``newest_only``.
    """
    whole = waves.select_related("community", "instrument").defer("instrument__content")
    return whole.annotate(
        **{f"{_ASSESSED}{name}": F(f"assessments__{name}") for name in _ASSESSMENT}
    )


def newest_only(waves: Iterable[Wave]) -> list[Wave]:
    """Leave each wave of ``with_newest`` with its newest assessment."""
    newest: dict[UUID, Wave] = {}
    for wave in waves:
        other = newest.setdefault(wave.pk, wave)
        if other is not wave and _computed_at(other) < _computed_at(wave):
            newest[wave.pk] = wave
    return [*newest.values()]


class Releases:
    """Releases of assessed waves, the least recently used going first."""

    def __init__(self, size: int = MOST_RELEASES) -> None:
        self._size = size
        self._kept: OrderedDict[Key, Release] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, waves: Sequence[Wave], *, measures: Collection[Measure] | None) -> list[Release]:
        """Release waves of ``newest_only``, with one query; see ``releasing.releases``."""
        asked = None if measures is None else frozenset(measures)
        keys = [_key(wave, asked) for wave in waves]
        known = self._known(keys)
        missing = [wave for wave, key in zip(waves, keys, strict=True) if key not in known]
        fresh = iter(_releases(missing, measures))
        found = []
        for wave, key in zip(waves, keys, strict=True):
            # The wave of this request: its community may have been edited since.
            release = replace(known[key], wave=wave) if key in known else next(fresh)
            if key not in known and release.withheld is None:
                self._keep(key, release)
            found.append(release)
        return found

    def forget(self) -> None:
        """Keep nothing of what was released."""
        with self._lock:
            self._kept.clear()

    def _known(self, keys: Collection[Key]) -> dict[Key, Release]:
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
            for key in known:
                self._kept.move_to_end(key)
        return known

    def _keep(self, key: Key, release: Release) -> None:
        with self._lock:
            self._kept[key] = release
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


RELEASES = Releases()


def stamp_of(secret: str, community: UUID, *, now: datetime) -> Stamp:
    """Give all that an answer about a community rests on, with one query.

    That is the rows of a working token's account, of its leadership, of the community and of all
    its waves, and their newest assessments. It is empty when the token does not let in any more,
    the account does not lead the community, or the token does not reach it.
    """
    return tuple(_STAMP.rows(secret=sha256(secret), community=community, now=now))


def _key(wave: Wave, measures: frozenset[Measure] | None) -> Key:
    values = [getattr(wave, name) for name in _COUNTING]
    return (getattr(wave, f"{_ASSESSED}id"), measures, *values)


def _releases(waves: Sequence[Wave], measures: Collection[Measure] | None) -> list[Release]:
    if not waves:
        return []
    newest = {wave.pk: _assessment(wave) for wave in waves if wave.state == Wave.State.ASSESSED}
    return releases(waves, measures=measures, newest=newest)


def _assessment(wave: Wave) -> Assessment:
    values = {name: getattr(wave, f"{_ASSESSED}{name}") for name in _ASSESSMENT}
    return Assessment(**values)


def _computed_at(wave: Wave) -> datetime:
    computed_at: datetime = getattr(wave, f"{_ASSESSED}computed_at")
    return computed_at


def _newest(wave: str) -> Subquery:
    assessments = Assessment.objects.filter(wave=OuterRef(wave)).order_by("-computed_at")
    return Subquery(assessments.values("pk")[:1])


_ASSESSED = "assessed_"
_WAVE, _COMMUNITY, _ASSESSMENT = columns(Wave), columns(Community), columns(Assessment)
_INSTRUMENT = [name for name in columns(Instrument) if name != "content"]
_COUNTING = [name for name in _WAVE if name != "breakdowns"]
"""All columns of a wave but the list of bands, which no released value depends on."""


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
        *(f"assessments__{name}" for name in _ASSESSMENT),
    )


def _wave(row: Row) -> Wave:
    """Give a wave as it comes from ``with_newest``."""
    values = iter(_WAVES.convert(row))
    wave = made(Wave, _WAVE, values)
    wave.community = made(Community, _COMMUNITY, values)
    wave.instrument = made(Instrument, _INSTRUMENT, values)
    for name, value in zip(_ASSESSMENT, values, strict=True):
        setattr(wave, f"{_ASSESSED}{name}", value)
    return wave


def _stamp() -> QuerySet[ApiToken, Row]:
    community = Given("community", UUIDField())
    tokens = working_tokens(now=Given("now", DateTimeField())).filter(
        _reaches(OuterRef("pk"), community),
        sha256=Given("secret", CharField()),
        account__is_active=True,
        account__leadership__community=community,
    )
    known = "account__leadership__community"
    return tokens.order_by(f"{known}__waves__number").values_list(
        "pk",
        *(f"account__{name}" for name in ("pk", "email", "name", "is_staff", "is_superuser")),
        *(f"account__leadership__{name}" for name in columns(Leadership)),
        *(f"{known}__{name}" for name in _COMMUNITY),
        *(f"{known}__waves__{name}" for name in _WAVE),
        _newest(f"{known}__waves"),
    )


_WAVES, _STAMP = Statement(_waves), Statement(_stamp)
