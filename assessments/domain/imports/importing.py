"""Answers collected elsewhere become communities with a sealed wave, scored like any other."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.domain import work
from assessments.domain.answers.sheets import columns_of
from assessments.domain.imports.answer_files import read_answers
from assessments.domain.instruments.instruments import load_instrument, questionnaire_of
from assessments.domain.refusals import FaultsError
from assessments.models import Account, Chunk, Community, Instrument, Leadership, Wave, Work


@dataclass(frozen=True, kw_only=True)
class Import:
    """What an import has done: the waves it made, and how many were there already."""

    waves: tuple[Wave, ...]
    known: int


def import_answers(
    *,
    leader: Account,
    prefix: str,
    instrument: str,
    answers: bytes,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Import:
    """Take in a file of answers: each group becomes a community that ``leader`` leads.

    Everything is checked before anything is written, and all is written or nothing. A group whose
    community holds the very same answers already is left alone.

    Parameters
    ----------
    prefix : str
        What the communities' names in addresses start with.
    instrument : str
        The TOML of the instrument.
    answers : bytes
        The CSV file, see ``answer_files.read_answers``.
    progress : callable
        Called with the groups done and their number.

    Raises
    ------
    FaultsError
        With every fault of either file, or of groups that hold other answers already.
    """
    if slugify(prefix) != prefix or not prefix:
        raise FaultsError([_("the prefix may have small letters, digits and hyphens only")])
    with transaction.atomic():
        loaded = load_instrument(instrument)
        groups = read_answers(answers, questionnaire_of(loaded))
        _refuse_colliding(prefix, groups)
        known = _known(prefix, groups, loaded)
        fresh = {group: sheets for group, sheets in groups.items() if group not in known}
        waves = []
        for done, (group, sheets) in enumerate(fresh.items(), start=1):
            waves.append(_import_group(group, sheets, loaded, leader, prefix=prefix, now=now))
            progress(done, len(fresh))
    return Import(waves=tuple(waves), known=len(known))


def _refuse_colliding(prefix: str, groups: Iterable[str]) -> None:
    """Refuse groups whose names come out the same in addresses, cut to their length."""
    alike: dict[str, list[str]] = {}
    for group in groups:
        alike.setdefault(_slug(prefix, group), []).append(group)
    faults = [
        _("these groups cannot be told apart in addresses: %(names)s") % {"names": ", ".join(names)}
        for names in alike.values()
        if len(names) > 1
    ]
    if faults:
        raise FaultsError(faults)


def _known(
    prefix: str, groups: Mapping[str, list[bytes]], instrument: Instrument
) -> frozenset[str]:
    """Find the groups that were imported before, and refuse those that have changed since."""
    slugs = {_slug(prefix, group): group for group in groups}
    rows = Community.objects.filter(slug__in=slugs).values_list("slug", "waves__import_hash")
    hashes: dict[str, set[str]] = {}
    for slug, import_hash in rows:
        hashes.setdefault(slug, set()).add(import_hash or "")
    changed = [
        slug
        for slug, known in hashes.items()
        if _hash(instrument, groups[slugs[slug]]) not in known
    ]
    if changed:
        raise FaultsError(
            [
                _("%(slug)s is there already with other answers; choose another prefix")
                % {"slug": slug}
                for slug in changed
            ]
        )
    return frozenset(slugs[slug] for slug in hashes)


def _import_group(
    group: str,
    sheets: list[bytes],
    instrument: Instrument,
    leader: Account,
    *,
    prefix: str,
    now: datetime,
) -> Wave:
    community = Community.objects.create(
        slug=_slug(prefix, group), name=f"{prefix} {group}"[:200], language=instrument.language
    )
    Leadership.objects.create(community=community, account=leader)
    wave = Wave.objects.create(
        community=community,
        number=1,
        instrument=instrument,
        source=Wave.Source.IMPORT,
        state=Wave.State.SEALED,
        # When the answers were collected is not in the file.
        opens_at=now - timedelta(seconds=1),
        closes_at=now,
        sealed_at=now,
        scrubbed=True,
        has_roster=False,
        import_hash=_hash(instrument, sheets),
        sheets=len(sheets),
        continuity=Wave.Continuity.FIRST,
    )
    Chunk.objects.bulk_create(
        [
            Chunk(wave=wave, number=number, sheets=count, columns=columns)
            for number, (count, columns) in enumerate(columns_of(sheets))
        ]
    )
    work.ask(Work.Kind.ASSESS, wave, now=now)
    return wave


def _slug(prefix: str, group: str) -> str:
    return f"{prefix}-{slugify(group)}"[:80]


def _hash(instrument: Instrument, sheets: list[bytes]) -> str:
    """Hash answers whatever their order, with what they answer."""
    return hashlib.sha256(b"".join([instrument.content_hash.encode(), *sorted(sheets)])).hexdigest()
