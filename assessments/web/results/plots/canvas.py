"""The sheet that plots are drawn on: as wide as the narrowest screen, and mirrored where due."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.translation import get_language_bidi

from assessments.web.results.plots.specification import (
    FONT,
    PALETTES,
    Palette,
    Part,
    Scheme,
    Specification,
    ordered,
)

WIDTH = 320  # px, the narrowest screen; the page scales it up
EDGE = 8  # px between the ends of a scale and the ends of the plot


@dataclass(frozen=True, kw_only=True)
class Canvas:
    """A sheet of ``WIDTH``; its start is the side on which the reader's lines begin."""

    height: int
    palette: Palette
    rightward: bool

    @classmethod
    def of(cls, height: int, scheme: Scheme) -> Self:
        """Give a sheet for the reader's language, in the colours of a scheme."""
        return cls(height=height, palette=PALETTES[scheme], rightward=not get_language_bidi())

    @property
    def across(self) -> Part:
        """Pixels from the start."""
        return self.scale(0, WIDTH, start=0, end=WIDTH)

    @property
    def down(self) -> Part:
        """Pixels from the top."""
        scale = {"domain": [0, self.height], "range": [0, self.height]}
        return {"type": "quantitative", "axis": None, "scale": scale}

    def scale(
        self,
        low: float = 0,
        high: float = 100,
        *,
        start: float = EDGE,
        end: float = WIDTH - EDGE,
        kind: str = "linear",
    ) -> Part:
        """Lay a scale across the sheet, from its start to its end."""
        ends = [start, end] if self.rightward else [WIDTH - start, WIDTH - end]
        scale = {"type": kind, "domain": [low, high], "range": ends}
        return {"type": "quantitative", "axis": None, "scale": scale}

    def align(self, side: str) -> str:
        """Turn the start or end of a line into left or right; the center stays."""
        if side == "center":
            return side
        return "left" if (side == "start") is self.rightward else "right"

    def text(
        self, side: str = "start", *, colour: str = "", size: int = 14, line: int = 18
    ) -> Part:
        """Give the mark of a text on its baseline; of several lines, the first one's."""
        return {
            "type": "text",
            "align": self.align(side),
            "baseline": "alphabetic",
            "fontSize": size,
            "lineHeight": line,
            "color": colour or self.palette["ink"],
        }

    def written(self, text: str, at: tuple[float, float], mark: Part) -> Part:
        """Write one text so many pixels from the start and from the top."""
        return {
            "data": {"values": [{}]},
            "mark": {**mark, "text": ordered(text)},
            "encoding": {
                "x": {**self.across, "datum": at[0]},
                "y": {**self.down, "datum": at[1]},
            },
        }

    def drawing(
        self, *, title: str, description: str, rows: Sequence[Part], layers: Sequence[Part]
    ) -> Specification:
        """Put layers and the rows they draw on the sheet."""
        return {
            "usermeta": {"title": title, "description": description},
            "width": WIDTH,
            "height": self.height,
            "padding": 0,
            "autosize": {"type": "none"},
            "background": None,
            "config": {"font": FONT, "aria": False, "view": {"stroke": None}},
            "data": {"values": [*rows]},
            "resolve": {"scale": {"x": "independent", "y": "independent", "color": "independent"}},
            "layer": [*layers],
        }
