"""The parts of Vega-Lite that every plot shares: types, colours, and text that fits."""

import textwrap
from enum import StrEnum
from typing import NotRequired, TypedDict

from django.utils.translation import get_language_bidi

Part = dict[str, object]
"""A mark, encoding, transform or layer of Vega-Lite, as JSON."""


class Values(TypedDict):
    """The rows that a plot draws."""

    values: list[Part]


class Specification(TypedDict):
    """A Vega-Lite specification; ``title`` and ``description`` are read out, not drawn."""

    usermeta: dict[str, str]
    width: int
    height: int
    padding: int
    autosize: Part
    background: NotRequired[str | None]
    config: Part
    data: Values
    resolve: Part
    layer: list[Part]


class Scheme(StrEnum):
    """For which colours of the page a plot is drawn."""

    LIGHT = "light"
    DARK = "dark"


class Palette(TypedDict):
    """The tokens of ``commsurvey.css`` that plots use: an image cannot read a page's own."""

    ink: str
    soft: str
    line: str
    accent: str
    interval: str
    paper: str
    sunken: str
    warm: str
    warm_soft: str


PALETTES: dict[Scheme, Palette] = {
    Scheme.LIGHT: {
        "ink": "#1c292e",
        "soft": "#51606a",
        "line": "#dad4c7",
        "accent": "#0f5e57",
        "interval": "#86b8af",
        "paper": "#ffffff",
        "sunken": "#f1ede4",
        "warm": "#a8441c",
        "warm_soft": "#dfa98e",
    },
    Scheme.DARK: {
        "ink": "#e8ebe7",
        "soft": "#a8b5b8",
        "line": "#33424a",
        "accent": "#74c7b9",
        "interval": "#3c7a72",
        "paper": "#19232a",
        "sunken": "#0c1215",
        "warm": "#f2a680",
        "warm_soft": "#8f5b42",
    },
}

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans Arabic, sans-serif"


def wrapped(text: str, *, columns: int, most_lines: int = 3) -> list[str]:
    """Break a label into lines of at most so many characters."""
    return [ordered(line) for line in broken(text, columns=columns, most_lines=most_lines)]


def broken(text: str, *, columns: int, most_lines: int) -> list[str]:
    """Break a text into lines whose direction is their own, as that of a name is."""
    return textwrap.wrap(text, columns, max_lines=most_lines, placeholder=" …") or [""]


def percent(share: int | None) -> str:
    """Write a share, its sign after the number in the direction of reading; a dash for none."""
    return "–" if share is None else ordered(f"{share} %")


def ordered(text: str) -> str:
    """Have a line of a right-to-left language end on the left: a drawing does not know better."""
    return f"\u2067{text}\u2069" if get_language_bidi() else text
