"""Sheets of paper: texts and scales on A4, written from either side, in a font that comes along.

Loading this takes a second, so it is loaded when the first report is asked for.
"""

import atexit
import logging
import math
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf_fonts  # type: ignore[import-untyped]  # holds nothing but fonts
from fpdf import FPDF

from assessments.domain.releases.released import Shown
from assessments.web.results.plots.colours import between
from assessments.web.results.plots.specification import PALETTES, Scheme
from scoring.verdict import LEVEL_CUT

FONT = "FiraGO"
"""Latin, Greek, Cyrillic, Arabic, Hebrew and more, under the SIL Open Font License."""

FACES = {"": "figo", "B": "figbo"}
MARGIN, FOOT = 20, 22  # mm
SIGN = 5  # mm
LINE = 1.38  # times the size of the letters
POINT = 0.3528  # mm
INKS = PALETTES[Scheme.LIGHT]
FIRST_JOINED, LAST_JOINED = "\u0590", "\u1fff"  # Hebrew, Arabic, the scripts of India and more
BASE_DIRECTIONS = {True: "ltr", False: "rtl"}

# They write down every letter of a report; logs say nothing of results.
for _chatty in ("fontTools", "fpdf"):
    logging.getLogger(_chatty).setLevel(logging.ERROR)


@cache
def _faces() -> dict[str, Path]:
    """Unpack the font once for each process: it is read from files."""
    kept = TemporaryDirectory(prefix="commsurvey-fonts-")
    atexit.register(kept.cleanup)
    folder = Path(kept.name)
    found = {style: folder / f"{name}.ttf" for style, name in FACES.items()}
    for style, path in found.items():
        path.write_bytes(pymupdf_fonts.myfont(FACES[style]))
    return found


class Paper(FPDF):
    """A4 sheets with a foot line; its start is the side on which the reader's lines begin."""

    def __init__(self, *, title: str, foot: str, language: str, rightward: bool) -> None:
        super().__init__(format="A4")
        self.foot, self.rightward = foot, rightward
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("commsurvey")
        for style, path in _faces().items():
            self.add_font(FONT, style, path)
        self.set_font(FONT, size=10.5)
        self.c_margin = 0
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT)

    def footer(self) -> None:
        """Write the foot line and the number of the page."""
        self.set_y(-FOOT + 6)
        self._write(f"{self.foot}  ·  {self.page_no()}", size=8.5, colour="soft")

    def keep(self, height: float) -> None:
        """Begin a new sheet unless so many mm are left: what follows belongs together."""
        if self.will_page_break(height):
            self.add_page()

    def dated(self, when: datetime) -> None:
        """Set the date of the file, so that the same report is the same to the last byte."""
        self.set_creation_date(when)

    def circle_of_chairs(self) -> None:
        """Draw the sign of the program."""
        self._ink("accent")
        side = self.l_margin + SIGN if self.rightward else self.w - self.r_margin - SIGN
        for chair in range(8):
            around = math.pi * chair / 4
            x, y = SIGN * math.cos(around), SIGN * math.sin(around)
            self.circle(side + x, self.get_y() + SIGN + y, SIGN / 4, style="F")
        self.ln(3 * SIGN)

    def words(
        self,
        text: str,
        *,
        size: float = 10.5,
        bold: bool = False,
        colour: str = "ink",
        after: float = 2,
    ) -> None:
        """Write a paragraph over the whole width, and leave some room after it."""
        if text:
            self._write(text, size=size, bold=bold, colour=colour)
            self.ln(after)

    def pair(self, start: str, end: str, *, size: float = 10.5, colour: str = "accent") -> None:
        """Write two short texts on one line, one at either end."""
        height = size * POINT * LINE
        top = self.get_y()
        self._set(start, size=size, bold=False, colour="ink")
        self.multi_cell(0, height, start, align=self._align("start"), new_x="LMARGIN", new_y="TOP")
        self._set(end, size=size, bold=True, colour=colour)
        self.multi_cell(0, height, end, align=self._align("end"), new_x="LMARGIN", new_y="NEXT")
        self.set_y(max(self.get_y(), top + height))

    def listed(self, texts: Sequence[str], *, numbered: bool = False, size: float = 10.5) -> None:
        """Write a list with numbers or dots."""
        for place, text in enumerate(texts, start=1):
            self.words(f"{place}.  {text}" if numbered else f"•  {text}", size=size, after=1.4)

    def scale(self, level: Shown, *, after: float = 4) -> None:
        """Draw a level on a scale from 0 to 100, with its interval and the cut."""
        y = self.get_y() + 2.2
        self._rule(0, 100, y, thick=0.9, colour="line")
        if level.low is not None and level.high is not None:
            self._rule(level.low, level.high, y, thick=3.2, colour="interval")
        self._ink("soft")
        self.set_line_width(0.25)
        self.line(self._x(LEVEL_CUT), y - 2, self._x(LEVEL_CUT), y + 2)
        self._dot(level, y)
        self.set_y(y + 2.2 + after)

    def shares(self, percents: Sequence[int], *, after: float = 1.5) -> None:
        """Draw a bar whose parts are the answers at each point of a scale, the lowest first."""
        y, start, total = self.get_y() + 0.6, 0.0, max(sum(percents), 1)
        for point, percent in enumerate(percents):
            wide = 100 * percent / total
            self.set_fill_color(*_rgb(_shade(point, len(percents))))
            left = min(self._x(start), self._x(start + wide))
            self.rect(left, y, max(self.epw * wide / 100 - 0.25, 0), 3.6, style="F")
            start += wide
        self.set_y(y + 3.6 + after)

    def _write(self, text: str, *, size: float, bold: bool = False, colour: str = "ink") -> None:
        self._set(text, size=size, bold=bold, colour=colour)
        height = size * POINT * LINE
        self.multi_cell(0, height, text, align=self._align("start"), new_x="LMARGIN", new_y="NEXT")

    def _set(self, text: str, *, size: float, bold: bool, colour: str) -> None:
        # Joining and ordering letters takes twice the time, and most scripts do without.
        joined = not self.rightward or any(FIRST_JOINED <= letter <= LAST_JOINED for letter in text)
        direction = BASE_DIRECTIONS[self.rightward]
        self.set_text_shaping(use_shaping_engine=joined, direction=direction)
        self.set_font(FONT, style="B" if bold else "", size=size)
        self.set_text_color(*_rgb(str(INKS[colour])))  # type: ignore[literal-required]

    def _ink(self, colour: str) -> None:
        shade = _rgb(str(INKS[colour]))  # type: ignore[literal-required]
        self.set_draw_color(*shade)
        self.set_fill_color(*shade)

    def _rule(self, low: float, high: float, y: float, *, thick: float, colour: str) -> None:
        self._ink(colour)
        left, right = sorted((self._x(low), self._x(high)))
        self.rect(left, y - thick / 2, right - left, thick, style="F")

    def _dot(self, level: Shown, y: float) -> None:
        self._ink("accent")
        self.set_line_width(0.8)
        if level.step > 1:
            self.set_fill_color(255, 255, 255)
        self.circle(self._x(level.value), y, 1.4, style="DF")

    def _x(self, value: float) -> float:
        share = value / 100 if self.rightward else 1 - value / 100
        return self.l_margin + share * self.epw

    def _align(self, side: str) -> str:
        return "L" if (side == "start") is self.rightward else "R"


def _shade(point: int, points: int) -> str:
    """Shade from one end of a scale of answers through its middle to the other."""
    place = 2 * point / (points - 1) - 1
    return between(INKS["line"], INKS["warm"] if place < 0 else INKS["accent"], abs(place))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
