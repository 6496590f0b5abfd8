"""The parts of Vega-Lite that every plot shares: types, colours, and text that fits."""

import textwrap
from enum import StrEnum
from typing import NotRequired, TypedDict

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


PALETTES: dict[Scheme, Palette] = {
    Scheme.LIGHT: {
        "ink": "#1c292e",
        "soft": "#51606a",
        "line": "#dad4c7",
        "accent": "#0f5e57",
        "interval": "#86b8af",
        "paper": "#fff",
    },
    Scheme.DARK: {
        "ink": "#e8ebe7",
        "soft": "#a8b5b8",
        "line": "#33424a",
        "accent": "#74c7b9",
        "interval": "#3c7a72",
        "paper": "#19232a",
    },
}

FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans Arabic, sans-serif"


def wrapped(text: str, *, columns: int, most_lines: int = 3) -> list[str]:
    """Break a label into lines of at most so many characters."""
    return textwrap.wrap(text, columns, max_lines=most_lines, placeholder=" …") or [""]
