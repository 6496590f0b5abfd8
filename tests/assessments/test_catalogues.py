"""The catalogues of the pages' texts."""

import gettext
import string
from pathlib import Path

import pytest
from django.conf import settings

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


def catalogue(language: str) -> dict[str, str]:
    """Read a compiled catalogue: what the pages use."""
    file = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.mo"
    with file.open("rb") as opened:
        texts = gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined] # noqa: SLF001 -- the one way to list it
    return {
        key if isinstance(key, str) else f"{key[0]}[{key[1]}]": text for key, text in texts.items()
    }


def messages(language: str) -> set[str]:
    """Give the English messages of a catalogue, whatever the plurals of its language."""
    return {key.rpartition("[")[0] or key for key in catalogue(language) if key}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language: str) -> None:
    assert messages(language) == messages(LANGUAGES[0])
    assert len(messages(language)) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_fuzzy(language: str) -> None:
    assert not [key for key, text in catalogue(language).items() if key and not text]
    source = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    assert "#, fuzzy" not in source.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_keep_their_placeholders(language: str) -> None:
    for key, text in catalogue(language).items():
        if key and "[" not in key:
            assert placeholders(text) == placeholders(key), key


def placeholders(text: str) -> set[str]:
    """Give the names between ``%(`` and ``)``."""
    names = {part.partition(")")[0] for part in text.split("%(")[1:]}
    return {name for name in names if set(name) <= set(string.ascii_letters + "_")}
