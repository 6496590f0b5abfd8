"""Instruments as files: to take with one, and to look through before they are loaded."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.instruments.instruments import hash_of
from assessments.domain.instruments.questionnaires import (
    Content,
    Questionnaire,
    questionnaire,
    read_content,
)
from assessments.domain.refusals import FaultsError
from assessments.models import Instrument


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a file would load: what it asks, and what is there of it already."""

    toml: str
    questionnaire: Questionnaire
    loaded_already: bool
    newest: Instrument | None


def preview(text: str) -> Preview:
    """Check a file, TOML or JSON, without loading it.

    Raises
    ------
    FaultsError
        With every fault and its place; also where this version is loaded with other content.
    """
    toml = _toml_of_json(text) if text.lstrip().startswith("{") else text
    content = read_content(toml)
    known = Instrument.objects.filter(key=content["key"])
    same = known.filter(version=content["version"]).first()
    if same is not None and same.content_hash != hash_of(content):
        raise FaultsError(
            [
                _("version %(version)s of %(key)s is loaded with other content; give the changed "
                  "file a higher version") % {"key": same.key, "version": same.version}
            ]
        )  # fmt: skip
    return Preview(
        toml=toml,
        questionnaire=questionnaire(content),
        loaded_already=same is not None,
        newest=known.order_by("-version").first(),
    )


def as_json(content: Content) -> str:
    """Write the content of an instrument as JSON."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_toml(content: Content) -> str:
    """Write the content of an instrument as TOML; reading it gives the same content.

    Raises
    ------
    ValueError
        If something in it has no place in TOML.
    """
    return "\n".join(_table(content, ())) + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Write the plain values of a table first: after the first heading they would belong to it."""
    inner = {name: value for name, value in table.items() if _has_heading(value)}
    for name, value in table.items():
        if name not in inner:
            yield f"{_key(name)} = {_value(value)}"
    for name, value in inner.items():
        place = (*path, _key(name))
        opening, closing = ("[", "]") if isinstance(value, Mapping) else ("[[", "]]")
        for each in [value] if isinstance(value, Mapping) else value:
            yield ""
            yield f"{opening}{'.'.join(place)}{closing}"
            yield from _table(each, place)


def _has_heading(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)
    )


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if plain else _value(name)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, bool | int | float | str):
        # A basic string of TOML is a string of JSON, but that it escapes one sign more.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    raise ValueError(_("%(value)r has no place in an instrument") % {"value": value})


def _toml_of_json(text: str) -> str:
    try:
        content = json.loads(text)
        return as_toml(content)
    except (ValueError, RecursionError) as error:
        raise FaultsError([_("not a JSON file: %(error)s") % {"error": error}]) from None
