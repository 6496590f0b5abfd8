"""Loading instruments, and reading their frozen content."""

import hashlib
import json
import tomllib
from pathlib import Path

from django.db import transaction
from django.db.models import UUIDField
from django.utils.translation import gettext as _

from assessments.domain.instruments.questionnaires import (
    FOLDER,
    Content,
    Questionnaire,
    questionnaire,
    read_content,
)
from assessments.domain.refusals import FaultsError
from assessments.domain.statements import Given, Statement, columns, made
from assessments.models import Instrument, Translation, Wave


def load_instrument(text: str) -> Instrument:
    """Load a version of an instrument from its TOML; the same content twice is a no-op.

    Raises
    ------
    FaultsError
        If the file has faults, or this version is loaded with other content: versions are frozen.
    """
    content = read_content(text)
    content_hash = hash_of(content)
    with transaction.atomic():
        instrument, fresh = Instrument.objects.get_or_create(
            key=content["key"],
            version=content["version"],
            defaults={
                "name": content["name"],
                "language": content["language"],
                "content": content,
                "content_hash": content_hash,
            },
        )
    if not fresh and instrument.content_hash != content_hash:
        raise FaultsError(
            [
                _(
                    "version %(version)s of %(key)s is loaded with other content; "
                    "give the changed file a higher version"
                )
                % {"key": instrument.key, "version": instrument.version}
            ]
        )
    return instrument


def load_shipped(key: str) -> Instrument:
    """Load an instrument that comes with the product, with its translations."""
    instrument = load_instrument((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob(f"{key}.*.toml")):
        load_translation(instrument, file)
    return instrument


def load_translation(instrument: Instrument, file: Path) -> Translation:
    """Load or refresh the translation of an instrument."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    translation, _fresh = Translation.objects.update_or_create(
        instrument=instrument,
        language=content["language"],
        defaults={"content": content, "reviewed": content.get("reviewed", False)},
    )
    return translation


def hash_of(content: Content) -> str:
    """Give the SHA-256 of content over canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def questionnaire_of(instrument: Instrument) -> Questionnaire:
    """Give what the instrument asks, in its own language; the same object for the same content."""
    key = instrument.content_hash
    if key not in _QUESTIONNAIRES:
        _QUESTIONNAIRES[key] = questionnaire(instrument.content)
    return _QUESTIONNAIRES[key]


def asked_by(wave: Wave) -> Questionnaire:
    """Give what a wave asks; the large content of its instrument is read once for all waves."""
    if "instrument" not in wave._state.fields_cache:  # noqa: SLF001 -- where Django keeps what it has read
        (row,) = _INSTRUMENT.rows(instrument=wave.instrument_id)
        wave.instrument = made(Instrument, _LIGHT, iter(_INSTRUMENT.convert(row)))
    return questionnaire_of(wave.instrument)


# Frozen content never changes, so nothing ever has to leave.
_QUESTIONNAIRES: dict[str, Questionnaire] = {}

_LIGHT = [name for name in columns(Instrument) if name != "content"]
_INSTRUMENT = Statement(
    lambda: Instrument.objects.filter(pk=Given("instrument", UUIDField())).values_list(*_LIGHT)
)
